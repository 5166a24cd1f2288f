// What the whole page needs beside its controls.
import { listenToPopovers } from "./popover.js";
import { listenToHistory } from "./history.js";
import { bringOpened } from "./opened.js";

export default function show() {
  const stops = [listenToPopovers(), listenToHistory(), bringOpened()];
  return () => stops.forEach((stop) => stop());
}
