// The atlas' layers: every record once, drawn or not as the selection says, with one rule for what is visible.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.layers = (function () {
  const SMALLEST_RADIUS = 4.5, LARGEST_RADIUS = 44, SPREAD_ZOOM = 6.5;

  let inside = { list: null, ids: null };

  // Whether a record meets the drawn area: the server says which do, in a list that stays the same until it says anew.
  function isInside(record, list) {
    if (!list) return true;
    if (inside.list !== list) inside = { list, ids: new Set(list) };
    return inside.ids.has(record.id);
  }

  // The rule that the server applies too: the record's days and the period share at least one, it passes the filters and
  // meets the area.
  function isVisible(record, state) {
    const inTime = state.layers.includes(record.layer) && record.start <= state.end && record.end >= state.start;
    const passes = (filter) => filter.values.includes(filter.member === "kind" ? record.kind : record.members[filter.member]);
    return inTime && isInside(record, state.inside) && (state.filters || []).every((filter) => filter.layer !== record.layer || passes(filter));
  }

  // The narrow rule: whatever the true days of its vague dates are, the record shares a day with the period.
  function isSure(record, period) {
    return record.sure_start <= period.end && record.sure_end >= period.start;
  }

  // What a vague date means for the period that is shown, in words; null where nothing is in doubt.
  function doubtOf(record, period) {
    if (isSure(record, period)) return null;
    const rest = record.sure_start > period.end ? record.vague_start : record.vague_end;
    return `${period.start === period.end ? "On this day" : "In this period"} ${rest}`;
  }

  // Radius in pixels of a circle of that many hectares: true to scale when near, enlarged evenly when far.
  function radiusOf(map, hectares) {
    if (hectares === undefined) return 6;
    const metresPerPixel = (40075016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
    const trueRadius = Math.sqrt((hectares * 10000) / Math.PI) / metresPerPixel;
    const enlarged = 0.17 * Math.sqrt(hectares);
    return Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, enlarged, trueRadius));
  }

  function tooltip(record, period) {
    const box = document.createElement("div");
    for (const [tag, text] of [["b", record.name], ["span", record.dates], ["em", doubtOf(record, period)]]) {
      if (!text) continue;
      const line = document.createElement(tag);
      line.textContent = text;
      box.append(line);
    }
    return box;
  }

  function className(record, extra) {
    return `record layer-${record.layer} ${extra}${record.uncertain ? " uncertain" : ""}${record.shade ? ` shade-${record.shade}` : ""}`;
  }

  // The Leaflet layers that together draw one record: its shape, and a symbol where the shape alone would be lost.
  function buildParts(record, style) {
    const shape = record.shape || style.kinds[record.kind].shape;
    const parts = [];
    const options = { pane: "records", bubblingMouseEvents: false };
    if (!/Point$/.test(record.geometry.type)) {
      const line = /LineString/.test(record.geometry.type);
      const drawn = L.geoJSON(record.geometry, {
        style: () => ({ ...options, className: className(record, line ? "line" : shape === "area" ? "outline" : "area"), weight: line ? 2.5 : 1.5, fill: !line }),
        ...options,
      });
      parts.push(...drawn.getLayers());
    }
    for (const [lon, lat] of record.marks) {
      parts.push(new geoAlliance.symbols.Marker([lat, lon], { ...options, shape, className: className(record, "symbol"), weight: 1.5 }));
    }
    return parts;
  }

  // Marks of one place are spread out like the seeds of a sunflower once the map is near enough, so that none hides another.
  function spread(atlas, visible) {
    const { map } = atlas;
    const taken = new Map();
    for (const record of visible) {
      for (const part of record.parts) {
        if (!part.home) continue;
        const place = taken.get(part.spot) || 0;
        taken.set(part.spot, place + 1);
        if (part.seat === place && part.seatZoom === map.getZoom()) continue;
        [part.seat, part.seatZoom] = [place, map.getZoom()];
        const angle = place * 2.39996;
        const offset = L.point(Math.cos(angle), Math.sin(angle)).multiplyBy(map.getZoom() < SPREAD_ZOOM ? 0 : 13 * Math.sqrt(place));
        part.setLatLng(map.unproject(map.project(part.home).add(offset)));
      }
    }
  }

  function describe(element, record, period) {
    if (!element) return;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", [record.name, record.dates, doubtOf(record, period)].filter(Boolean).join(", "));
    element.setAttribute("data-id", record.id);
    element.id = `record-${record.id}`;
  }

  function create(map, group, payload) {
    map.createPane("records").style.zIndex = 450;
    const records = new Map();
    const atlas = { map, group, records, shown: new Set(), period: null };
    for (const layer of payload.layers) {
      for (const record of layer.records) {
        record.layer = layer.name;
        record.parts = buildParts(record, layer);
        record.parts.forEach((part) => {
          part.home = part.getLatLng && part.getLatLng();
          part.spot = part.home && `${part.home.lat.toFixed(3)},${part.home.lng.toFixed(3)}`;
          part.toGeoJSON = () => ({ type: "Feature", id: record.id, geometry: null, properties: {} });
          part.bindTooltip(() => tooltip(record, atlas.period), { sticky: true, direction: "top", opacity: 1 });
        });
        records.set(record.id, record);
      }
    }
    // Large ones first, so that no mark hides a smaller one.
    atlas.order = [...records.values()].sort((a, b) => (b.order ?? 0) - (a.order ?? 0) || (b.hectares ?? 0) - (a.hectares ?? 0));
    return atlas;
  }

  // Give every mark the size and place that the zoom asks for.
  function arrange(atlas, visible) {
    spread(atlas, visible);
    for (const record of atlas.records.values()) {
      const radius = radiusOf(atlas.map, record.hectares);
      record.parts.forEach((part) => part.setRadius && part.getRadius() !== radius && part.setRadius(radius));
    }
  }

  // Put a record's parts on the map, under the marks that follow it in the order of drawing.
  function show(atlas, record, above) {
    for (const part of record.parts) {
      atlas.group.addLayer(part);
      const element = part.getElement();
      if (!element) continue;
      element.parentNode.insertBefore(element, above);
      element.setAttribute("tabindex", "-1"); // a browser lets a shape with a tooltip take the focus; the map is one stop
    }
    record.look = null;
  }

  // What changes in a mark with the period: hollow once it has ended, faint while its vague dates leave it in doubt.
  function dress(record, period) {
    const ended = record.end < period.end && !record.moment, unsure = !isSure(record, period);
    const look = `${ended} ${unsure} ${unsure && doubtOf(record, period)}`;
    if (record.look === look) return;
    record.look = look;
    const elements = record.parts.map((part) => part.getElement()).filter(Boolean);
    elements.forEach((element) => {
      element.classList.toggle("ended", ended);
      element.classList.toggle("unsure", unsure);
    });
    describe(elements[elements.length - 1], record, period);
  }

  // Draw what the state asks for and nothing else; returns the visible records in drawing order. Only what differs from
  // what is drawn is touched, so that a period can follow a moving handle.
  function apply(atlas, state) {
    atlas.period = { start: state.start, end: state.end };
    const visible = atlas.order.filter((record) => isVisible(record, state));
    const ids = new Set(visible.map((record) => record.id));
    for (const id of atlas.shown) {
      if (!ids.has(id)) atlas.records.get(id).parts.forEach((part) => atlas.group.removeLayer(part));
    }
    let above = null;
    for (const record of [...visible].reverse()) {
      if (!atlas.shown.has(record.id)) show(atlas, record, above);
      dress(record, atlas.period);
      above = record.parts[0].getElement() || above;
    }
    atlas.shown = ids;
    arrange(atlas, visible);
    return visible;
  }

  function boundsOf(record) {
    return record.parts.reduce((box, part) => box.extend(part.getBounds ? part.getBounds() : part.getLatLng()), L.latLngBounds([]));
  }

  return { create, apply, arrange, boundsOf, isVisible, doubtOf };
})();
