// The timeline under the map. Moving it draws on the map at once; only the period that it ends on goes to the server.
import { createAgreement } from "./agreement.js";
import { describeCourse, planCourse } from "./course.js";
import { listenToKeys } from "./keyboard.js";
import { preview } from "./map.js";
import { markBehind } from "./page.js";
import { keyOf, narrow, widen } from "./period.js";
import { createPlayer } from "./player.js";
import { listenToPointer } from "./pointer.js";
import { createScale } from "./scale.js";
import { listenToTyping } from "./typing.js";
import { createView } from "./view.js";

const KEY_PAUSE_MS = 600;
const PAUSE = "Pause and keep the day";
const mounted = new WeakMap();

function createTimeline(root) {
  const view = createView(root), agreement = createAgreement();
  let data = null, scale = null, period = null, server = null, send = null, keyTimer = null, course = null;

  const get = () => ({ scale, period, eras: data.eras, years: data.years });
  const typing = () => Object.values(view.parts.fields).find((field) => field === root.activeElement || field.hasAttribute("aria-invalid"));

  function paint(active = typing()) {
    const isBehind = keyOf(period) !== keyOf(server);
    view.paint(period, active, isBehind);
    const isPlaying = player.isPlaying();
    view.showPlaying(isPlaying, isPlaying ? PAUSE : describeCourse(planCourse(period, get(), course), data.eras));
    markBehind(isBehind);
  }

  function show(next) {
    if (keyOf(next) === keyOf(period)) return;
    period = next;
    paint();
    preview(period, true);
  }

  function stopKeys() {
    clearTimeout(keyTimer);
    keyTimer = null;
  }

  // Keep what is shown: the map goes on showing it until the server's answer takes its place.
  function finish() {
    stopKeys();
    if (player.isPlaying()) stop();
    const isNew = agreement.ask(period);
    preview(isNew || keyOf(period) !== keyOf(server) ? period : null);
    if (isNew) send(period);
  }

  function stop() {
    player.stop();
    paint();
  }

  function cancel() {
    stopKeys();
    pointer.letGo();
    player.stop();
    period = server;
    paint();
    preview(null);
  }

  function choose(next) {
    player.stop();
    show(next);
    finish();
    paint(null);
  }

  function pauseKeys(pause = KEY_PAUSE_MS) {
    if (pause === 0 && keyTimer === null) return;
    clearTimeout(keyTimer);
    if (pause === 0) finish();
    else keyTimer = setTimeout(finish, pause);
  }

  const player = createPlayer({
    onDay: (day) => show({ start: day, end: day }),
    onEnd: () => {
      const { back } = course;
      course = null;
      if (back) show(back);
      finish();
      paint();
    },
  });

  function toggle() {
    if (player.isPlaying()) {
      course = { ...course, at: period.start };
      stop();
      finish();
      return;
    }
    stopKeys();
    course = planCourse(period, get(), course);
    player.play(course.from, course.to);
    show({ start: course.from, end: course.from });
    paint();
  }

  function showByHand(next) {
    stopKeys();
    if (player.isPlaying()) stop();
    show(next);
  }

  const pointer = listenToPointer(view.parts, { get, finish, cancel, tellYear: view.tellYear, show: showByHand });
  listenToKeys(view.parts.handles, { get, cancel, toggle, rest: pauseKeys, show: showByHand });
  listenToTyping(view.parts.fields, { get, choose, say: view.say, repaint: () => paint(null) });
  view.parts.play.onclick = toggle;
  view.parts.speed.onchange = () => player.setSpeed(Number(view.parts.speed.value));
  view.parts.speed.onchange();
  view.parts.modes.day.onchange = () => choose(narrow(period, scale));
  view.parts.modes.period.onchange = () => choose(widen(period, data.eras));

  const isBusy = () => player.isPlaying() || pointer.isDragging() || keyTimer !== null;

  // New data from the server. While the reader moves something, only a choice made elsewhere takes the period away.
  function update(next, newSend) {
    [data, send, server] = [next, newSend, { start: next.start, end: next.end }];
    scale = createScale(data);
    view.draw(scale, data, (era) => choose({ start: era.start, end: era.end }));
    const said = agreement.receive(server);
    if (said === "other") {
      if (period) cancel();
      period = server;
    } else if (said === "answer" && !isBusy()) period = server;
    paint();
  }

  // Where Back and Forward lead, the address says what is shown, not what was sent before and is not answered yet.
  function takeBack() {
    agreement.forget();
    if (server && !isBusy()) cancel();
  }

  window.addEventListener("popstate", takeBack);

  function leave() {
    window.removeEventListener("popstate", takeBack);
    player.stop();
    stopKeys();
    markBehind(false);
  }

  return { update, leave };
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, createTimeline(parentElement));
  const timeline = mounted.get(parentElement);
  timeline.update(data, ({ start, end }) => setTriggerValue("chosen", { start, end }));
  return () => parentElement.isConnected || timeline.leave();
}
