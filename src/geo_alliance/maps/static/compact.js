// A compact map, for a page that another page embeds: the legend is closed and the tools are left out.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  function start(atlas, { config }) {
    if (!config.compact) return;
    document.documentElement.dataset.compact = "";
    atlas.map.getContainer().querySelector(".legend").open = false;
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start });
})();
