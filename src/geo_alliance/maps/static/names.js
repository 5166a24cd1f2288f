// Whose names disputed places have on the map: every text is kept with all names, and said as the reader chose.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.names = (function () {
  const labels = [];
  let wordings = {}, chosen = "all";

  // The rule that the server applies too: a text that is all names of a place gets the party's own script as well;
  // within a text the phrase gives way to the party's name. A place that the party has no name for keeps all names.
  function say(text) {
    const wording = wordings[chosen];
    if (!wording) return text;
    return wording.whole[text] ?? wording.parts.reduce((said, [phrase, name]) => said.split(phrase).join(name), text);
  }

  // Write a text into an element, and again whenever the reader chooses other names.
  function label(element, text) {
    labels.push([element, text]);
    element.textContent = say(text);
  }

  function start(payload) {
    wordings = payload.names ?? {};
  }

  function apply(atlas, payload, state) {
    if (state.names === chosen) return;
    chosen = state.names;
    for (const record of atlas.records.values()) {
      record.allNames ??= record.name;
      const name = say(record.allNames);
      if (name === record.name) continue;
      record.name = name;
      record.look = null; // its mark is described anew
    }
    for (const layer of payload.layers) {
      layer.allNames ??= layer.title;
      layer.title = say(layer.allNames);
    }
    labels.forEach(([element, text]) => (element.textContent = say(text)));
    document.documentElement.dataset.names = chosen;
  }

  return { say, label, start, apply };
})();
