// Brings the map back into sight when the page asks it to show a record: the button may lie far below in the panel.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let last = null;

  function draw(atlas, state) {
    const asked = last !== null && state.focus !== last;
    last = state.focus;
    const page = asked && parent.document.querySelector('[data-testid="stMain"]');
    if (page) page.scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ draw });
})();
