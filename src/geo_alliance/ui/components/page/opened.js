// What is opened comes into sight: in one column a record and a topic lie below map and timeline, a table below the
// window's edge. A link does the same once, unless its reader has scrolled before all is drawn; a table that a link opens
// stays where it is, and so does the page for a reader who walks through the map by keyboard.

import { MAP, isDrawing, isNarrow, read, whenDrawn } from "./watching.js";

const LINK_PATIENCE_MS = 20000;  // the first drawing of the map
const TABLE = `[data-testid="stColumn"]:has(${MAP}) [data-testid="stDataFrame"]`;
const MAIN = '[data-testid="stMain"]';
const TOPIC = ".st-key-close-subject";
const CHOSEN_ERA = '.st-key-era [role="radio"][aria-checked="true"]';

let opened, table, era;

const readOpened = () => ["record", "subject"].map((name) => read(name) && `${name}=${read(name)}`).find(Boolean) || null;
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function isInSight(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

function walksByKeyboard() {
  const frame = document.activeElement;
  const focused = frame && frame.matches(MAP) && frame.contentDocument && frame.contentDocument.activeElement;
  return Boolean(focused && focused.matches(":focus-visible"));
}

const findTable = () => document.querySelector(TABLE);

export function findHeading() {
  if (!read("record")) return document.querySelector(`${TOPIC} ~ * .ga-era h2`);
  const article = [...document.querySelectorAll(".ga-record[data-id]")].find((item) => item.dataset.id === read("record"));
  return article && article.querySelector("h2");
}

function bring(node, whole, block) {
  if (!isInSight(node)) whole.scrollIntoView({ block, behavior: isStill() ? "instant" : "smooth" });
}

// Above the heading stand the ways back and on, and what was changed to show the record.
function bringHeading(heading) {
  bring(heading, document.querySelector(read("record") ? ".ga-found, .st-key-record-tools" : TOPIC) || heading, "start");
}

// While the page of a link is built up, its parts still move: the line that stands in for a missing map goes last.
const hasSettled = () => document.documentElement.dataset.atlas === "drawn";

function bringLinked(heading) {
  if (document.querySelector(MAIN).scrollTop === 0) bringHeading(heading);
}

function followOpened() {
  const before = opened;
  opened = readOpened();
  if (!opened || opened === before || !isNarrow() || read("story") || walksByKeyboard()) return;
  if (before === undefined) whenDrawn(() => hasSettled() && findHeading(), bringLinked, performance.now() + LINK_PATIENCE_MS);
  else whenDrawn(findHeading, bringHeading);
}

function followTable() {
  const before = table;
  table = read("table");
  if (table && table !== before) whenDrawn(findTable, (node) => bring(node, node, "nearest"));
}

// In one column the eras are one strip; only the strip moves, and only when another era is chosen.
function followEra() {
  if (!isNarrow()) return;
  const pill = document.querySelector(CHOSEN_ERA);
  if (!pill || pill === era) return;
  era = pill;
  const strip = pill.closest('[role="radiogroup"]');
  const [within, own] = [strip.getBoundingClientRect(), pill.getBoundingClientRect()];
  strip.scrollLeft += own.left + own.width / 2 - within.left - within.width / 2;
}

export function bringOpened() {
  if (table === undefined) table = read("table");
  if (isDrawing()) return;
  followOpened();
  followTable();
  followEra();
}
