// From days to places on the axis and back. Years before `fullFrom` are drawn closer together.
import { FIRST_DAY, LAST_DAY, toDay, toNumber } from "./days.js";

const COMPRESSED_SHARE = 0.08;

export function createScale({ first, fullFrom, last }) {
  const [a, b, c] = [first, fullFrom, last].map(toNumber);
  const knee = b > a ? (c > b ? COMPRESSED_SHARE : 1) : 0;

  // The place of a day, from 0 to 1; days outside the axis stand at its edges.
  function place(day) {
    const number = Math.min(Math.max(toNumber(day), a), c);
    if (number < b) return (knee * (number - a)) / (b - a);
    return c > b ? knee + ((1 - knee) * (number - b)) / (c - b) : knee;
  }

  function dayAt(place) {
    const at = Math.min(Math.max(place, 0), 1);
    if (at < knee) return toDay(Math.round(a + (at / knee) * (b - a)));
    return toDay(knee < 1 ? Math.round(b + ((at - knee) / (1 - knee)) * (c - b)) : c);
  }

  // A day's number for a slider, one beyond the axis for an open end.
  function value(day) {
    if (day === FIRST_DAY) return a - 1;
    if (day === LAST_DAY) return c + 1;
    return Math.min(Math.max(toNumber(day), a), c);
  }

  return { place, dayAt, value, first, fullFrom, last, least: a - 1, most: c + 1, knee };
}
