// The map in the same page: it draws a period at once, without a message to the server.

// Of two maps side by side the last one shows the period.
function findMap() {
  const frames = [...document.querySelectorAll('iframe[title="streamlit_folium.st_folium"]')];
  return frames.at(-1)?.contentWindow?.geoAlliance;
}

// `held` keeps the period on the map whatever the server sends, until it is let go; null goes back to the server's.
export function preview(period, held = false) {
  findMap()?.preview?.(period && { ...period, held });
}
