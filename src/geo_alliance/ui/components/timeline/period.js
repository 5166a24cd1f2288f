// The chosen period and what may become of it: a day has one handle, a period two that never meet.
import { FIRST_DAY, LAST_DAY, addMonths, inWords, toDay, toNumber } from "./days.js";

export const isDay = (period) => period.start === period.end;
export const isOpen = (period) => period.start === FIRST_DAY || period.end === LAST_DAY;
export const keyOf = (period) => `${period.start}/${period.end}`;
export const handlesOf = (period) => (isDay(period) ? ["day"] : ["start", "end"]);
export const dayOf = (period, handle) => (handle === "end" ? period.end : period.start);

const earlier = (a, b) => (a < b ? a : b);
const later = (a, b) => (a > b ? a : b);
const neighbour = (day, days) => toDay(toNumber(day) + days);

// The period with one handle at another day. At an edge of the axis the end of a period is open.
export function moveTo(period, handle, day, scale) {
  if (handle === "day") {
    const [least, most] = [earlier(scale.first, period.start), later(scale.last, period.start)];
    const moved = earlier(later(day, least), most);
    return { start: moved, end: moved };
  }
  if (handle === "start") {
    const last = period.end === LAST_DAY ? scale.last : neighbour(period.end, -1);
    return { ...period, start: day < scale.first ? FIRST_DAY : earlier(day, last) };
  }
  const first = period.start === FIRST_DAY ? scale.first : neighbour(period.start, 1);
  return { ...period, end: day > scale.last ? LAST_DAY : later(day, first) };
}

// The period with one handle some days or months on; from an open end the first step leads to the edge of the axis.
export function step(period, handle, { days = 0, months = 0 }, scale) {
  const day = dayOf(period, handle);
  const back = days + months < 0;
  if (day === LAST_DAY) return back ? moveTo(period, handle, scale.last, scale) : period;
  if (day === FIRST_DAY) return back ? period : moveTo(period, handle, scale.first, scale);
  const moved = months ? addMonths(day, months) : neighbour(day, days);
  const atEdge = handle !== "day" && (back ? day === scale.first : day === scale.last);
  const kept = handle === "day" || atEdge ? moved : earlier(later(moved, earlier(day, scale.first)), later(day, scale.last));
  return moveTo(period, handle, kept, scale);
}

// Both handles some days on, as far as the axis goes.
export function shift(period, days, scale) {
  const least = toNumber(scale.first) - toNumber(period.start), most = toNumber(scale.last) - toNumber(period.end);
  const kept = Math.min(Math.max(days, Math.min(least, 0)), Math.max(most, 0));
  return { start: neighbour(period.start, kept), end: neighbour(period.end, kept) };
}

export function eraAt(eras, day) {
  return eras.find((era) => era.start <= day && day <= era.end);
}

// The day that speaks for a period: its last one, or the axis' last where it still runs.
export function narrow(period, scale) {
  const day = later(earlier(period.end, scale.last), period.start);
  return { start: day, end: day };
}

// The era round a day, or its year where there is none.
export function widen(period, eras) {
  const era = eraAt(eras, period.start);
  const year = period.start.slice(0, 4);
  return era ? { start: era.start, end: era.end } : { start: `${year}-01-01`, end: `${year}-12-31` };
}

export function describe(day) {
  if (day === FIRST_DAY) return "open, no first day";
  if (day === LAST_DAY) return "open, no last day";
  return inWords(day);
}
