// Tools on the map: draw an area as a box or a polygon, measure a line, put a range ring. What is drawn goes to the
// server as text, as addresses have it; what comes back in the state is drawn by overlays.js.
"use strict";
window.geoAlliance = window.geoAlliance || {};

(function () {
  const MOST = 50, SMALLEST_PX = 5, WAIT_MS = 3000;
  const ICONS = {
    area: "M3 6 L8 3 L15 7 L13 15 L5 14 Z",
    measure: "M2 12 L12 2 L16 6 L6 16 Z M6 8 l2 2 M9 5 l2 2 M4 11 l1.4 1.4",
    ring: "M9 2 a7 7 0 1 0 .01 0 M9 8 a1 1 0 1 0 .01 0",
  };
  const HELP = {
    box: "Drag from one corner to the other. Escape cancels.",
    polygon: "Click corner after corner. Double click or Enter ends, Escape cancels.",
    measure: "Click place after place. By keyboard: arrow keys go to a mark, M adds it. Escape ends.",
    ring: "Click the middle of the ring. By keyboard: arrow keys go to a mark, M takes it. Escape ends.",
  };
  let atlas = null, tools = null, state = {}, mode = null, surface = null, help = null, draft = null;
  let corners = [], sent = null, sentAt = 0, places = [];
  const buttons = {}, panels = {};

  const round = (value) => Math.round(value * 1e5) / 1e5;
  const write = (positions) => positions.map((position) => position.map(round).join(",")).join(";");

  function tellServer(properties) {
    tools.tell(state.selected ?? null, properties);
  }

  function positionOf(event) {
    const { lat, lng } = atlas.map.mouseEventToLatLng(event);
    return [lng, Math.max(-90, Math.min(90, lat))];
  }

  function boxOf([[x1, y1], [x2, y2]]) {
    return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
  }

  function showDraft(positions, closed) {
    if (draft) draft.remove();
    draft = positions.length > 1 ? geoAlliance.overlays.outline(geoAlliance.overlays.densify(positions, closed), "overlay-draft").addTo(atlas.map) : null;
  }

  // While a tool is in hand, a sheet of glass lies over the map: what is under it cannot be clicked.
  function take(wanted) {
    mode = wanted;
    corners = [];
    showDraft([], false);
    surface.hidden = !mode;
    help.hidden = !mode;
    help.textContent = HELP[mode] || "";
    const tool = mode === "box" || mode === "polygon" ? "area" : mode;
    for (const [name, button] of Object.entries(buttons)) {
      if (name in ICONS || name in HELP) button.setAttribute("aria-pressed", String(name === mode || name === tool));
    }
    buttons.finish.hidden = mode !== "polygon";
    if (mode) atlas.map.getContainer().focus({ preventScroll: true });
  }

  function open(tool) {
    const opened = panels[tool].hidden;
    for (const [name, panel] of Object.entries(panels)) {
      panel.hidden = name !== tool || !opened;
      buttons[name].setAttribute("aria-expanded", String(!panel.hidden));
    }
    atlas.map.getContainer().classList.toggle("tool-open", opened);
    take(opened && tool !== "area" ? tool : null);
  }

  function finishPolygon() {
    const found = corners;
    take(null);
    if (found.length > 2) tellServer({ area: write(found) });
  }

  function finishBox(end) {
    const [first] = corners;
    const [a, b] = [first, end].map(([lon, lat]) => atlas.map.latLngToContainerPoint([lat, lon]));
    take(null);
    if (Math.abs(a.x - b.x) > SMALLEST_PX && Math.abs(a.y - b.y) > SMALLEST_PX) tellServer({ area: boxOf([first, end]).map(round).join(",") });
  }

  function useView() {
    const bounds = atlas.map.getBounds();
    take(null);
    tellServer({ area: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map(round).join(",") });
  }

  // The line grows here at once, so that a quick second click does not lose the first; the server's answer then rules.
  function addPlace(position) {
    if (places.length >= MOST) return;
    places = [...places, position.map(round)];
    [sent, sentAt] = [write(places), Date.now()];
    tellServer({ line: sent });
  }

  function followLine() {
    const line = write((state.line && state.line.places) || []);
    if (sent !== null && line !== sent && Date.now() - sentAt < WAIT_MS) return;
    sent = null;
    places = (state.line && state.line.places) || [];
  }

  function usePlace(position) {
    if (mode === "ring") tellServer({ ring: write([position]) });
    else addPlace(position);
  }

  function onClick(event) {
    if (event.detail > 1) return; // the second half of a double click
    if (mode === "measure" || mode === "ring") usePlace(positionOf(event));
    if (mode !== "polygon" || corners.length >= MOST) return;
    corners.push(positionOf(event));
    showDraft(corners, corners.length > 2);
  }

  function onMove(event) {
    const here = positionOf(event);
    if (mode === "polygon" && corners.length) showDraft([...corners, here], corners.length > 1);
    if (mode !== "box" || !corners.length) return;
    const [west, south, east, north] = boxOf([corners[0], here]);
    showDraft([[west, south], [east, south], [east, north], [west, north]], true);
  }

  function onDown(event) {
    if (mode !== "box" || !event.isPrimary) return;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    corners = [positionOf(event)];
  }

  function onUp(event) {
    if (mode === "box" && event.isPrimary && corners.length) finishBox(positionOf(event));
  }

  function markInFocus() {
    const id = (atlas.map.getContainer().getAttribute("aria-activedescendant") || "").replace(/^record-/, "");
    const record = atlas.records.get(id);
    if (!record || !atlas.shown.has(id)) return null;
    const { lat, lng } = geoAlliance.layers.boundsOf(record).getCenter();
    return record.marks[0] || [lng, lat];
  }

  // Keys count before the map's own: Escape puts the tool away and leaves the open record.
  function onKey(event) {
    if (mode && event.key === "Escape") take(null);
    else if (mode === "polygon" && event.key === "Enter" && event.target.tagName !== "BUTTON") finishPolygon();
    else if (event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const position = markInFocus();
      if (!position) return;
      usePlace(position);
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function addButton(parent, name, label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", act);
    if (ICONS[name]) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      svg.setAttribute("viewBox", "0 0 18 18");
      svg.setAttribute("aria-hidden", "true");
      path.setAttribute("d", ICONS[name]);
      svg.append(path);
      button.append(svg);
      button.setAttribute("aria-label", label);
      button.title = label;
    } else button.textContent = label;
    buttons[name] = button;
    parent.append(button);
  }

  function addTool(bar, name, label, choices) {
    const row = document.createElement("div");
    row.className = "tool";
    addButton(row, name, label, () => open(name));
    const panel = document.createElement("div");
    panel.className = "tool-panel";
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", label);
    panel.hidden = true;
    choices.forEach(([choice, words, act]) => addButton(panel, choice, words, act));
    panels[name] = panel;
    row.append(panel);
    bar.append(row);
  }

  function addTools(map) {
    const bar = document.createElement("div");
    bar.className = "tools";
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(bar).disableScrollPropagation(bar);
      return bar;
    };
    control.addTo(map);
    addTool(bar, "area", "Draw an area", [
      ["box", "Box", () => take("box")],
      ["polygon", "Polygon", () => take("polygon")],
      ["finish", "Finish", finishPolygon],
      ["view", "Use what is in view", useView],
      ["clear-area", "Clear", () => { take(null); tellServer({ area: "" }); }],
    ]);
    addTool(bar, "measure", "Measure", [["clear-line", "Clear", () => { places = []; tellServer({ line: "" }); }]]);
    addTool(bar, "ring", "Range ring", [["clear-rings", "Clear", () => tellServer({ rings: "" })]]);
    buttons.finish.hidden = true;
  }

  function addSurface(map) {
    surface = document.createElement("div");
    surface.className = "draw-surface";
    surface.hidden = true;
    help = document.createElement("p");
    help.className = "draw-help";
    help.setAttribute("role", "status");
    help.hidden = true;
    map.getContainer().append(surface, help);
    L.DomEvent.disableClickPropagation(surface);
    L.DomEvent.on(surface, "touchmove", L.DomEvent.stopPropagation);
    for (const [name, act] of [["click", onClick], ["pointermove", onMove], ["pointerdown", onDown], ["pointerup", onUp], ["pointercancel", () => (corners = [])]]) surface.addEventListener(name, act);
    surface.addEventListener("dblclick", () => mode === "polygon" && finishPolygon());
  }

  function start(given, helpers) {
    [atlas, tools] = [given, helpers];
    addTools(atlas.map);
    addSurface(atlas.map);
    atlas.map.getContainer().addEventListener("keydown", onKey, { capture: true });
  }

  function draw(given, next) {
    state = next;
    followLine();
    buttons["clear-area"].disabled = !(state.area && state.area.length);
    buttons["clear-line"].disabled = !state.line;
    buttons["clear-rings"].disabled = !(state.rings && state.rings.length);
  }

  (geoAlliance.parts = geoAlliance.parts || []).push({ start, draw });
})();
