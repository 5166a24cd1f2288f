// The atlas' layers: every record once, drawn or not as the selection says, with one rule for what is visible.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.layers = (function () {
  const SMALLEST_RADIUS = 4.5, LARGEST_RADIUS = 44, SPREAD_ZOOM = 6.5;

  // The rule that the server applies too: the record's days and the period share at least one, and it passes the filters.
  function isVisible(record, state) {
    const inTime = state.layers.includes(record.layer) && record.start <= state.end && record.end >= state.start;
    const passes = (filter) => filter.values.includes(filter.member === "kind" ? record.kind : record.members[filter.member]);
    return inTime && (state.filters || []).every((filter) => filter.layer !== record.layer || passes(filter));
  }

  // Radius in pixels of a circle of that many hectares: true to scale when near, enlarged evenly when far.
  function radiusOf(map, hectares) {
    if (hectares === undefined) return 6;
    const metresPerPixel = (40075016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
    const trueRadius = Math.sqrt((hectares * 10000) / Math.PI) / metresPerPixel;
    const enlarged = 0.17 * Math.sqrt(hectares);
    return Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, enlarged, trueRadius));
  }

  function tooltip(record) {
    const box = document.createElement("div");
    const name = document.createElement("b");
    name.textContent = record.name;
    const dates = document.createElement("span");
    dates.textContent = record.dates;
    box.append(name, dates);
    return box;
  }

  function className(record, extra) {
    return `record layer-${record.layer} ${extra}${record.uncertain ? " uncertain" : ""}`;
  }

  // The Leaflet layers that together draw one record: its shape, and a symbol where the shape alone would be lost.
  function buildParts(record, style) {
    const shape = style.kinds[record.kind].shape;
    const parts = [];
    const options = { pane: "records", bubblingMouseEvents: false };
    if (record.geometry.type !== "Point") {
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
        const key = `${part.home.lat.toFixed(3)},${part.home.lng.toFixed(3)}`;
        const place = taken.get(key) || 0;
        taken.set(key, place + 1);
        const angle = place * 2.39996;
        const offset = L.point(Math.cos(angle), Math.sin(angle)).multiplyBy(map.getZoom() < SPREAD_ZOOM ? 0 : 13 * Math.sqrt(place));
        part.setLatLng(map.unproject(map.project(part.home).add(offset)));
      }
    }
  }

  function describe(element, record) {
    if (!element) return;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", `${record.name}, ${record.dates}`);
    element.setAttribute("data-id", record.id);
    element.id = `record-${record.id}`;
  }

  function create(map, group, payload) {
    map.createPane("records").style.zIndex = 450;
    const records = new Map();
    for (const layer of payload.layers) {
      for (const record of layer.records) {
        record.layer = layer.name;
        record.parts = buildParts(record, layer);
        record.parts.forEach((part) => {
          part.home = part.getLatLng && part.getLatLng();
          part.toGeoJSON = () => ({ type: "Feature", id: record.id, geometry: null, properties: {} });
          part.bindTooltip(tooltip(record), { sticky: true, direction: "top", opacity: 1 });
        });
        records.set(record.id, record);
      }
    }
    // Large ones first, so that no mark hides a smaller one.
    const order = [...records.values()].sort((a, b) => (b.order ?? 0) - (a.order ?? 0) || (b.hectares ?? 0) - (a.hectares ?? 0));
    return { map, group, records, order, shown: new Set() };
  }

  // Give every mark the size and place that the zoom asks for.
  function arrange(atlas, visible) {
    spread(atlas, visible);
    for (const record of atlas.records.values()) {
      const radius = radiusOf(atlas.map, record.hectares);
      record.parts.forEach((part) => part.setRadius && part.setRadius(radius));
    }
  }

  function show(atlas, record, state) {
    record.parts.forEach((part) => {
      atlas.group.addLayer(part);
      const element = part.getElement();
      element && element.classList.toggle("ended", record.end < state.end && !record.moment);
    });
    describe(record.parts[record.parts.length - 1].getElement(), record);
  }

  // Draw what the state asks for and nothing else; returns the visible records in drawing order.
  function apply(atlas, state) {
    const visible = atlas.order.filter((record) => isVisible(record, state));
    const ids = new Set(visible.map((record) => record.id));
    for (const id of atlas.shown) {
      if (!ids.has(id)) atlas.records.get(id).parts.forEach((part) => atlas.group.removeLayer(part));
    }
    for (const record of visible) show(atlas, record, state);
    visible.forEach((record) => record.parts.forEach((part) => part.bringToFront()));
    atlas.shown = ids;
    arrange(atlas, visible);
    return visible;
  }

  function boundsOf(record) {
    return record.parts.reduce((box, part) => box.extend(part.getBounds ? part.getBounds() : part.getLatLng()), L.latLngBounds([]));
  }

  return { create, apply, arrange, boundsOf };
})();
