// Marks the records that a step of a story speaks of, each with a ring that does not hide it.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let marks = null;

  function build(part) {
    const options = { pane: "records", className: "halo highlight", fill: false, interactive: false };
    return part.getLatLng ? L.circleMarker(part.getLatLng(), { ...options, radius: part.getRadius() + 6 }) : L.polyline(part.getLatLngs(), { ...options, weight: 5 });
  }

  function draw(atlas, state) {
    if (marks) marks.remove();
    const chosen = (state.highlights || []).filter((id) => atlas.shown.has(id) && id !== state.selected);
    marks = L.featureGroup(chosen.flatMap((id) => atlas.records.get(id).parts.map(build))).addTo(atlas.map);
    marks.eachLayer((mark) => mark.getLatLng || mark.bringToBack());
  }

  let state = null, atlas = null;
  (geoAlliance.parts = geoAlliance.parts || []).push({
    start(started) {
      atlas = started;
      atlas.map.on("zoomend", () => state && draw(atlas, state));
    },
    draw(drawn, next) {
      state = next;
      draw(drawn, next);
    },
    preview(drawn, next) {
      draw(drawn, next);
    },
  });
})();
