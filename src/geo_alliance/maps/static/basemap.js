// The base map under the layers: land, borders and a few names from our own files. It recedes; the data speaks.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.basemap = (function () {
  // A page that carries its data inside itself sets `geoAlliance.source`, which reads them; nothing is fetched then.
  async function fetchJson(url) {
    if (geoAlliance.source) return geoAlliance.source(url);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }

  function draw(map, collection, options) {
    return L.geoJSON(collection, { pane: "basemap", interactive: false, renderer: map.geoAllianceBase, ...options }).addTo(map);
  }

  // The world once more to the east, so that a track across the Pacific does not end at an empty edge.
  function shift(collection) {
    const move = (c) => (typeof c[0] === "number" ? [c[0] + 360, c[1]] : c.map(move));
    const features = collection.features
      .map((f) => ({ ...f, geometry: { ...f.geometry, coordinates: move(f.geometry.coordinates) } }));
    return { type: "FeatureCollection", features };
  }

  function addBorders(map, collection) {
    draw(map, collection, {
      style: (feature) => ({ className: `border border-${feature.properties.status}`, fill: false, weight: 1 }),
    });
  }

  function labelPlace(map, feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const { name, type, rank, until } = feature.properties;
    const text = document.createElement("span");
    geoAlliance.names.label(text, name);
    const icon = L.divIcon({ className: `place place-${type}`, html: text, iconSize: null });
    const marker = L.marker([lat, lon], { icon, pane: "places", interactive: false, keyboard: false });
    marker.minZoom = { 1: 0, 2: 6, 3: 8 }[rank] ?? 6;
    if (type === "sea") marker.minZoom = Math.max(marker.minZoom, 4.8);
    marker.endZoom = until ?? Infinity; // a name beside an island gives way to the towns on it
    return marker;
  }

  function addPlaces(map, collection) {
    const markers = collection.features.map((feature) => labelPlace(map, feature));
    const update = () => markers.forEach((m) => (map.getZoom() >= m.minZoom && map.getZoom() < m.endZoom ? m.addTo(map) : m.remove()));
    map.on("zoomend", update);
    update();
  }

  async function addDetail(map, urls) {
    const land = await fetchJson(urls["land-east-asia"]);
    draw(map, land, { style: () => ({ className: "land", weight: 0 }) });
    addBorders(map, await fetchJson(urls["borders-east-asia"]));
  }

  // Draw everything; the world first, so that something stands there at once.
  async function start(map, urls) {
    for (const [name, order] of [["basemap", 200], ["places", 650]]) {
      map.createPane(name).style.zIndex = order;
      map.getPane(name).style.pointerEvents = "none";
    }
    map.geoAllianceBase = L.svg({ pane: "basemap", padding: 0.3 });
    const land = await fetchJson(urls["land-world"]);
    draw(map, land, { style: () => ({ className: "land", weight: 0 }) });
    draw(map, shift(land), { style: () => ({ className: "land", weight: 0 }) });
    await Promise.all([
      addDetail(map, urls),
      fetchJson(urls["land-patches"]).then((c) => draw(map, c, { style: () => ({ className: "land", weight: 0 }) })),
      fetchJson(urls["borders-world"]).then((c) => addBorders(map, c)),
      fetchJson(urls.places).then((c) => addPlaces(map, c)),
    ]);
  }

  return { start, fetchJson };
})();
