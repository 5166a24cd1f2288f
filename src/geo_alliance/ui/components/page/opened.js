// What the reader opens comes into sight: in one column a record lies below map and timeline, a table below the window's
// edge. What a link opened stays where it is, and so does the page for a reader who walks through the map by keyboard.

const PATIENCE_MS = 5000;
const APP = '[data-testid="stApp"]';
// A short run leaves no trace in the state of the app, only in what it draws.
const CHANGES = { subtree: true, childList: true, attributeFilter: ["data-test-script-state", "aria-checked"] };
const MAP = 'iframe[title="streamlit_folium.st_folium"]';
const TABLE = `[data-testid="stColumn"]:has(${MAP}) [data-testid="stDataFrame"]`;
const CHOSEN_ERA = '.st-key-era [role="radio"][aria-checked="true"]';

let record, table, era;

const read = (name) => new URLSearchParams(window.location.search).get(name);
const isNarrow = () => window.matchMedia("(max-width: 640px)").matches;
const isDrawing = () => document.querySelector(APP).dataset.testScriptState === "running";
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

// A part of the page may come a moment after the run that asked for it.
function whenDrawn(find, act, until = performance.now() + PATIENCE_MS) {
  const found = find();
  if (found && !isDrawing()) act(found);
  else if (performance.now() < until) requestAnimationFrame(() => whenDrawn(find, act, until));
}

const findTable = () => document.querySelector(TABLE);

function findHeading() {
  const article = [...document.querySelectorAll(".ga-record[data-id]")].find((item) => item.dataset.id === record);
  return article && article.querySelector("h2");
}

function bring(node, whole, block) {
  if (!isInSight(node)) whole.scrollIntoView({ block, behavior: isStill() ? "instant" : "smooth" });
}

// Above the heading stand the ways back and on, and what was changed to show the record.
function bringRecord(heading) {
  bring(heading, document.querySelector(".ga-found") || document.querySelector(".st-key-record-tools"), "start");
}

function followRecord() {
  const before = record;
  record = read("record");
  if (record && record !== before && isNarrow() && !read("story") && !walksByKeyboard()) whenDrawn(findHeading, bringRecord);
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

function follow() {
  if (isDrawing()) return;
  followRecord();
  followTable();
  followEra();
}

export function bringOpened() {
  if (record === undefined) [record, table] = [read("record"), read("table")];
  const observer = new MutationObserver(follow);
  observer.observe(document.querySelector(APP), CHANGES);
  followEra();
  return () => observer.disconnect();
}
