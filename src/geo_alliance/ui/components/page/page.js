// What the whole page needs beside its controls.
import { listenToPopovers } from "./popover.js";
import { listenToHistory } from "./history.js";

export default function show() {
  const stops = [listenToPopovers(), listenToHistory()];
  return () => stops.forEach((stop) => stop());
}
