// The page as a whole: what its scripts ask of it, and the one watch over it that tells them when something has changed.

const PATIENCE_MS = 5000;
const APP = '[data-testid="stApp"]';
// A short run leaves no trace in the state of the app, only in what it draws.
const CHANGES = { subtree: true, childList: true, attributeFilter: ["data-test-script-state", "aria-checked"] };

export const MAP = 'iframe[title="streamlit_folium.st_folium"]';

export const isDrawing = () => document.querySelector(`${APP}[data-test-script-state="running"]`) !== null;

export const read = (name) => new URLSearchParams(window.location.search).get(name);

export const isNarrow = () => window.matchMedia("(max-width: 640px)").matches;

// A part of the page may come a moment after the run that asked for it.
export function whenDrawn(find, act, until = performance.now() + PATIENCE_MS) {
  const found = find();
  if (found && !isDrawing()) act(found);
  else if (performance.now() < until) requestAnimationFrame(() => whenDrawn(find, act, until));
}

export function watch(followers) {
  const follow = () => followers.forEach((follower) => follower());
  const observer = new MutationObserver(follow);
  observer.observe(document.querySelector(APP), CHANGES);
  follow();
  return () => observer.disconnect();
}
