// Moving by keyboard: a day, with Shift a month, with Control a year (on a Mac, where Control with an arrow key changes
// the desktop, with Option), five years by page, an era by page with Shift, the edges by Home and End.
import { FIRST_DAY, LAST_DAY } from "./days.js";
import { dayOf, moveTo, step } from "./period.js";

const WAYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 };
const IS_MAC = /Mac/.test(navigator.platform);

// The next first day of an era that way; past the last one, the edge.
function toEra(eras, day, way, scale) {
  const starts = eras.map((era) => (era.start === FIRST_DAY ? scale.first : era.start));
  return way > 0 ? starts.find((start) => start > day) ?? scale.last : starts.findLast((start) => start < day) ?? scale.first;
}

function move(event, { scale, period, eras }, handle) {
  const way = WAYS[event.key];
  if (event.key === "Home") return moveTo(period, handle, handle === "start" ? FIRST_DAY : scale.first, scale);
  if (event.key === "End") return moveTo(period, handle, handle === "end" ? LAST_DAY : scale.last, scale);
  if (event.key.startsWith("Page")) {
    if (event.shiftKey) return moveTo(period, handle, toEra(eras, dayOf(period, handle), way, scale), scale);
    return step(period, handle, { months: 60 * way }, scale);
  }
  if (event.ctrlKey || (IS_MAC && event.altKey)) return step(period, handle, { months: 12 * way }, scale);
  return step(period, handle, event.shiftKey ? { months: way } : { days: way }, scale);
}

export function listenToKeys(handles, { get, show, rest, cancel, toggle }) {
  for (const [handle, element] of Object.entries(handles)) {
    element.onkeydown = (event) => {
      if (event.metaKey || (event.altKey && !IS_MAC)) return;
      if (event.key === " ") toggle();
      else if (event.key === "Escape") cancel();
      else if (event.key in WAYS || event.key === "Home" || event.key === "End") {
        show(move(event, get(), handle));
        rest();
      } else return;
      event.preventDefault();
    };
    element.onblur = () => rest(0);
  }
}
