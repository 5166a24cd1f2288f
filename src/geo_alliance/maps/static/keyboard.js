// The map by keyboard: one Tab stop; arrow keys go to the next mark that way, Enter opens it, + and - zoom,
// Shift with an arrow key moves the map, Escape closes the record.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.keyboard = (function () {
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function pointOf(map, record) {
    return map.latLngToContainerPoint(geoAlliance.layers.boundsOf(record).getCenter());
  }

  // The visible record nearest to a point in one direction; what lies beside it counts three times as far.
  function nearest(map, records, from, [dx, dy], current) {
    let best = null, least = Infinity;
    for (const record of records) {
      if (record === current) continue;
      const p = pointOf(map, record);
      const along = (p.x - from.x) * dx + (p.y - from.y) * dy;
      const aside = Math.abs((p.x - from.x) * dy + (p.y - from.y) * dx);
      const cost = along + 3 * aside;
      if (along > 0.5 && cost < least) [best, least] = [record, cost];
    }
    return best;
  }

  function start(map, atlas, { inView, choose, clear, still }) {
    const container = map.getContainer();
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", "Map of the atlas. Arrow keys go from mark to mark, Enter opens one.");
    const ring = L.circleMarker([0, 0], { pane: "records", radius: 14, className: "focus-ring", interactive: false, fill: false });
    let current = null;

    function focus(record) {
      current = record;
      ring.setLatLng(geoAlliance.layers.boundsOf(record).getCenter()).addTo(map);
      container.setAttribute("aria-activedescendant", `record-${record.id}`);
      map.panInside(ring.getLatLng(), { padding: [40, 40], animate: !still() });
    }

    container.addEventListener("blur", () => ring.remove());
    container.addEventListener("keydown", (event) => {
      const way = WAYS[event.key];
      if (way && event.shiftKey) map.panBy([way[0] * 120, way[1] * 120], { animate: !still() });
      else if (way) {
        const from = current && atlas.shown.has(current.id) ? pointOf(map, current) : map.getSize().divideBy(2);
        const next = nearest(map, inView(), from, way, current);
        if (next) focus(next);
      } else if (event.key === "Enter" && current) choose(current);
      else if (event.key === "Escape") clear();
      else if (event.key === "+" || event.key === "=") map.zoomIn();
      else if (event.key === "-") map.zoomOut();
      else return;
      event.preventDefault();
    });
  }

  return { start };
})();
