// A page that is one file carries its data inside: packed by gzip, written in base64, each in an element of its own.
"use strict";
window.geoAlliance = window.geoAlliance || {};
window.__GLOBAL_DATA__ = {}; // the map's start writes into it, for the page that it usually stands in

geoAlliance.source = (function () {
  const read = new Map();

  async function unpack(name) {
    const bytes = Uint8Array.from(atob(document.getElementById(`data-${name}`).textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  return (name) => {
    if (!read.has(name)) read.set(name, unpack(name));
    return read.get(name);
  };
})();
