// The names of places: context for the records, so they lie under the marks, and beside them where there is room. A name
// that the map's edge would cut or a control would cover is left out.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.places = (function () {
  const PAUSE_MS = 120, LINE_PX = 20, GAP_PX = 7, EDGE_PX = 2;
  const SHIFTS_PX = { town: [12, 20, 32], island: [14, 26, 40, 56], country: [14, 22, 30], sea: [18, 34, 50] };
  const SMALL_RANK = 3; // a small island's name keeps as near as a town's
  // What it costs a name to be a pixel away from its own place, or on another text, and what staying where it was saves;
  // to be covered wholly costs 1.
  const PER_PX = 0.006, FOR_STAYING = 0.02, ON_TEXT = 0.6;
  let map = null, atlas = null, markers = [], timer = null;

  function labelPlace(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const { name, type, rank, until } = feature.properties;
    const text = document.createElement("span");
    text.style.visibility = "hidden"; // until it has its place
    geoAlliance.names.label(text, name);
    const icon = L.divIcon({ className: `place place-${type}`, html: text, iconSize: null });
    const marker = L.marker([lat, lon], { icon, pane: "places", interactive: false, keyboard: false });
    marker.minZoom = { 1: 0, 2: 6, 3: 8 }[rank] ?? 6;
    if (type === "sea") marker.minZoom = Math.max(marker.minZoom, 4.8);
    marker.endZoom = until ?? Infinity; // a name beside an island gives way to the towns on it
    return Object.assign(marker, { text, type, rank, shift: [0, 0] });
  }

  function boxOf(element, whole) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left - whole.left, top: top - whole.top, right: right - whole.left, bottom: bottom - whole.top };
  }

  // Width and height of what two boxes share; null if they share nothing.
  function share(a, b) {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left), height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > 0 && height > 0 ? [width, height] : null;
  }

  const boxRound = ({ x, y }, width, height) => ({ left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 });

  // What a name should keep off: the marks in view, the lines, piece by piece, and other texts.
  function listObstacles(whole) {
    const size = map.getSize(), view = { left: 0, top: 0, right: size.x, bottom: size.y }, marks = [], lines = [];
    const texts = [...map.getContainer().querySelectorAll(".flight-label span, .overlay-label span")].map((text) => boxOf(text, whole));
    for (const id of atlas ? atlas.shown : []) {
      for (const part of atlas.records.get(id).parts) {
        if (part.getLatLng) {
          const width = 2 * part.getRadius() + 2, box = boxRound(map.latLngToContainerPoint(part.getLatLng()), width, width);
          if (share(box, view)) marks.push(box);
        } else if (!(part instanceof L.Polygon)) {
          const points = part.getLatLngs().flat().map((position) => map.latLngToContainerPoint(position));
          points.forEach((point, place) => place && lines.push([points[place - 1], point]));
        }
      }
    }
    return { marks, lines, texts };
  }

  // How much of a name at a place would be covered: 0 nothing, 1 about all of it.
  function coverOf(box, { marks, lines, texts }) {
    const whole = (box.right - box.left) * (box.bottom - box.top), bounds = L.bounds([box.left, box.top], [box.right, box.bottom]);
    const covered = marks.reduce((sum, mark) => {
      const both = share(box, mark);
      return both ? sum + both[0] * both[1] : sum;
    }, 0);
    const crossed = lines.reduce((sum, [from, to]) => {
      const piece = L.LineUtil.clipSegment(from, to, bounds);
      return piece ? sum + piece[0].distanceTo(piece[1]) * LINE_PX : sum;
    }, 0);
    return (covered + crossed) / whole + (texts.some((text) => share(box, text)) ? ON_TEXT : 0);
  }

  // Where a name may stand, in pixels from its own place: upon it, under, over and beside it.
  function listShifts({ type, rank, size: { x: width, y: height } }) {
    const shifts = [[0, 0]];
    for (const away of (rank < SMALL_RANK && SHIFTS_PX[type]) || SHIFTS_PX.town) {
      const beside = type === "city" ? width / 2 + away - height / 2 : away * 1.5;
      shifts.push([0, -away], [0, away], [beside, 0], [-beside, 0], [beside, -away], [beside, away], [-beside, -away], [-beside, away]);
    }
    return shifts;
  }

  function isFree(box, { size, controls }) {
    const inside = box.left >= EDGE_PX && box.top >= EDGE_PX && box.right <= size.x - EDGE_PX && box.bottom <= size.y - EDGE_PX;
    return inside && !controls.some((control) => share(box, control));
  }

  // The best place for a name that is wholly to be seen; none if there is no such place, or if what it names is hidden.
  function findShift(marker, frame, obstacles) {
    const at = map.latLngToContainerPoint(marker.getLatLng()), { x: width, y: height } = marker.size;
    if (!isFree(boxRound(at, 2, 2), frame)) return null;
    let best = null;
    for (const shift of listShifts(marker)) {
      const box = boxRound(at.add(shift), width, height), kept = shift.every((pixels, axis) => pixels === marker.shift[axis]);
      const way = Math.max(0, Math.hypot(...shift) - (marker.type === "city" && shift[0] ? width / 2 : 0));
      const least = way * PER_PX - (kept ? FOR_STAYING : 0);
      if (!isFree(box, frame) || (best && least >= best.cost)) continue;
      const cost = least + coverOf(box, obstacles);
      if (!best || cost < best.cost) best = { shift, box, cost };
    }
    return best;
  }

  function place(marker, found) {
    const { style } = marker.text;
    style.visibility = found ? "" : "hidden";
    marker.shift = found ? found.shift : [0, 0];
    ["--shift-x", "--shift-y"].forEach((name, axis) => style.setProperty(name, `${marker.shift[axis]}px`));
  }

  // Set every name anew; the greater ones first, since those that follow keep off them, too.
  function arrange() {
    clearTimeout(timer);
    timer = null;
    const whole = map.getContainer().getBoundingClientRect();
    const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => boxOf(control, whole));
    const frame = { size: map.getSize(), controls };
    const obstacles = listObstacles(whole), named = markers.filter((marker) => map.hasLayer(marker));
    named.forEach((marker) => (marker.size = { x: marker.text.offsetWidth, y: marker.text.offsetHeight }));
    for (const marker of named) {
      const found = findShift(marker, frame, obstacles);
      place(marker, found);
      if (found) obstacles.texts.push({ ...found.box, left: found.box.left - GAP_PX, right: found.box.right + GAP_PX });
    }
  }

  // Once things have come to rest, not for each of them.
  function schedule() {
    if (!map) return;
    clearTimeout(timer);
    timer = setTimeout(arrange, PAUSE_MS);
  }

  function add(given, collection) {
    map = given;
    markers = collection.features.map(labelPlace).sort((a, b) => a.rank - b.rank);
    const update = () => markers.forEach((m) => (map.getZoom() >= m.minZoom && map.getZoom() < m.endZoom ? m.addTo(map) : m.remove()));
    map.on("zoomend", update);
    map.on("moveend resize", schedule);
    update();
    schedule();
  }

  function start(started) {
    atlas = started;
    const watch = new ResizeObserver(schedule);
    atlas.map.getContainer().querySelectorAll(".legend, .credits, .views").forEach((control) => watch.observe(control));
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start, draw: schedule });
  return { add, schedule };
})();
