// Where a running day begins and ends, and what is shown once it has arrived.
import { inWords } from "./days.js";
import { isDay, keyOf } from "./period.js";

// Where a run begins that has no first day of its own: where the years get their full width, unless the period lies in
// the era before that, whose rare years are then what is asked for.
function findStart(period, { scale, eras }) {
  if (period.start >= scale.first) return period.start;
  return period.end > eras[0].end ? scale.fullFrom : scale.first;
}

// A period is run through and comes back then; a day runs on to the axis' last one and stays there, and from the last
// one starts anew. One that was paused (`paused.at`) goes on as it began.
export function planCourse(period, { scale, eras }, paused) {
  if (paused && isDay(period) && paused.at === period.start) return { ...paused, from: paused.at, at: null };
  const back = isDay(period) ? null : period;
  const from = isDay(period) && period.start < scale.first ? scale.first : findStart(period, { scale, eras });
  const to = back && period.end < scale.last ? period.end : scale.last;
  return from < to ? { from, to, back, at: null } : { from: scale.fullFrom, to: scale.last, back, at: null };
}

export function describeCourse({ from, to, back }, eras) {
  if (!back) return `Play: the day runs on to ${inWords(to)}`;
  const era = eras.find((item) => keyOf(item) === keyOf(back));
  const whole = era ? `“${era.name}”` : "the period";
  return `Play: a day runs from ${inWords(from)} to ${inWords(to)}, then ${whole} is shown again. Pausing keeps the day.`;
}
