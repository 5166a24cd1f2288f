// What the page's list of the things in view asks of the map: which records these are, how many there would be for each
// choice of a filter, and a ring round the one that has the focus in the list. Nothing here asks the server.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  const PAUSE_MS = 80, RING_MARGIN_PX = 7, SMALLEST_RING_PX = 14;
  let atlas = null, state = null, ring = null, timer = null;

  // The visible part of the map, in the pixels that shapes are drawn in.
  function frameOf(map) {
    const { min, max } = map.getPixelBounds();
    const origin = map.getPixelOrigin();
    return L.bounds(min.subtract(origin), max.subtract(origin));
  }

  // The outlines of a shape: its lines, or its outer rings.
  function outlinesOf(part) {
    const all = part.getLatLngs();
    if (!Array.isArray(all[0])) return [all];
    if (!(part instanceof L.Polygon)) return all;
    return Array.isArray(all[0][0]) ? all.map((polygon) => polygon[0]) : [all[0]];
  }

  function reaches(part, map, view) {
    if (part.home) return view.box.contains(part.home);
    const box = part.getBounds();
    if (!view.box.intersects(box)) return false;
    if (view.box.contains(box)) return true;
    return outlinesOf(part).some((outline) => {
      const points = outline.map((position) => map.latLngToLayerPoint(position));
      if (part instanceof L.Polygon) return L.PolyUtil.clipPolygon(points, view.frame, false).length > 0;
      return points.some((point, place) => place && L.LineUtil.clipSegment(points[place - 1], point, view.frame));
    });
  }

  // A record is in view if its place is, or a part of its shape; marks that are spread out count where they belong.
  function listInView() {
    const view = { box: atlas.map.getBounds(), frame: frameOf(atlas.map) };
    return atlas.order.filter((record) => state.layers.includes(record.layer) && record.parts.some((part) => reaches(part, atlas.map, view)));
  }

  function without(layer, member) {
    const filters = (state.filters || []).filter((filter) => filter.layer !== layer || filter.member !== member);
    return { ...state, filters };
  }

  const valueOf = (record, member) => (member === "kind" ? record.kind : record.members[member]);

  // The records in view, and for each member of the layers how many there would be by value if it were not filtered.
  function list(members) {
    if (!atlas || !state) return null;
    const near = listInView();
    const counts = members.map(({ layer, member }) => {
      const free = without(layer, member);
      const values = {};
      for (const record of near) {
        const value = record.layer === layer && valueOf(record, member);
        if (value && geoAlliance.layers.isVisible(record, free)) values[value] = (values[value] || 0) + 1;
      }
      return { layer, member, values };
    });
    const records = near.filter((record) => atlas.shown.has(record.id));
    return { records: records.map(({ id, layer, name, dates, kind }) => ({ id, layer, name, dates, kind })), counts, shown: atlas.shown.size, selected: state.selected };
  }

  function point(id) {
    if (ring) ring.remove();
    ring = null;
    const record = id && atlas && atlas.shown.has(id) && atlas.records.get(id);
    if (!record) return;
    const part = record.parts[record.parts.length - 1];
    const place = part.getLatLng ? part.getLatLng() : geoAlliance.layers.boundsOf(record).getCenter();
    const radius = Math.max(SMALLEST_RING_PX, part.getRadius ? part.getRadius() + RING_MARGIN_PX : 0);
    ring = L.circleMarker(place, { pane: "records", radius, className: "focus-ring", interactive: false, fill: false }).addTo(atlas.map);
  }

  // The record that the map's own keyboard focus is on.
  function focused() {
    const container = atlas.map.getContainer();
    if (document.activeElement !== container) return null;
    return (container.getAttribute("aria-activedescendant") || "").replace(/^record-/, "") || null;
  }

  const say = (name) => parent.document.dispatchEvent(new parent.CustomEvent(name));

  function sayChanged() {
    timer = timer || setTimeout(() => {
      timer = null;
      say("geo-alliance-view");
    }, PAUSE_MS);
  }

  function take(_atlas, next) {
    state = next;
    sayChanged();
  }

  function start(started) {
    atlas = started;
    const container = atlas.map.getContainer();
    geoAlliance.browse = { list, point, focused, leads: () => Boolean(state) && state.leads !== false };
    atlas.map.on("moveend", () => state && sayChanged());
    new MutationObserver(() => say("geo-alliance-focus")).observe(container, { attributeFilter: ["aria-activedescendant"] });
    for (const event of ["focus", "blur"]) container.addEventListener(event, () => say("geo-alliance-focus"));
    // The page's own keys, such as the one that leads to the search, work while the focus is in the map, too.
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
      parent.document.dispatchEvent(new parent.CustomEvent("geo-alliance-key", { detail: event }));
    });
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start, draw: take, preview: take });
})();
