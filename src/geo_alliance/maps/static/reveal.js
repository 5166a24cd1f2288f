// Brings the map back into sight when the page asks it to show a record: the button may lie far below in the panel.
// In one column a record that is just opened is brought into sight instead, by the page; a story keeps its map in sight.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let last = null, selected = null;

  const opensBelow = (state) => state.selected !== selected && !state.fly && parent.matchMedia("(max-width: 640px)").matches;

  function draw(atlas, state) {
    const asked = last !== null && state.focus !== last && !opensBelow(state);
    [last, selected] = [state.focus, state.selected];
    const page = asked && parent.document.querySelector('[data-testid="stMain"]');
    if (page) page.scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ draw });
})();
