// Turns the pages of a story by arrow keys and by a swipe over its panel. The buttons of the page do the work, so that
// a key, a swipe and a press are one thing.

const LEAST_SWIPE_PX = 60;
const STEPS = { ArrowRight: "next", ArrowLeft: "back" };

// Where arrow keys have a meaning of their own: fields, sliders, lists, and whatever lies in another frame.
const OWN_KEYS = "input, textarea, select, iframe, [contenteditable], [role=slider], [role=radio], [role=listbox], [role=grid]";

function press(way) {
  const button = document.querySelector(`.st-key-story-${way} button:not(:disabled)`);
  if (button) button.click();
}

function deepFocus() {
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

function takeKey(event) {
  const way = STEPS[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const focused = deepFocus();
  if (focused && focused.closest(OWN_KEYS)) return;
  event.preventDefault();
  press(way);
}

let from = null;

function startSwipe(event) {
  from = event.touches.length === 1 && event.target.closest(".st-key-story") ? event.touches[0] : null;
}

function endSwipe(event) {
  if (!from) return;
  const { clientX, clientY } = event.changedTouches[0];
  const across = clientX - from.clientX;
  if (Math.abs(across) > LEAST_SWIPE_PX && Math.abs(across) > 2 * Math.abs(clientY - from.clientY)) press(across < 0 ? "next" : "back");
  from = null;
}

const LISTENERS = { keydown: takeKey, touchstart: startSwipe, touchend: endSwipe };

// The page listens, since it makes the panel anew for each step.
export default function show() {
  Object.entries(LISTENERS).forEach(([name, listener]) => document.addEventListener(name, listener, { passive: name !== "keydown" }));
  return () => Object.entries(LISTENERS).forEach(([name, listener]) => document.removeEventListener(name, listener));
}
