// The base map under the layers: land, borders and a few names from our own files. It recedes; the data speaks.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.basemap = (function () {
  const LACK = "Coasts, borders or names may be missing. The records are drawn all the same. Reload the page to try again.";

  // A page that carries its data inside itself sets `geoAlliance.source`, which reads them; nothing is fetched then.
  async function fetchJson(url) {
    if (geoAlliance.source) return geoAlliance.source(url);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url.split("?")[0].split("/").pop()}: HTTP ${answer.status}`);
    return answer.json();
  }

  function draw(map, collection, options) {
    return L.geoJSON(collection, { pane: "basemap", interactive: false, renderer: map.geoAllianceBase, ...options }).addTo(map);
  }

  // The world once more to the east, so that a track across the Pacific does not end at an empty edge.
  const shift = (c) => (typeof c[0] === "number" ? [c[0] + 360, c[1]] : c.map(shift));

  // All land of a file is one shape, and all borders of one status: a browser takes longer for thousands of shapes than
  // for their corners.
  function addLand(map, { features }, move = (coordinates) => coordinates) {
    const polygons = features.flatMap(({ geometry: { type, coordinates } }) => (type === "Polygon" ? [coordinates] : coordinates));
    draw(map, { type: "MultiPolygon", coordinates: move(polygons) }, { style: { className: "land", weight: 0 } });
  }

  function addBorders(map, { features }) {
    for (const status of new Set(features.map((feature) => feature.properties.status))) {
      const coordinates = features.filter((feature) => feature.properties.status === status).map((feature) => feature.geometry.coordinates);
      draw(map, { type: "MultiLineString", coordinates }, { style: { className: `border border-${status}`, fill: false, weight: 1 } });
    }
  }

  // Loads files one by one: what does not come leaves a gap, which is said once, and the rest is drawn all the same.
  function createLoader(map, urls) {
    let said = false;
    return async (name, add) => {
      try {
        add(map, await fetchJson(urls[name]));
      } catch (error) {
        console.error(error);
        if (!said) geoAlliance.controls.say(map, `A part of the base map could not be loaded, ${name} (${error.message}). ${LACK}`);
        said = true;
      }
    };
  }

  // Draw everything; the world first, so that something stands there at once.
  async function start(map, urls) {
    for (const [name, order] of [["basemap", 200], ["places", 440]]) {
      map.createPane(name).style.zIndex = order;
      map.getPane(name).style.pointerEvents = "none";
    }
    map.geoAllianceBase = L.svg({ pane: "basemap", padding: 0.3 });
    const load = createLoader(map, urls);
    await load("land-world", (_map, land) => [undefined, shift].forEach((move) => addLand(map, land, move)));
    await Promise.all([
      load("land-east-asia", addLand).then(() => load("borders-east-asia", addBorders)),
      load("land-patches", addLand),
      load("borders-world", addBorders),
      load("places", geoAlliance.places.add),
    ]);
  }

  return { start, fetchJson };
})();
