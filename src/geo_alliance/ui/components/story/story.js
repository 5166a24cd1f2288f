// Turns the pages of a story by arrow keys, by a swipe over its panel and by its buttons, which are one thing: the step
// that the reader has turned to. It is sent once the page has drawn the one before, so that quick turns lose none.

const LEAST_SWIPE_PX = 60;
const PATIENCE_MS = 3000;
const PAUSE_MS = 40;
const TURNS = { ArrowRight: 1, ArrowLeft: -1 };

// Where arrow keys have a meaning of their own: fields, sliders, lists, and whatever lies in another frame.
const OWN_KEYS = "input, textarea, select, iframe, [contenteditable], [role=slider], [role=radio], [role=listbox], [role=grid]";

let at = 1, count = 1, say = () => {};
let wanted = null, sent = null, sentAt = 0, timer = null;

const isDrawing = () => document.querySelector('[data-testid="stApp"][data-test-script-state="running"]') !== null;
const isWaiting = () => sent !== null && performance.now() - sentAt < PATIENCE_MS;

function forget() {
  clearTimeout(timer);
  wanted = sent = null;
}

function send() {
  clearTimeout(timer);
  if (wanted === null || wanted === sent) return;
  if (isDrawing() || isWaiting()) {
    timer = setTimeout(send, PAUSE_MS);
    return;
  }
  sent = wanted;
  sentAt = performance.now();
  say("turned", sent);
  window.dispatchEvent(new Event("geo-alliance-asked"));
}

// A turn that waits to be sent is older than Back or Forward, and would undo it.
function takeBack() {
  clearTimeout(timer);
  wanted = sent;
}

function turn(by) {
  if (sent !== null && !isWaiting()) forget();  // a step that cannot be shown gets no answer
  const to = (wanted ?? at) + by;
  if (to < 1 || to > count) return;
  wanted = to;
  send();
}

// What the server shows: the answer to what was sent, or what the reader chose elsewhere on the page.
function agree(data) {
  if (data.number !== at && data.number !== sent) forget();
  ({ number: at, count } = data);
  if (at === sent) sent = null;
  if (at === wanted) wanted = null;
  send();
}

function deepFocus() {
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

function takeKey(event) {
  const by = TURNS[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const focused = deepFocus();
  if (focused && focused.closest(OWN_KEYS)) return;
  event.preventDefault();
  turn(by);
}

function takeClick(event) {
  const way = event.target.closest(".st-key-story-next button, .st-key-story-back button");
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  turn(way.closest(".st-key-story-next") ? 1 : -1);
}

let from = null;

function startSwipe(event) {
  from = event.touches.length === 1 && event.target.closest(".st-key-story") ? event.touches[0] : null;
}

function endSwipe(event) {
  if (!from) return;
  const { clientX, clientY } = event.changedTouches[0];
  const across = clientX - from.clientX;
  if (Math.abs(across) > LEAST_SWIPE_PX && Math.abs(across) > 2 * Math.abs(clientY - from.clientY)) turn(across < 0 ? 1 : -1);
  from = null;
}

const LISTENERS = [
  ["keydown", takeKey, {}],
  ["click", takeClick, { capture: true }],
  ["touchstart", startSwipe, { passive: true }],
  ["touchend", endSwipe, { passive: true }],
];

// The page listens, since it makes the panel anew for each step.
export default function show({ data, setTriggerValue }) {
  say = setTriggerValue;
  agree(data);
  LISTENERS.forEach(([name, listener, options]) => document.addEventListener(name, listener, options));
  window.addEventListener("popstate", takeBack);
  return () => {
    forget();
    window.removeEventListener("popstate", takeBack);
    LISTENERS.forEach(([name, listener, options]) => document.removeEventListener(name, listener, options));
  };
}
