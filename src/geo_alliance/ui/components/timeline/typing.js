// Typing a date into a field. What is not understood stays in the field, with a word on what was expected.
import { FIRST_DAY, LAST_DAY, parse } from "./days.js";

const EXPECTED = "expected 15 May 1972, 1972-05-15, May 1972 or 1972";

function read(handle, text) {
  if (!text.trim()) return handle === "start" ? FIRST_DAY : handle === "end" ? LAST_DAY : null;
  const found = parse(text);
  return found && (handle === "end" ? found.last : found.first);
}

export function listenToTyping(fields, { get, choose, repaint, say }) {
  function take(handle, field) {
    const day = read(handle, field.value);
    if (!day) return say(`Found “${field.value.trim()}”: ${EXPECTED}.`, field);
    const period = handle === "day" ? { start: day, end: day } : { ...get().period, [handle]: day };
    if (period.end < period.start) return say("The first day would lie after the last day.", field);
    say("");
    return choose(period);
  }

  for (const [handle, field] of Object.entries(fields)) {
    let before = "";
    field.onfocus = () => (before = field.value);
    field.onkeydown = (event) => {
      if (event.key === "Enter") {
        take(handle, field);
        before = field.value;
      } else if (event.key === "Escape") {
        say("");
        field.value = before;
        field.blur();
      }
    };
    field.onblur = () => {
      if (field.value !== before) take(handle, field);
      else if (!field.hasAttribute("aria-invalid")) repaint();
    };
  }
}
