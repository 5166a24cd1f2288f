// A popover that is opened by a key takes the focus: what it holds stands at the end of the page, a hundred presses of
// Tab away. Escape gives the focus back to its button.

const PATIENCE_MS = 5000;
const BODY = '[data-testid="stPopoverBody"]';
const INSIDE = ["button", "input", "a[href]", "select", "textarea", "summary"].map((name) => `${BODY} ${name}:not(:disabled)`).join(", ");

let opener = null;

function goInside(until) {
  const first = document.querySelector(INSIDE);
  if (first) first.focus();
  else if (performance.now() < until) requestAnimationFrame(() => goInside(until));
}

// A press of a key is a click without a count.
function takeClick(event) {
  const button = event.target.closest('[data-testid="stPopover"] button');
  if (!button || event.detail !== 0) return;
  opener = button;
  if (!document.querySelector(BODY)) goInside(performance.now() + PATIENCE_MS);
}

function takeKey(event) {
  if (event.key !== "Escape" || !opener || !document.activeElement.closest(BODY)) return;
  const button = opener;
  setTimeout(() => button.isConnected && button.focus());
}

export function listenToPopovers() {
  document.addEventListener("click", takeClick, true);
  document.addEventListener("keydown", takeKey, true);
  return () => {
    document.removeEventListener("click", takeClick, true);
    document.removeEventListener("keydown", takeKey, true);
  };
}
