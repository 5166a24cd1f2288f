// Runs in the page before its own scripts: notes when a button is pressed, what arrives, and when the map's frame draws.
(() => {
  if (window !== top) return;
  const now = () => performance.timeOrigin + performance.now();
  const bench = { clicks: [], messages: [], drawn: [], empty: null };
  window.bench = bench;

  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (event) => bench.messages.push({ at: now(), data: event.data }));
    }
  };
  addEventListener("pointerdown", () => bench.clicks.push(now()), true);
  new MutationObserver(() => {
    if (bench.empty === null && document.querySelector('[data-testid="stMarkdown"]')) bench.empty = now();
  }).observe(document, { childList: true, subtree: true });

  // The atlas says what it has drawn; a page written the usual way has drawn once the shapes are in the document.
  const SHAPE = "path.leaflet-interactive";
  const isShape = (node) => node.nodeType === 1 && (node.matches(SHAPE) || node.querySelector(SHAPE));
  const says = (change) => change.attributeName === "data-ready";
  const shows = (change) => !change.target.ownerDocument?.documentElement.dataset.ready && [...change.addedNodes].some(isShape);
  const watched = new WeakSet();

  // A script that runs in the frame itself would stay with the empty document that the frame has at first.
  function watchFrames() {
    for (const frame of document.querySelectorAll('iframe[title^="streamlit_folium"]')) {
      const inner = frame.contentDocument;
      if (!inner || inner.URL === "about:blank" || watched.has(inner)) continue;
      watched.add(inner);
      new MutationObserver((changes) => changes.some((change) => says(change) || shows(change)) && bench.drawn.push(now()))
        .observe(inner, { attributes: true, attributeFilter: ["data-ready"], childList: true, subtree: true });
    }
  }
  setInterval(watchFrames, 4);

  bench.take = () => {
    const text = (data) => Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("");
    const messages = bench.messages.map(({ at, data }) => ({ at, data: btoa(text(data)) }));
    const taken = { clicks: bench.clicks, messages, drawn: bench.drawn };
    bench.clicks = [], bench.messages = [], bench.drawn = [];
    return taken;
  };
})();
