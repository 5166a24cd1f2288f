// Back and Forward wait until the page has drawn what was asked before them. A change that is still on its way would
// otherwise take the place of the address they lead to, and the page would show one thing and its address another.

import { isDrawing } from "./watching.js";

const PAUSE_MS = 50;
const ON_ITS_WAY_MS = 150;  // from an action to the first sign of its run
const ANSWER_MS = 2000;  // the same over a slow line
const PATIENCE_MS = 5000;

let wanted = null, held = false, isAnswered = false, since = 0, acted = -Infinity, passing = false, timer = null;

const isBusy = () => performance.now() - acted < ON_ITS_WAY_MS || isDrawing();

// Where the map looks is written into the address by its frame, at any time.
function withoutView(search) {
  const fields = new URLSearchParams(search);
  fields.delete("view");
  return fields.toString();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(settle, PAUSE_MS);
}

function pass() {
  const address = window.location.pathname + wanted + window.location.hash;
  window.history.replaceState(window.history.state, "", address);
  acted = since = performance.now();
  held = isAnswered = false;
  passing = true;
  window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state }));
  passing = false;
  wait();
}

// Once the page is at rest, its address is the one that the reader went to.
function settle() {
  const waited = performance.now() - since;
  isAnswered = isAnswered || isDrawing();
  if ((isBusy() && waited < PATIENCE_MS) || (!held && !isAnswered && waited < ANSWER_MS)) wait();
  else if (held || withoutView(window.location.search) !== withoutView(wanted)) pass();
  else wanted = null;
}

function takePop(event) {
  if (passing) return;
  held = isBusy();
  if (held) event.stopImmediatePropagation();
  else acted = performance.now();
  wanted = window.location.search;
  since = performance.now();
  isAnswered = false;
  wait();
}

// Who goes on by hand after Back means what he does, not what Back led to.
function takeAction() {
  acted = performance.now();
  if (wanted === null || held) return;
  clearTimeout(timer);
  wanted = null;
}

// A part of the page has asked the server for something later than the reader's action.
function takeAsked() {
  acted = performance.now();
}

const LISTENERS = [["geo-alliance-asked", takeAsked], ["popstate", takePop], ["pointerup", takeAction], ["keydown", takeAction]];

export function listenToHistory() {
  LISTENERS.forEach(([name, listener]) => window.addEventListener(name, listener, true));
  return () => LISTENERS.forEach(([name, listener]) => window.removeEventListener(name, listener, true));
}
