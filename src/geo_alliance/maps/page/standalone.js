// The page that is one file: the period, the layers and the open record around the map, without any server.
"use strict";

(function () {
  const { node } = geoAlliance.record;
  const find = (selector) => document.querySelector(selector);
  const findAll = (selector) => [...document.querySelectorAll(selector)];
  let view = null, state = null, atlas = null, focused = null;

  function change(members) {
    state = { ...state, ...members };
    geoAlliance.apply(state);
  }

  const upper = (text) => text[0].toUpperCase() + text.slice(1);

  function paintLine() {
    const era = geoAlliance.period.findEra(view.config.caption.eras, state);
    const period = geoAlliance.period.say(state);
    const count = `${atlas.shown.size.toLocaleString("en")} records`;
    find("#line").replaceChildren(node("b", "", era ? `${era.name}, ${period}` : upper(period)), [" · ", count, ...state.words.flatMap((word) => [" · ", word])].join(""));
  }

  function paintPeriod() {
    const chosen = `${state.start}/${state.end}`;
    for (const button of findAll("#period button")) {
      button.setAttribute("aria-pressed", String(button.dataset.period === chosen));
    }
    find("#day").value = state.start === state.end ? state.start : "";
  }

  function paintLayers() {
    const counts = {}, all = { ...state, layers: view.layers };
    for (const record of atlas.records.values()) {
      if (geoAlliance.layers.isVisible(record, all)) counts[record.layer] = (counts[record.layer] || 0) + 1;
    }
    for (const label of findAll("#layers label")) {
      const box = label.querySelector("input");
      box.checked = state.layers.includes(box.value);
      label.querySelector(".count").textContent = `(${(counts[box.value] || 0).toLocaleString("en")})`;
    }
    find("#filters").hidden = !state.filters.length && !state.inside;
    find("#filters span").textContent = `Filtered: ${state.words.join("; ")}.`;
  }

  function paintSources() {
    const cited = new Set([...atlas.shown].flatMap((id) => view.records[id].sources));
    const known = Object.keys(view.sources).filter((id) => cited.has(id));
    find("#sources summary").textContent = `Sources of what is visible (${known.length.toLocaleString("en")})`;
    if (find("#sources").open) find("#sources ol").replaceChildren(...known.map((id) => geoAlliance.record.cite(view.sources[id])));
  }

  function button(text, act) {
    const made = node("button", "", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function showOnMap(id) {
    const record = atlas.records.get(id), { FIRST, LAST } = geoAlliance.period;
    const period = record.start <= state.end && record.end >= state.start ? {} : { start: FIRST, end: LAST };
    const layers = view.layers.filter((name) => state.layers.includes(name) || name === record.layer);
    const filters = state.filters.filter((filter) => filter.layer !== record.layer);
    const next = { ...state, ...period, layers };
    const seen = geoAlliance.layers.isVisible(record, next);
    change({ ...period, layers, selected: id, focus: state.focus + 1, ...(seen ? {} : { filters, inside: null, area: [], words: view.names }) });
  }

  function paintRecord() {
    const place = find("#record"), record = state.selected && view.records[state.selected];
    place.hidden = !record;
    if (!record) return place.replaceChildren();
    const drawn = atlas.records.get(record.id);
    const tools = node("div", "tools", button("Close", () => change({ selected: null })), button(atlas.shown.has(record.id) ? "Zoom to" : "Show it on the map", () => showOnMap(record.id)));
    const related = record.related.map(([id, name]) => button(name, () => showOnMap(id)));
    const doubt = geoAlliance.layers.doubtOf(drawn, state);
    place.replaceChildren(tools, ...geoAlliance.record.build(record, view.sources, atlas.shown.has(record.id) ? doubt : null));
    if (related.length) place.append(node("h3", "", "Related records"), node("div", "related", ...related));
    // A record that was opened on a narrow screen stands below the map: it is brought into sight, the focus stays.
    if (focused !== record.id && matchMedia("(max-width: 800px)").matches && focused !== undefined) place.scrollIntoView({ block: "nearest" });
    focused = record.id;
  }

  function paint() {
    paintLine();
    paintPeriod();
    paintLayers();
    paintSources();
    paintRecord();
  }

  function listen() {
    find("#period").addEventListener("click", ({ target }) => {
      if (!target.dataset.period) return;
      const [start, end] = target.dataset.period.split("/");
      change({ start, end });
    });
    find("#day").addEventListener("change", ({ target }) => target.value && change({ start: target.value, end: target.value }));
    find("#layers").addEventListener("change", () => {
      change({ layers: findAll("#layers input").filter((box) => box.checked).map((box) => box.value) });
    });
    find("#filters button").addEventListener("click", () => change({ filters: [], inside: null, area: [], words: view.names }));
    find("#sources").addEventListener("toggle", paintSources);
  }

  const part = {
    start(started) {
      atlas = started;
      atlas.group.on("click", (event) => change({ selected: event.layer.toGeoJSON().id }));
      listen();
    },
    draw: paint,
  };

  async function start() {
    if (!window.DecompressionStream) throw new Error("this browser is too old to unpack it. Chrome 80, Firefox 113, Safari 16.4 or later can");
    view = await geoAlliance.source("view");
    state = view.state;
    focused = state.selected || undefined;
    const map = L.map("map", { center: [36, 136], zoom: 5, minZoom: 2, maxZoom: 18, zoomSnap: 0.25 });
    geoAlliance.parts.push(part);
    geoAlliance.apply(state);
    await geoAlliance.start(map, view.config);
  }

  start().catch((error) => {
    find("#fault").textContent = `The page cannot be shown: ${error.message}.`;
    find("#fault").hidden = false;
  });
})();
