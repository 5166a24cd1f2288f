// The legend: what is visible now, by layer and kind, with counts, and what the size of a mark means.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.legend = (function () {
  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function row(icon, label, count) {
    const line = element("li");
    line.append(icon, element("span", "label", label), element("span", "count", count.toLocaleString("en")));
    return line;
  }

  // How many there are of each kind; a kind has a row more where some of its records have a mark of their own.
  function countKinds(layer, records) {
    const counts = new Map();
    for (const record of records) {
      const { title, shape } = layer.kinds[record.kind], own = record.shape || shape;
      const key = `${record.kind} ${own}`, { count } = counts.get(key) || { count: 0 };
      counts.set(key, { title, shape: own, count: count + 1 });
    }
    return [...counts.values()].sort((a, b) => b.count - a.count);
  }

  // What the fill of an outline stands for, class by class.
  function shadeScale({ name, shade }) {
    const scale = element("ul", "scale");
    scale.append(element("li", "words", shade.title));
    shade.classes.forEach((words, place) => {
      const line = element("li");
      line.append(geoAlliance.symbols.icon("square", `layer-${name} swatch shade-${place}`), element("span", "label", words));
      scale.append(line);
    });
    return scale;
  }

  function layerBlock(layer, records, open) {
    const block = element("details");
    block.open = open;
    const head = element("summary");
    head.append(geoAlliance.symbols.icon(layer.shape, `layer-${layer.name} swatch`));
    head.append(element("span", "label", layer.title), element("span", "count", records.length.toLocaleString("en")));
    const list = element("ul");
    for (const { title, shape, count } of countKinds(layer, records)) {
      list.append(row(geoAlliance.symbols.icon(shape, `layer-${layer.name} swatch`), title, count));
    }
    block.append(head);
    if (!layer.shade || list.children.length > 1) block.append(list);
    if (layer.shade) block.append(shadeScale(layer));
    block.dataset.layer = layer.name;
    return block;
  }

  function notes(payload) {
    const block = element("details", "notes");
    block.dataset.layer = "";
    const list = element("ul");
    block.append(element("summary", "", "How to read the marks"), list);
    for (const [className, text] of [["ended", "hollow: ended within the period"], ["uncertain", "dashed: date, place or source uncertain"], ["unsure", "faint: perhaps not on this day, a date is vague"]]) {
      const line = element("li");
      line.append(geoAlliance.symbols.icon("circle", `layer-${payload.layers[0].name} swatch ${className}`), element("span", "label", text));
      list.append(line);
    }
    list.append(element("li", "words", "A facility’s mark shows its area, not its outline. Marks of one place are spread out when near."));
    return block;
  }

  function create(map, payload) {
    const box = element("details", "legend");
    box.open = map.getSize().x > 560;
    const head = element("summary", "title", "Legend");
    const body = element("div", "body");
    box.append(head, body);
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    return { body, payload };
  }

  function update(legend, visible, state) {
    const opened = new Map([...legend.body.querySelectorAll("details")].map((d) => [d.dataset.layer, d.open]));
    legend.body.replaceChildren();
    for (const layer of legend.payload.layers.filter((l) => state.layers.includes(l.name))) {
      const records = visible.filter((record) => record.layer === layer.name);
      legend.body.append(layerBlock(layer, records, opened.get(layer.name) ?? Boolean(layer.shade)));
    }
    legend.body.append(...geoAlliance.overlays.explain(state));
    if (!state.layers.length) legend.body.append(element("p", "words", "No layer is chosen."));
    const reading = notes(legend.payload);
    reading.open = opened.get("") ?? false;
    legend.body.append(reading);
  }

  return { create, update };
})();
