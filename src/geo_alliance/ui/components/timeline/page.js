// The page round the timeline: its counts and texts stay behind while a period moves, and are marked as long as they do.

export function markBehind(isBehind) {
  document.documentElement.toggleAttribute("data-behind", isBehind);
}
