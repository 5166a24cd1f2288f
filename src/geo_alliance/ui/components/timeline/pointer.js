// Moving by pointer: a handle, the place that is pressed, or the whole period between its handles.
import { FIRST_DAY, LAST_DAY, toNumber } from "./days.js";
import { isDay, isOpen, moveTo, shift } from "./period.js";

const REACH_PX = 12, EDGE_PX = 2;

// `get` returns scale, period and years; `show` draws a period, `finish` keeps it, `cancel` goes back.
export function listenToPointer(parts, { get, show, finish, cancel, tellYear }) {
  const { track } = parts;
  let drag = null;

  const placeOf = (event) => {
    const box = track.getBoundingClientRect();
    return { place: (event.clientX - box.left) / box.width, edge: EDGE_PX / box.width, width: box.width };
  };

  function dayUnder(event, offset) {
    const { scale } = get();
    const { place, edge } = placeOf(event);
    const at = place - offset;
    if (drag.handle === "start" && at <= edge) return FIRST_DAY;
    if (drag.handle === "end" && at >= 1 - edge) return LAST_DAY;
    return scale.dayAt(at);
  }

  // What a press takes hold of: the nearest handle, or the period between both if it is closed.
  function grab(event) {
    const { scale, period } = get();
    const { place, width } = placeOf(event);
    const pressed = event.target.dataset?.handle;
    if (isDay(period)) return { handle: "day", offset: pressed ? place - scale.place(period.start) : 0 };
    const [from, to] = [scale.place(period.start), scale.place(period.end)];
    const between = place > from + REACH_PX / width && place < to - REACH_PX / width;
    if (!pressed && between && !isOpen(period)) return { handle: "both", at: toNumber(scale.dayAt(place)), period };
    const handle = pressed ?? (Math.abs(place - from) < Math.abs(place - to) ? "start" : "end");
    return { handle, offset: pressed ? place - (handle === "start" ? from : to) : 0 };
  }

  function follow(event) {
    const { scale, period } = get();
    if (drag.handle === "both") {
      show(shift(drag.period, toNumber(scale.dayAt(placeOf(event).place)) - drag.at, scale));
      return;
    }
    show(moveTo(period, drag.handle, dayUnder(event, drag.offset), scale));
  }

  function countYear(event) {
    const { scale, years } = get();
    const year = Number(scale.dayAt(placeOf(event).place).slice(0, 4));
    const [, began, ended] = years.find((row) => row[0] === year) ?? [year, 0, 0];
    return `${year}: ${began} began, ${ended} ended`;
  }

  track.onpointerdown = (event) => {
    if (event.button !== 0) return;
    drag = grab(event);
    track.setPointerCapture(event.pointerId);
    parts.handles[drag.handle === "both" ? "start" : drag.handle].focus({ preventScroll: true });
    event.preventDefault();
    if (drag.handle !== "both" && !event.target.dataset?.handle) follow(event);
  };
  track.onpointermove = (event) => {
    if (drag) follow(event);
    else if (event.pointerType === "mouse") tellYear(countYear(event));
  };
  track.onpointerleave = () => tellYear(null);
  track.onpointerup = () => {
    if (drag) finish();
    drag = null;
  };
  track.onpointercancel = () => {
    if (drag) cancel();
    drag = null;
  };
  return { isDragging: () => drag !== null, letGo: () => (drag = null) };
}
