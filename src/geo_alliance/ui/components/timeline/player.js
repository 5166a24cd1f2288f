// Lets a day run: by the frame, or year by year for readers whose system asks for less motion.
import { addMonths, toDay, toNumber } from "./days.js";

const YEAR_DAYS = 365.25, LONGEST_FRAME_MS = 100, SHORTEST_STEP_MS = 500, LAST_DAY_MS = 800;

export function createPlayer({ onDay, onEnd }) {
  let frame = null, timer = null, speed = 1;

  const isPlaying = () => frame !== null || timer !== null;

  function stop() {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = null;
  }

  function reach(day, to) {
    const here = day < to ? day : to;
    onDay(here);
    if (here < to) return true;
    stop();
    timer = setTimeout(() => {
      stop();
      onEnd();
    }, LAST_DAY_MS);
    return false;
  }

  function run(from, to) {
    let at = toNumber(from), before = null, shown = from;
    const next = (now) => {
      if (frame === null) return;
      at += ((Math.min(now - (before ?? now), LONGEST_FRAME_MS) / 1000) * speed * YEAR_DAYS);
      before = now;
      const day = toDay(Math.floor(at));
      const goesOn = day === shown || reach(day, to);
      shown = day;
      if (goesOn && frame !== null) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
  }

  function leap(from, to) {
    const pause = Math.max(SHORTEST_STEP_MS, 1000 / speed);
    timer = setTimeout(() => {
      const day = addMonths(from, 12);
      if (reach(day, to) && timer !== null) leap(day, to);
    }, pause);
  }

  // Runs from one day to another; `onDay` is told each day that is shown, `onEnd` that the last one has been seen for a moment.
  function play(from, to) {
    stop();
    (matchMedia("(prefers-reduced-motion: reduce)").matches ? leap : run)(from, to);
  }

  return { play, stop, isPlaying, setSpeed: (yearsPerSecond) => (speed = yearsPerSecond) };
}
