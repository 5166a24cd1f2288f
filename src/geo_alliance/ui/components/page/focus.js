// Who opens a record by the search, or by a key in one of the page's lists, is led to its heading; who goes back to the
// overview by a key, to where the record was opened. On the map, in the list of what is in view and on the ways to the
// records before and after, the focus stays: there the reader goes on from one to the next.

import { findHeading } from "./opened.js";
import { MAP, isNarrow, read, whenDrawn } from "./watching.js";

const LIST = ':is([class*="st-key-list-"], [class*="st-key-changed-"])';
const SEARCH = ".st-key-search";
const BACK = ".st-key-close-record";
const PANEL_HEADING = `[data-testid="stColumn"]:has(${MAP}) ~ [data-testid="stColumn"] :is(h2, h3)`;

let record, origin = null, isLed = false;

const nameKey = (node) => [...node.classList].find((name) => name.startsWith("st-key-"));

function focusOn(node) {
  if (!/^(BUTTON|IFRAME)$/.test(node.tagName)) node.tabIndex = -1;
  node.focus({ preventScroll: isNarrow() });
}

function findOrigin() {
  if (read("record") || document.querySelector(BACK)) return null;
  return (origin && document.querySelector(origin)) || document.querySelector(PANEL_HEADING);
}

// A press of a key is a click without a count.
function takeClick(event) {
  isLed = false;
  const button = event.detail === 0 && event.target.closest("button");
  if (!button) return;
  if (button.closest(BACK)) whenDrawn(findOrigin, focusOn);
  const place = button.closest(LIST) && button.closest('[class*="st-key-"]');
  isLed = Boolean(place);
  if (place && !record) origin = `.${CSS.escape(nameKey(place))} button`;
}

export function leadFocus() {
  const before = record, active = document.activeElement;
  record = read("record");
  if (!record || record === before) return;
  const isFound = Boolean(active && active.closest(SEARCH));
  if (!before && !isLed) origin = active && active.matches(MAP) ? MAP : null;
  if (isLed || isFound) whenDrawn(findHeading, focusOn);
  isLed = false;
}

export function listenToKeys() {
  if (record === undefined) record = read("record");
  document.addEventListener("click", takeClick, true);
  return () => document.removeEventListener("click", takeClick, true);
}
