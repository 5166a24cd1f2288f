// What the whole page needs beside its controls.
import { leadFocus, listenToKeys } from "./focus.js";
import { listenToHistory } from "./history.js";
import { bringOpened } from "./opened.js";
import { listenToPopovers } from "./popover.js";
import { bringRow, listenToScrolling } from "./rows.js";
import { watch } from "./watching.js";

export default function show() {
  const stops = [listenToPopovers(), listenToHistory(), listenToKeys(), listenToScrolling(), watch([bringOpened, leadFocus, bringRow])];
  return () => stops.forEach((stop) => stop());
}
