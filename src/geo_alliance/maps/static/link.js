// Maps side by side: where one looks, the others look as well.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let following = false;

  function others() {
    const frames = [...parent.document.querySelectorAll(`iframe[title="${frameElement.title}"]`)];
    return frames.map((frame) => frame.contentWindow).filter((other) => other !== window && other.geoAlliance && other.geoAlliance.look);
  }

  function start(atlas) {
    const { map } = atlas;
    geoAlliance.look = (lat, lng, zoom) => {
      following = true;
      map.setView([lat, lng], zoom, { animate: false });
      following = false;
    };
    geoAlliance.tellView = () => {
      const { lat, lng } = map.getCenter();
      others().forEach((other) => other.geoAlliance.look(lat, lng, map.getZoom()));
    };
    map.on("move", () => following || geoAlliance.tellView());
    others().forEach((other) => other.geoAlliance.tellView());
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start });
})();
