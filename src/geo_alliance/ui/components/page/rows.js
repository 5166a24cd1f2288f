// The row of the open record comes into sight within its table, which is made anew, at its top, for each record that is
// opened. A row that was in sight stays where it was, as for a reader who has clicked it.

const PATIENCE_MS = 5000;
const ROW = ".ga-row[data-row]";
const SCROLLER = '[data-testid="stDataFrame"] .dvn-scroller';

let placed = null, last = 0;

// The table's own list of cells, for readers by ear, counts the header as a row, of the same height as the others.
function measure(scroller) {
  const grid = scroller.closest('[data-testid="stDataFrame"]').querySelector('[role="grid"]');
  const count = grid ? Number(grid.getAttribute("aria-rowcount")) : 0;
  return count > 1 && scroller.clientHeight > 0 ? scroller.scrollHeight / count : 0;
}

function place(scroller, number, until = performance.now() + PATIENCE_MS) {
  const height = measure(scroller);
  if (!height) {
    if (scroller.isConnected && performance.now() < until) requestAnimationFrame(() => place(scroller, number, until));
    return;
  }
  const top = (number - 1) * height, room = scroller.clientHeight - height;
  const isInSight = top >= last && top + height <= last + room;
  scroller.scrollTop = isInSight ? last : top - (room - height) / 2;
}

export function bringRow() {
  const scroller = document.querySelector(SCROLLER), row = document.querySelector(ROW);
  if (!scroller || scroller === placed) return;
  placed = scroller;
  if (row) place(scroller, Number(row.dataset.row));
}

function remember(event) {
  if (event.target === placed) last = placed.scrollTop;
}

export function listenToScrolling() {
  document.addEventListener("scroll", remember, { capture: true, passive: true });
  return () => document.removeEventListener("scroll", remember, { capture: true });
}
