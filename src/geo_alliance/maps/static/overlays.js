// What the reader has drawn, over the records: the area, the line that is measured, and range rings. The server sends
// their positions, longitude first; nothing of it can be clicked.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.overlays = (function () {
  const STEP_DEG = 0.5, LABEL_PX = 70;
  let group = null, drawn = null, labels = [], first = true;

  const flip = ([lon, lat]) => [lat, lon];

  // Edges of an area are straight in longitude and latitude; on this map such a line is a little bent.
  function densify(corners, closed = true) {
    const ends = closed ? [...corners, corners[0]] : corners;
    return ends.flatMap((corner, i) => {
      if (i === 0) return [corner];
      const from = ends[i - 1];
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(corner[0] - from[0]), Math.abs(corner[1] - from[1])) / STEP_DEG));
      return Array.from({ length: steps }, (_, k) => [0, 1].map((axis) => from[axis] + ((corner[axis] - from[axis]) * (k + 1)) / steps));
    });
  }

  function outline(positions, className) {
    return L.polyline(positions.map(flip), { pane: "overlays", className: `overlay ${className}`, fill: false, interactive: false, smoothFactor: 0.5 });
  }

  // A label stands at the first of its places that is in view.
  function addLabel(places, text, note) {
    const box = document.createElement("span");
    for (const [tag, words] of [["b", text], ["i", note]]) {
      if (!words) continue;
      const line = document.createElement(tag);
      line.textContent = words;
      box.append(line);
    }
    const icon = L.divIcon({ className: "overlay-label", html: box, iconSize: null });
    const marker = L.marker(flip(places[0]), { icon, pane: "overlays", interactive: false, keyboard: false });
    labels.push({ marker, places });
    group.addLayer(marker);
  }

  // Whether a label at a place would be seen: well within the map, and under none of its controls.
  function isFree(map, place) {
    const { x, y } = map.latLngToContainerPoint(flip(place));
    const size = map.getSize(), frame = map.getContainer().getBoundingClientRect();
    if (x < LABEL_PX || y < 10 || x > size.x - LABEL_PX || y > size.y - 40) return false;
    return [...map.getContainer().querySelectorAll(".leaflet-control")].every((control) => {
      const box = control.getBoundingClientRect();
      const [left, top] = [box.left - frame.left, box.top - frame.top];
      return x < left - LABEL_PX || x > left + box.width + LABEL_PX || y < top - 40 || y > top + box.height;
    });
  }

  function placeLabels(map) {
    for (const { marker, places } of labels) marker.setLatLng(flip(places.find((place) => isFree(map, place)) || places[0]));
  }

  function drawArea(corners) {
    group.addLayer(outline(densify(corners), "overlay-area"));
  }

  function drawLine({ places, path, label }) {
    if (path.length > 1) group.addLayer(outline(path, "overlay-line"));
    for (const place of places) {
      group.addLayer(L.circleMarker(flip(place), { pane: "overlays", className: "overlay overlay-place", radius: 4, interactive: false }));
    }
    const along = [1, 0.5, 0.25, 0.75, 0].map((share) => path[Math.round((path.length - 1) * share)]);
    if (label) addLabel([...along, ...places], label);
  }

  function drawRing({ center, parts, labels: places, label }) {
    for (const part of parts) {
      // A ring round a pole goes all round the world, which the map shows more than once.
      const turns = part[part.length - 1][0] - part[0][0] > 359 ? [-360, 0, 360] : [0];
      turns.forEach((turn) => group.addLayer(outline(part.map(([lon, lat]) => [lon + turn, lat]), "overlay-ring")));
    }
    group.addLayer(L.circleMarker(flip(center), { pane: "overlays", className: "overlay overlay-place", radius: 3, interactive: false }));
    addLabel(places, label, "range ring, not a flight path");
  }

  function draw(atlas, state) {
    const wanted = JSON.stringify([state.area, state.line, state.rings]);
    if (wanted === drawn) return;
    drawn = wanted;
    labels = [];
    group.clearLayers();
    if (state.area && state.area.length) drawArea(state.area);
    if (state.line) drawLine(state.line);
    (state.rings || []).forEach(drawRing);
    placeLabels(atlas.map);
    if (first) fit(atlas.map, state);
    first = false;
  }

  // A link that holds an area or a line, but not where the map looks, shows what was drawn.
  function fit(map, state) {
    const positions = state.area && state.area.length ? state.area : state.line ? state.line.path : [];
    if (state.view || state.selected || positions.length < 2) return;
    const show = () => map.fitBounds(L.latLngBounds(positions.map(flip)), { animate: false, padding: [40, 40] });
    show();
    map.on("resize", show); // the page gives the frame its size late
    ["pointerdown", "wheel", "keydown"].forEach((event) => map.getContainer().addEventListener(event, () => map.off("resize", show), { capture: true, passive: true, once: true }));
  }

  function start(atlas) {
    const pane = atlas.map.createPane("overlays");
    pane.style.zIndex = 460;
    pane.style.pointerEvents = "none";
    group = L.featureGroup().addTo(atlas.map);
    atlas.map.on("moveend", () => placeLabels(atlas.map));
  }

  // Rows for the legend: what the lines over the records mean, as long as they are there.
  function explain(state) {
    const rows = [
      [state.area && state.area.length, "overlay-area", "drawn area: only what meets it is shown"],
      [state.line, "overlay-line", "measured line, the shortest way"],
      [state.rings && state.rings.length, "overlay-ring", "range ring: one distance over the ground, not a flight path"],
    ].filter(([shown]) => shown);
    if (!rows.length) return [];
    const list = document.createElement("ul");
    for (const [, className, text] of rows) {
      const row = document.createElement("li"), words = document.createElement("span");
      words.className = "label";
      words.textContent = text;
      row.append(geoAlliance.symbols.icon("line", `overlay ${className}`), words);
      list.append(row);
    }
    return [list];
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start, draw });
  return { densify, outline, explain };
})();
