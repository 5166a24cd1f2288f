// The map's frame: it is built once; after that the server sends only a state, which `apply` draws.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let atlas = null, legend = null, halo = null;
  let state = null, lastSelected = null, lastView = null;

  // The theme is the page's: a dark background asks for the lighter set of layer colours.
  function paintTheme(payload) {
    const root = document.documentElement;
    const [r, g, b] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) || [255, 255, 255]).map(Number);
    const dark = 0.299 * r + 0.587 * g + 0.114 * b < 128;
    root.dataset.theme = dark ? "dark" : "light";
    payload.layers.forEach((layer) => root.style.setProperty(`--layer-${layer.name}`, dark ? layer.colour_dark : layer.colour));
  }

  function followTheme(payload) {
    const sheet = new CSSStyleSheet();
    payload.layers.forEach((layer) => sheet.insertRule(`.layer-${layer.name} { --hue: var(--layer-${layer.name}); }`));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    paintTheme(payload);
    new MutationObserver(() => paintTheme(payload)).observe(document.head, { childList: true, subtree: true, characterData: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paintTheme(payload));
  }

  function addViews(map, views) {
    const bar = L.control({ position: "topright" });
    bar.onAdd = () => {
      const box = document.createElement("div");
      box.className = "views";
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Go to");
      for (const view of views) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = view.name;
        button.addEventListener("click", () => goTo(map, view.bbox));
        box.append(button);
      }
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      return box;
    };
    bar.addTo(map);
  }

  function goTo(map, [west, south, east, north]) {
    map.fitBounds([[south, west], [north, east]], { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  function addCredits(map, credits) {
    const line = L.control({ position: "bottomleft" });
    line.onAdd = () => {
      const box = document.createElement("div");
      box.className = "credits";
      box.textContent = credits;
      return box;
    };
    line.addTo(map);
  }

  function choose(id) {
    const part = id && atlas.records.get(id).parts[0];
    atlas.group.fire("click", { layer: part || { toGeoJSON: () => ({ type: "Feature", id: null, geometry: null, properties: {} }) } });
  }

  function inView() {
    const bounds = atlas.map.getBounds();
    return [...atlas.shown].map((id) => atlas.records.get(id)).filter((record) => bounds.intersects(geoAlliance.layers.boundsOf(record)));
  }

  // A click that misses a small mark by a few pixels still means it: targets are at least 24 pixels wide.
  function chooseNear(event) {
    const near = (record) => {
      const symbol = record.parts[record.parts.length - 1];
      if (!symbol.getLatLng) return Infinity;
      return atlas.map.latLngToContainerPoint(symbol.getLatLng()).distanceTo(event.containerPoint) - symbol.getRadius();
    };
    const best = inView().map((record) => [near(record), record]).sort((a, b) => a[0] - b[0])[0];
    if (best && best[0] < 8) choose(best[1].id);
  }

  function markSelected(record) {
    if (halo) halo.remove();
    halo = null;
    if (!record || !atlas.shown.has(record.id)) return;
    halo = L.featureGroup();
    for (const part of record.parts) {
      if (part.getLatLng) halo.addLayer(L.circleMarker(part.getLatLng(), { pane: "records", className: "halo", radius: part.getRadius() + 5, fill: false, interactive: false }));
      else halo.addLayer(L.polyline(part.getLatLngs(), { pane: "records", className: "halo", weight: 6, fill: false, interactive: false }));
    }
    halo.addTo(atlas.map);
  }

  function follow(record) {
    const bounds = geoAlliance.layers.boundsOf(record);
    if (lastSelected !== null && atlas.map.getBounds().contains(bounds)) return;
    const animate = lastSelected !== null && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    atlas.map.fitBounds(bounds, { maxZoom: Math.max(11, atlas.map.getZoom()), padding: [60, 60], animate });
  }

  function draw() {
    if (!atlas || !state) return;
    const visible = geoAlliance.layers.apply(atlas, state);
    geoAlliance.legend.update(legend, visible, state);
    const record = state.selected ? atlas.records.get(state.selected) : null;
    if (record && state.selected !== lastSelected && atlas.shown.has(record.id)) follow(record);
    lastSelected = state.selected || "";
    markSelected(record);
    if (state.view && state.view.count !== lastView) {
      if (lastView !== null || !record) goTo(atlas.map, state.view.bbox);
      lastView = state.view.count;
    }
    document.documentElement.dataset.ready = String(visible.length);
  }

  async function start(map, config) {
    // The component compares its first message with this value; equal ones save a run of the page.
    window.__GLOBAL_DATA__.last_object_clicked_count = null;
    // The component listens to the layers that are there when this script ends, so the group must be among them.
    const group = L.featureGroup().addTo(map);
    map.attributionControl && map.attributionControl.remove();
    goTo(map, config.views[0].bbox);
    geoAlliance.basemap.start(map, config.basemap);
    const payload = await geoAlliance.basemap.fetchJson(config.layers);
    followTheme(payload);
    atlas = geoAlliance.layers.create(map, group, payload);
    legend = geoAlliance.legend.create(map, payload);
    addViews(map, config.views);
    addCredits(map, config.credits);
    L.control.scale({ position: "bottomleft" }).addTo(map);
    map.on("zoomend", () => {
      geoAlliance.layers.arrange(atlas, atlas.order.filter((record) => atlas.shown.has(record.id)));
      markSelected(state && state.selected && atlas.records.get(state.selected));
    });
    map.on("click", chooseNear);
    geoAlliance.keyboard.start(map, atlas, { inView, choose: (record) => choose(record.id), clear: () => choose(null) });
    draw();
  }

  geoAlliance.start = (map, config) => start(map, config);
  geoAlliance.apply = (next) => {
    state = next;
    draw();
  };
})();
