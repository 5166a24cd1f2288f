// The timeline's elements, and how they show a period. Text comes in through textContent only.
import { FIRST_DAY, LAST_DAY, inWords } from "./days.js";
import { createDensity } from "./density.js";
import { dayOf, describe, eraAt, handlesOf, isDay, keyOf } from "./period.js";

const SPEEDS = [[0.25, "¼ year/s"], [1, "1 year/s"], [3, "3 years/s"], [10, "10 years/s"]];
const USUAL_SPEED = 3;
const BEHIND = "Counts and text follow when you stop";
const NAMES = { day: "Day", start: "First day", end: "Last day" };
const KEYS = "Arrow keys move by a day, with Shift by a month, with Control (on a Mac, Option) by a year; Page Up and Page Down by five years, with Shift to the next era; Home and End to the edges; Space plays.";

function make(tag, className, { text, parent, ...attributes } = {}) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (parent) parent.append(element);
  return element;
}

function makeModes(parent) {
  const group = make("div", "modes", { parent, role: "radiogroup", "aria-label": "What the timeline chooses" });
  const modes = {};
  for (const [mode, text] of [["day", "Day"], ["period", "Period"]]) {
    const label = make("label", "", { parent: group });
    modes[mode] = make("input", "", { parent: label, type: "radio", name: "mode", value: mode });
    make("span", "", { parent: label, text });
  }
  return modes;
}

function makeFields(parent) {
  const box = make("div", "fields", { parent });
  const fields = {};
  for (const handle of ["day", "start", "end"]) {
    if (handle === "end") make("span", "dash", { parent: box, text: "to", "aria-hidden": "true" });
    fields[handle] = make("input", "field", {
      parent: box, type: "text", "aria-label": `${NAMES[handle]}, such as 15 May 1972, 1972-05-15 or 1972`,
      autocomplete: "off", spellcheck: "false", "data-field": handle,
    });
  }
  return { box, fields };
}

function makeHandles(track) {
  const handles = {};
  for (const handle of ["day", "start", "end"]) {
    handles[handle] = make("div", "handle", {
      parent: track, role: "slider", tabindex: "0", "aria-label": NAMES[handle], "aria-orientation": "horizontal",
      "aria-describedby": "keys", "data-handle": handle,
    });
  }
  return handles;
}

function makeSpeeds(parent) {
  const select = make("select", "speed", { parent, "aria-label": "Speed of playing" });
  for (const [value, text] of SPEEDS) make("option", "", { parent: select, text, value });
  select.value = String(USUAL_SPEED);
  return select;
}

function build(root) {
  const box = make("section", "timeline", { parent: root, "aria-label": "Timeline", style: "visibility: hidden" });
  const bar = make("div", "bar", { parent: box });
  const play = make("button", "play", { parent: bar, type: "button", "aria-label": "Play", "aria-pressed": "false", title: "Play" });
  const speed = makeSpeeds(bar);
  const modes = makeModes(bar);
  const { box: fieldBox, fields } = makeFields(bar);
  const note = make("span", "note", { parent: bar });
  const era = make("span", "era-name", { parent: bar });
  const message = make("p", "message", { parent: box, role: "status", id: "message" });
  const frame = make("div", "frame", { parent: box });
  const track = make("div", "track", { parent: frame });
  const densities = [createDensity("all"), createDensity("chosen")];
  track.append(...densities.map((density) => density.svg));
  make("div", "window", { parent: track });
  const handles = makeHandles(track);
  const bands = make("div", "bands", { parent: frame, role: "group", "aria-label": "Eras" });
  const axis = make("div", "axis", { parent: frame, "aria-hidden": "true" });
  make("p", "hidden", { parent: box, id: "keys", text: KEYS });
  return { box, play, speed, modes, fieldBox, fields, note, era, message, frame, track, densities, handles, bands, axis };
}

function drawBands(parts, scale, eras, choose) {
  parts.bands.replaceChildren();
  for (const era of eras) {
    const [from, to] = [scale.place(era.start), scale.place(era.end)];
    const band = make("button", "band", { parent: parts.bands, type: "button", tabindex: "-1", title: era.name, "data-era": era.id });
    make("span", "", { parent: band, text: era.name });
    band.style.left = `${from * 100}%`;
    band.style.width = `${(to - from) * 100}%`;
    band.onclick = () => choose(era);
  }
}

function drawAxis(parts, scale) {
  parts.axis.replaceChildren();
  const years = [Number(scale.first.slice(0, 4))];
  for (let year = Math.ceil(Number(scale.fullFrom.slice(0, 4)) / 10) * 10; `${year}-01-01` <= scale.last; year += 10) years.push(year);
  years.forEach((year, number) => {
    const mark = make("span", number ? "" : "first", { parent: parts.axis, text: String(year) });
    mark.style.left = `${scale.place(`${year}-01-01`) * 100}%`;
  });
  parts.frame.style.setProperty("--knee", scale.knee);
}

function paintHandle(parts, scale, period, handle) {
  const element = parts.handles[handle], day = dayOf(period, handle);
  element.hidden = !handlesOf(period).includes(handle);
  if (element.hidden) return;
  const isPeriod = handle !== "day";
  element.style.left = `${scale.place(day) * 100}%`;
  element.setAttribute("aria-valuemin", handle === "end" ? scale.value(period.start) : scale.least + (isPeriod ? 0 : 1));
  element.setAttribute("aria-valuemax", handle === "start" ? scale.value(period.end) : scale.most - (isPeriod ? 0 : 1));
  element.setAttribute("aria-valuenow", scale.value(day));
  element.setAttribute("aria-valuetext", describe(day));
  element.classList.toggle("open", day === FIRST_DAY || day === LAST_DAY);
  element.style.zIndex = handle === "start" && scale.place(day) > 0.5 ? 5 : "";
}

function paintFields(parts, period, active) {
  for (const [handle, field] of Object.entries(parts.fields)) {
    field.hidden = !handlesOf(period).includes(handle);
    const day = dayOf(period, handle);
    const isOpen = day === FIRST_DAY || day === LAST_DAY;
    if (!field.hidden && field !== active) field.value = isOpen ? "" : inWords(day);
    field.placeholder = handle === "start" ? "no first day" : "no last day";
  }
  parts.fieldBox.classList.toggle("pair", !isDay(period));
}

// The elements under `root`, made once. `draw` is for new data and keeps what is drawn where only the period is new;
// `paint` is for every period, also while it moves.
export function createView(root) {
  const parts = build(root);
  let scale = null, eras = [], eraName = "", drawn = null;

  function draw(newScale, data, choose) {
    const { start, end, ...rest } = data;
    if (drawn === JSON.stringify(rest)) return;
    drawn = JSON.stringify(rest);
    [scale, eras] = [newScale, data.eras];
    parts.densities.forEach((density) => density.draw(scale, data.years));
    drawBands(parts, scale, eras, choose);
    drawAxis(parts, scale);
  }

  // `isBehind`: the rest of the page still shows another period than the one that is painted.
  function paint(period, typing, isBehind) {
    const day = isDay(period);
    const held = Object.values(parts.handles).find((handle) => handle === root.activeElement);
    parts.frame.style.setProperty("--from", day ? 0 : scale.place(period.start));
    parts.frame.style.setProperty("--to", scale.place(period.end));
    parts.box.classList.toggle("day", day);
    parts.box.classList.toggle("behind", isBehind);
    parts.note.textContent = isBehind ? BEHIND : "";
    for (const handle of ["day", "start", "end"]) paintHandle(parts, scale, period, handle);
    if (held?.hidden) parts.handles[handlesOf(period)[0]].focus({ preventScroll: true });
    paintFields(parts, period, typing);
    parts.modes[day ? "day" : "period"].checked = true;
    const era = day ? eraAt(eras, period.start) : eras.find((item) => keyOf(item) === keyOf(period));
    eraName = era?.name ?? "";
    tellYear(null);
    for (const band of parts.bands.children) {
      band.classList.toggle("current", band.dataset.era === era?.id);
      band.setAttribute("aria-pressed", String(!day && band.dataset.era === era?.id));
    }
  }

  // What a year holds, while a pointer rests on it; otherwise the name of the era.
  function tellYear(text) {
    const words = text ?? eraName;
    if (parts.era.textContent !== words) parts.era.textContent = words;
  }

  // `words` say what a press would do.
  function showPlaying(isPlaying, words) {
    parts.play.setAttribute("aria-pressed", String(isPlaying));
    parts.play.classList.toggle("playing", isPlaying);
    if (parts.play.title !== words) parts.play.title = words;
  }

  function say(text, field = null) {
    parts.message.textContent = text;
    for (const each of Object.values(parts.fields)) {
      if (each === field) each.setAttribute("aria-invalid", "true");
      else each.removeAttribute("aria-invalid");
    }
  }

  return { parts, draw, paint, tellYear, showPlaying, say };
}
