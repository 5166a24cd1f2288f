// The search field: it asks the server for hits while the reader types, without a run of the page, and tells the page
// only what was chosen. A combobox with a list of its own, as the ARIA Authoring Practices Guide describes it.

const PAUSE_MS = 80;
const SLASH = "geo-alliance-slash";
const ADDRESS = new URL("../../../atlas/search.json", import.meta.url);

const HINT = "A base, an island, a town, an event, a statement: in English, Japanese, Chinese or Korean, or a number such as FAC 6037.";
const NOTHING = "Nothing has this name. Try another spelling, the name in Japanese, Chinese or Korean, or the FAC number.";
const FAULT = "The search did not answer. Check the connection and type again.";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

// A browser may refuse to keep anything, above all for a page within another one.
function isSlashOn() {
  try {
    return localStorage.getItem(SLASH) !== "off";
  } catch {
    return true;
  }
}

function keepSlash(on) {
  try {
    localStorage.setItem(SLASH, on ? "on" : "off");
  } catch {
    // It then holds for nothing but this click.
  }
}

// Somewhere to type: there a slash is a slash.
function takesText(node) {
  return node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

function deepFocus() {
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

function buildSwitch() {
  const label = element("label", "switch");
  const box = element("input");
  box.type = "checkbox";
  box.checked = isSlashOn();
  box.addEventListener("change", () => keepSlash(box.checked));
  label.append(box, " / opens the search as well");
  return label;
}

class Search {
  constructor(root) {
    this.hits = [];
    this.active = -1;
    this.shownFor = null;
    this.build(root);
    this.listen();
  }

  build(root) {
    this.box = element("div", "search");
    this.box.setAttribute("role", "search");
    this.field = element("input", "field");
    const attributes = {
      type: "text", role: "combobox", placeholder: "Search the atlas", autocomplete: "off",
      autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", "aria-label": "Search the atlas",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "hits", "aria-keyshortcuts": "Control+K /",
    };
    for (const [name, value] of Object.entries(attributes)) this.field.setAttribute(name, value);
    this.key = element("kbd", "key", "Ctrl K");
    this.key.setAttribute("aria-hidden", "true");
    this.panel = element("div", "panel");
    this.panel.setAttribute("popover", "manual");
    this.list = element("ul", "hits");
    this.list.id = "hits";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Results");
    this.note = element("p", "note");
    this.help = element("p", "note help", "Ctrl K opens the search from anywhere. ");
    this.help.append(buildSwitch());
    this.panel.append(this.list, this.note, this.help);
    this.status = element("p", "unseen");
    this.status.setAttribute("role", "status");
    this.box.append(this.field, this.key, this.panel, this.status);
    root.append(this.box);
  }

  listen() {
    // Streamlit takes single letters as its own keys, and sees only the component, not the field inside.
    this.box.addEventListener("keydown", (event) => event.stopPropagation());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("input", () => this.askSoon());
    this.field.addEventListener("focus", () => this.open());
    this.field.addEventListener("click", () => this.open());
    this.box.addEventListener("focusout", (event) => this.box.contains(event.relatedTarget) || this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) this.choose(Number(option.dataset.number));
    });
  }

  // The keys that work everywhere. Every run of the page comes here again; the handlers of the one before go.
  listenOutside(tell) {
    this.tell = tell;
    if (this.outside) this.outside.abort();
    this.outside = new AbortController();
    const options = { signal: this.outside.signal };
    document.addEventListener("keydown", (event) => this.pressOutside(event), { ...options, capture: true });
    document.addEventListener("geo-alliance-key", (event) => this.pressOutside(event.detail), options);
    for (const [target, name] of [[window, "resize"], [document, "scroll"]]) target.addEventListener(name, () => this.place(), { ...options, capture: true, passive: true });
  }

  pressOutside(event) {
    const summons = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && isSlashOn() && !takesText(deepFocus());
    if (!summons && !slash) return;
    event.preventDefault();
    event.stopPropagation();
    this.focus();
  }

  focus() {
    window.focus();
    this.field.focus();
    this.field.select();
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.escape();
    else return;
    event.preventDefault();
  }

  move(step) {
    if (!this.isOpen) this.open();
    else if (this.hits.length) this.mark((this.active + step + this.hits.length) % this.hits.length);
  }

  // Enter before the answer has come means the first hit of that answer.
  enter() {
    if (this.shownFor === this.text && this.isOpen) this.choose(this.active);
    else if (this.text) {
      this.eager = true;
      this.open();
      this.ask();
    }
  }

  escape() {
    if (this.isOpen) this.close();
    else this.field.value = "";
  }

  get text() {
    return this.field.value.trim();
  }

  get isOpen() {
    return this.field.getAttribute("aria-expanded") === "true";
  }

  open() {
    if (this.isOpen) return;
    this.field.setAttribute("aria-expanded", "true");
    this.panel.showPopover();
    this.place();
    if (this.text !== this.shownFor) this.askSoon();
    if (!this.text) this.show({ hits: [], total: 0 }, "");
  }

  close() {
    if (!this.isOpen) return;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.panel.hidePopover();
  }

  place() {
    if (!this.isOpen) return;
    const field = this.field.getBoundingClientRect();
    const width = Math.min(Math.max(field.width, 430), document.documentElement.clientWidth - 16);
    const left = Math.max(8, Math.min(field.left, document.documentElement.clientWidth - width - 8));
    Object.assign(this.panel.style, { left: `${left}px`, top: `${field.bottom + 4}px`, width: `${width}px`, maxHeight: `${innerHeight - field.bottom - 12}px` });
  }

  askSoon() {
    this.eager = false;
    this.open();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    clearTimeout(this.timer);
    if (this.request) this.request.abort();
    const text = this.text;
    if (!text) return this.show({ hits: [], total: 0 }, "");
    this.request = new AbortController();
    try {
      const address = new URL(ADDRESS);
      address.searchParams.set("q", text);
      address.searchParams.set("names", this.names);
      const answer = await fetch(address, { signal: this.request.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.show(await answer.json(), text);
    } catch (error) {
      if (error.name !== "AbortError") this.show({ hits: [], total: 0 }, text, FAULT);
    }
  }

  show(found, text, fault = "") {
    this.hits = found.hits;
    this.shownFor = text;
    this.list.replaceChildren(...found.hits.map((hit, number) => this.buildOption(hit, number)));
    this.list.hidden = !found.hits.length;
    const more = found.total - found.hits.length;
    this.note.textContent = fault || (!text ? HINT : !found.hits.length ? NOTHING : more > 0 ? `${more} more. Type more of the name to narrow it down.` : "");
    this.note.hidden = !this.note.textContent;
    this.help.hidden = Boolean(text);
    this.status.textContent = text ? fault || (found.total ? `${found.total} result${found.total === 1 ? "" : "s"}` : NOTHING) : "";
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    if (found.hits.length) this.mark(0);
    this.place();
    if (this.eager && text === this.text) this.choose(this.active);
    this.eager = false;
  }

  buildOption(hit, number) {
    const option = element("li", "hit");
    option.id = `hit-${number}`;
    option.dataset.number = number;
    option.setAttribute("role", "option");
    const name = element("span", "name", hit.name);
    if (hit.called) name.append(" ", element("span", "called", hit.called));
    const label = hit.label.charAt(0).toUpperCase() + hit.label.slice(1);
    option.append(name, element("span", "more", [label, hit.dates, hit.part_of].filter(Boolean).join(" · ")));
    return option;
  }

  mark(number) {
    const options = [...this.list.children];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    this.active = number;
    this.field.setAttribute("aria-activedescendant", `hit-${number}`);
    options[number].scrollIntoView({ block: "nearest" });
  }

  choose(number) {
    const hit = this.hits[number];
    if (!hit) return;
    this.close();
    if (matchMedia("(pointer: coarse)").matches) this.field.blur();
    else this.field.select();
    this.tell({ sort: hit.sort, id: hit.id });
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement;
  root.search = root.search || new Search(root);
  root.search.names = data.names;
  root.search.listenOutside((chosen) => setTriggerValue("chosen", chosen));
  return () => root.search.outside.abort();
}
