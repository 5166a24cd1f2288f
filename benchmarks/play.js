// Counts, while a day runs: the frames of the page, those in which the map shows another day, and the messages sent.
(milliseconds) => new Promise((done) => {
  const frame = [...document.querySelectorAll('iframe[title="streamlit_folium.st_folium"]')].at(-1);
  const root = frame.contentDocument.documentElement;
  const send = WebSocket.prototype.send;
  const times = [];
  let messages = 0, days = 0, shown = null;
  WebSocket.prototype.send = function (...all) {
    messages += 1;
    return send.apply(this, all);
  };
  const next = (now) => {
    times.push(now);
    if (root.dataset.preview !== shown) days += 1;
    shown = root.dataset.preview;
    if (now - times[0] < milliseconds) return requestAnimationFrame(next);
    WebSocket.prototype.send = send;
    const gaps = times.slice(1).map((time, number) => time - times[number]);
    return done({ gaps, days: days - 1, messages });
  };
  requestAnimationFrame(next);
})
