// The list of what is in view, with filters. The map's frame says what is in view, so that moving the map or the focus
// costs no run of the page; only a choice is told to the page.

const MAP = 'iframe[title="streamlit_folium.st_folium"]';
const MOST_ROWS = 100;
const WAITING = "Waiting for the map …";
const EMPTY = "Nothing is in view. Zoom out, choose another period, or clear a filter.";
const NO_LAYER = "No layer is chosen. Choose one above.";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const count = (number) => number.toLocaleString("en");

function findMap() {
  const frames = [...document.querySelectorAll(MAP)].map((frame) => frame.contentWindow.geoAlliance);
  return frames.map((atlas) => atlas && atlas.browse).find((browse) => browse && browse.leads()) || null;
}

class InView {
  constructor(root) {
    this.opened = new Set();
    this.box = element("div", "in-view");
    this.head = element("p", "sum", WAITING);
    this.head.setAttribute("role", "status");
    this.body = element("div", "body");
    this.box.append(this.head, this.body);
    root.append(this.box);
    // Streamlit takes single letters as its own keys, and sees only the component, not the button inside.
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.body.addEventListener("focusin", (event) => this.point(event.target));
    this.body.addEventListener("focusout", () => this.point(null));
    this.body.addEventListener("pointerover", (event) => this.point(event.target));
    this.body.addEventListener("pointerleave", () => this.point(null));
  }

  // Every run of the page comes here again; the handlers of the one before go.
  listen(data, tell) {
    [this.data, this.tell] = [data, tell];
    if (this.outside) this.outside.abort();
    this.outside = new AbortController();
    const options = { signal: this.outside.signal };
    document.addEventListener("geo-alliance-view", () => this.draw(), options);
    document.addEventListener("geo-alliance-focus", () => this.follow(), options);
    this.draw();
  }

  stop() {
    this.outside.abort();
    this.point(null);
  }

  draw() {
    const map = findMap();
    const members = this.data.layers.flatMap((layer) => layer.members.map((item) => ({ layer: layer.name, member: item.name })));
    const found = map && map.list(members);
    if (!found) return;
    const { key, wasRow } = this.readFocus();
    this.rows = 0;
    this.say(this.data.layers.length ? `${count(found.records.length)} of ${count(found.shown)} visible records are in view.` : NO_LAYER);
    this.body.replaceChildren(...this.data.layers.map((layer) => this.buildLayer(layer, found)));
    if (this.data.layers.length && !found.records.length) this.body.prepend(element("p", "note", EMPTY));
    const left = found.records.length - this.rows;
    if (left > 0) this.body.append(element("p", "note", `And ${count(left)} more. Zoom in on the map, choose a shorter period, or choose in a filter.`));
    this.restore(key, wasRow);
    this.follow();
  }

  // A message for screen readers is spoken when it changes, and only then.
  say(text) {
    if (this.head.textContent !== text) this.head.textContent = text;
  }

  readFocus() {
    const active = this.box.getRootNode().activeElement;
    return { key: active && active.dataset ? active.dataset.key : undefined, wasRow: Boolean(active && active.matches(".row")) };
  }

  // The focus stays where it was; if its row has gone, it goes to the row that Tab leads to.
  restore(key, wasRow) {
    const rows = [...this.body.querySelectorAll(".row")];
    const again = key && [...this.body.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    const stop = rows.find((row) => row === again) || rows.find((row) => row.getAttribute("aria-current")) || rows[0];
    if (stop) stop.tabIndex = 0;
    const next = again || (wasRow && stop);
    if (next) next.focus({ preventScroll: Boolean(again) });
  }

  buildLayer(layer, found) {
    const records = found.records.filter((record) => record.layer === layer.name).sort((a, b) => a.name.localeCompare(b.name, "en"));
    const block = element("section", "layer");
    const head = element("h2", "", `${layer.title} `);
    head.append(element("span", "count", count(records.length)));
    block.append(head, ...this.buildFilters(layer, found.counts));
    const list = element("ul");
    for (const record of records.slice(0, Math.max(0, MOST_ROWS - this.rows))) list.append(this.buildRow(record, layer, found.selected));
    this.rows += list.children.length;
    if (list.children.length) block.append(list);
    return block;
  }

  buildRow(record, layer, selected) {
    const line = element("li");
    const row = element("button", "row");
    row.type = "button";
    row.tabIndex = -1;
    row.dataset.key = row.dataset.id = record.id;
    if (record.id === selected) row.setAttribute("aria-current", "true");
    row.append(element("span", "name", record.name), " ", element("span", "more", `${layer.kinds[record.kind] || record.kind} · ${record.dates}`));
    row.addEventListener("click", () => this.tell("opened", record.id));
    line.append(row);
    return line;
  }

  // Filters without a choice to make are left out: one value alone, and none chosen.
  buildFilters(layer, counts) {
    const members = layer.members
      .map((member) => ({ ...member, values: counts.find((item) => item.layer === layer.name && item.member === member.name).values }))
      .filter((member) => member.chosen.length || Object.keys(member.values).length > 1);
    if (!members.length) return [];
    const block = element("details");
    block.open = this.opened.has(layer.name) || members.some((member) => member.chosen.length);
    block.addEventListener("toggle", () => (block.open ? this.opened.add(layer.name) : this.opened.delete(layer.name)));
    const summary = element("summary", "", "Filter");
    summary.dataset.key = `filters ${layer.name}`;
    summary.append(element("span", "unseen", ` ${layer.title}`));
    block.append(summary, ...members.map((member) => this.buildMember(layer, member)));
    return [block];
  }

  buildMember(layer, member) {
    const group = element("fieldset");
    group.append(element("legend", "", member.title));
    const values = new Set([...member.chosen, ...Object.keys(member.values)]);
    const ordered = [...values].sort((a, b) => (member.values[b] || 0) - (member.values[a] || 0) || a.localeCompare(b, "en"));
    for (const value of ordered) {
      const label = element("label");
      const box = element("input");
      box.type = "checkbox";
      box.checked = member.chosen.includes(value);
      box.dataset.key = `${layer.name} ${member.name} ${value}`;
      box.addEventListener("change", () => this.choose(layer, member, value, box.checked));
      label.append(box, ` ${member.words[value] || value} `, element("span", "count", count(member.values[value] || 0)));
      group.append(label);
    }
    return group;
  }

  // Without a choice a member is not filtered; each choice adds the records with that value.
  choose(layer, member, value, wanted) {
    member.chosen = wanted ? [...member.chosen, value] : member.chosen.filter((other) => other !== value);
    const kept = layer.members.find((other) => other.name === member.name);
    kept.chosen = member.chosen;
    this.tell("filtered", { layer: layer.name, member: member.name, values: member.chosen });
  }

  press(event) {
    event.stopPropagation();
    const row = event.target.closest(".row");
    const rows = [...this.body.querySelectorAll(".row")];
    const place = rows.indexOf(row);
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (!row || next === undefined) return;
    event.preventDefault();
    if (!rows[next]) return;
    row.tabIndex = -1;
    rows[next].tabIndex = 0;
    rows[next].focus();
  }

  point(node) {
    const map = findMap();
    const row = node && node.closest && node.closest(".row");
    if (map) map.point(row ? row.dataset.id : null);
  }

  // The other way round: the row of the mark that the map's own focus is on.
  follow() {
    const map = findMap();
    const id = map && map.focused();
    for (const row of this.body.querySelectorAll(".row")) {
      const met = row.dataset.id === id;
      row.classList.toggle("met", met);
      if (met) row.scrollIntoView({ block: "nearest" });
    }
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement;
  root.inView = root.inView || new InView(root);
  root.inView.listen(data, setTriggerValue);
  return () => root.inView.stop();
}
