// What the whole page needs beside its controls.
import { listenToPopovers } from "./popover.js";
import { leadFocus } from "./focus.js";
import { listenToHistory } from "./history.js";
import { bringOpened } from "./opened.js";
import { bringRow } from "./rows.js";

export default function show() {
  const stops = [listenToPopovers(), listenToHistory(), bringOpened(), leadFocus(), bringRow()];
  return () => stops.forEach((stop) => stop());
}
