// The map's frame: it is built once; after that the server sends only a state, which `apply` draws.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  let atlas = null, legend = null, credits = null, halo = null, tiles = null;
  let state = null, preview = null, legendTimer = null, lastSelected = null, lastView = null, lastFocus = null, lastTiles = null, touched = false;

  const LEGEND_PAUSE_MS = 150, FLIGHT_S = 1.2;
  // What the controls of a small map take of it above and below; the style makes it small at the same width.
  const SMALL_PX = 480, BESIDE_CONTROLS = { paddingTopLeft: [10, 50], paddingBottomRight: [10, 100] };

  // Further scripts put themselves on this list: `start` once the layers are there, `draw` after each drawn state.
  const parts = () => geoAlliance.parts || [];
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

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

  function goTo(map, [west, south, east, north], options = {}) {
    const small = map.getSize().x <= SMALL_PX && !("compact" in document.documentElement.dataset);
    map.fitBounds([[south, west], [north, east]], { animate: !still(), ...(small ? BESIDE_CONTROLS : {}), ...options });
  }

  // What the page gets of a click: the id of a record, or null for none, and perhaps the box that is in view.
  function tell(id, properties = {}) {
    const message = { type: "Feature", id, geometry: null, properties };
    atlas.group.fire("click", { layer: { toGeoJSON: () => message } });
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
    if (best && best[0] < 8) tell(best[1].id);
  }

  function markSelected(record) {
    if (halo) halo.remove();
    halo = null;
    if (!record || !atlas.shown.has(record.id)) return;
    halo = L.featureGroup();
    for (const part of record.parts) {
      if (part.getLatLng) halo.addLayer(L.circleMarker(part.getLatLng(), { pane: "records", className: "halo", radius: part.getRadius() + 5, fill: false, interactive: false }));
      else halo.addLayer(L.polyline(part.getLatLngs(), { pane: "records", className: "halo halo-line", weight: 6, fill: false, interactive: false }));
    }
    halo.addTo(atlas.map);
    halo.eachLayer((part) => part.getLatLng || part.bringToBack()); // a dashed line stays to be seen as one
  }

  function zoomTo(record, animate = true) {
    const options = { maxZoom: Math.max(11, atlas.map.getZoom()), padding: [60, 60], animate: animate && !still() };
    atlas.map.fitBounds(geoAlliance.layers.boundsOf(record), options);
  }

  // Show a newly opened record: always on the first draw without a view of its own, later only if it is out of sight.
  function followSelected(record) {
    const first = lastSelected === null;
    const shown = record && state.selected !== lastSelected && atlas.shown.has(record.id);
    lastSelected = state.selected || "";
    if (!shown || (first && state.view)) return;
    if (first || !atlas.map.getBounds().contains(geoAlliance.layers.boundsOf(record))) zoomTo(record, !first);
  }

  // The address keeps where the map looks, once the reader has moved it.
  function writeView() {
    if (!touched || (state && !state.leads)) return;
    const { lat, lng } = atlas.map.getCenter();
    lastView = `${lat.toFixed(5)},${lng.toFixed(5)},${Math.round(atlas.map.getZoom() * 100) / 100}`;
    const address = new URL(parent.location.href);
    address.searchParams.set("view", lastView);
    parent.history.replaceState(parent.history.state, "", address);
    if (state && state.follow) tellView();
  }

  function tellView() {
    const box = atlas.map.getBounds();
    tell(state.selected, { view: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()] });
  }

  // What the atlas itself frames is in view on a map of `fits` pixels; a smaller one zooms out by as much.
  function fitZoom({ zoom, fits }) {
    const { x, y } = atlas.map.getSize();
    return fits ? zoom + Math.min(0, Math.floor(Math.log2(Math.min(x / fits[0], y / fits[1])) * 4) / 4) : zoom;
  }

  function readView() {
    const text = state.view ? `${state.view.lat.toFixed(5)},${state.view.lon.toFixed(5)},${state.view.zoom}` : null;
    if (text && text !== lastView) {
      const where = [[state.view.lat, state.view.lon], fitZoom(state.view)];
      if (state.fly && lastView && !still()) atlas.map.flyTo(...where, { duration: FLIGHT_S });
      else atlas.map.setView(...where, { animate: false });
    }
    lastView = text || lastView;
  }

  // Tiles of another host, only if the reader has chosen them; if they fail, the own map is there underneath.
  function showTiles() {
    const wanted = JSON.stringify(state.tiles);
    if (wanted === lastTiles) return;
    lastTiles = wanted;
    if (tiles) tiles.remove();
    tiles = null;
    credits.show(state.tiles && state.tiles.attribution);
    if (!state.tiles) return;
    const { url, max_zoom: maxNativeZoom, referrer: referrerPolicy, title } = state.tiles;
    tiles = L.tileLayer(url, { pane: "tiles", maxNativeZoom, maxZoom: 19, referrerPolicy });
    tiles.once("tileerror", () => {
      tiles.remove();
      credits.show(null);
      geoAlliance.controls.say(atlas.map, `The tiles of ${title} could not be loaded. The atlas's own map is shown instead.`);
    });
    tiles.addTo(atlas.map);
  }

  // What is drawn: the server's state, with the period of a handle that is being moved.
  const current = () => (preview ? { ...state, start: preview.start, end: preview.end } : state);

  // Draw another period without asking the server, as fast as frames come; null goes back to the server's. `held` keeps
  // it whatever the server says meanwhile; otherwise the next period from the server takes its place.
  function showPreview(period) {
    if (!atlas || !state || (!period && !preview)) return;
    const record = state.selected ? atlas.records.get(state.selected) : null;
    const marked = record && atlas.shown.has(record.id);
    preview = period;
    geoAlliance.layers.apply(atlas, current());
    if (record && marked !== atlas.shown.has(record.id)) markSelected(record);
    legendTimer = legendTimer || setTimeout(updateLegend, LEGEND_PAUSE_MS);
    parts().forEach((part) => part.preview && part.preview(atlas, current()));
    if (period) document.documentElement.dataset.preview = `${period.start}/${period.end}`;
    else delete document.documentElement.dataset.preview;
  }

  function updateLegend() {
    clearTimeout(legendTimer);
    legendTimer = null;
    geoAlliance.legend.update(legend, atlas.order.filter((record) => atlas.shown.has(record.id)), current());
  }

  // A period that the server sends takes the place of a preview; a state that keeps the period does not.
  function take(next) {
    const moved = state && (next.start !== state.start || next.end !== state.end);
    state = next;
    if (preview && moved && !preview.held) {
      preview = null;
      delete document.documentElement.dataset.preview;
    }
    draw();
  }

  function draw() {
    if (!atlas || !state) return;
    geoAlliance.names.apply(atlas, legend.payload, state);
    const visible = geoAlliance.layers.apply(atlas, current());
    updateLegend();
    const record = state.selected ? atlas.records.get(state.selected) : null;
    readView();
    followSelected(record);
    if (record && lastFocus !== null && state.focus !== lastFocus) zoomTo(record);
    lastFocus = state.focus;
    markSelected(record);
    showTiles();
    parts().forEach((part) => part.draw && part.draw(atlas, current()));
    if (state.follow && !draw.followed) tellView();
    draw.followed = state.follow;
    document.documentElement.dataset.ready = String(visible.length);
    parent.document.documentElement.dataset.atlas = "drawn";
  }

  function listen(map, config) {
    const container = map.getContainer();
    for (const event of ["pointerdown", "wheel", "keydown"]) container.addEventListener(event, () => (touched = true), { capture: true, passive: true });
    map.on("moveend", writeView);
    // The style that gives the map its height may come after Leaflet has measured it, and no window is resized then.
    new ResizeObserver(() => map.invalidateSize()).observe(container);
    // The page gives the frame its size late; until the reader moves the map, the first view has to fit it.
    map.on("resize", () => {
      if (touched) return;
      if (state && state.view && state.view.fits) map.setView([state.view.lat, state.view.lon], fitZoom(state.view), { animate: false });
      else if (!state || !(state.view || state.selected)) goTo(map, config.views[0].bbox, { animate: false });
    });
    map.on("zoomend", () => {
      geoAlliance.layers.arrange(atlas, atlas.order.filter((record) => atlas.shown.has(record.id)));
      markSelected(state && state.selected && atlas.records.get(state.selected));
    });
    map.on("click", chooseNear);
    geoAlliance.keyboard.start(map, atlas, { inView, choose: (record) => tell(record.id), clear: () => tell(null), still });
    geoAlliance.controls.addViews(map, config.views, (view) => goTo(map, view.bbox));
    geoAlliance.controls.holdOneFinger(map);
  }

  async function start(map, config) {
    // The component compares its first message with this value; equal ones save a run of the page.
    window.__GLOBAL_DATA__.last_object_clicked_count = null;
    // The component listens to the layers that are there when this script ends, so the group must be among them.
    const group = L.featureGroup().addTo(map);
    map.attributionControl && map.attributionControl.remove();
    map.createPane("tiles").style.zIndex = 210;
    goTo(map, config.views[0].bbox, { animate: false });
    geoAlliance.basemap.start(map, config.basemap);
    const payload = await geoAlliance.basemap.fetchJson(config.layers);
    config.caption = payload.caption;
    followTheme(payload);
    geoAlliance.names.start(payload);
    atlas = geoAlliance.layers.create(map, group, payload);
    atlas.paint = () => paintTheme(payload);
    legend = geoAlliance.legend.create(map, payload);
    credits = geoAlliance.controls.addCredits(map, config.credits);
    L.control.scale({ position: "bottomleft" }).addTo(map);
    listen(map, config);
    parts().forEach((part) => part.start && part.start(atlas, { config, tell, goTo, zoomTo, still, inView }));
    draw();
  }

  geoAlliance.start = (map, config) => start(map, config);
  geoAlliance.apply = take;
  geoAlliance.preview = showPreview;
})();
