// The map as a picture: what is drawn, with title, period, legend, scale and sources, on a canvas of its own. Shapes and
// labels are drawn again from the page's own shapes and styles; online tiles cannot be taken along, so the atlas's own
// map stands in their place. The same picture is what is printed.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.picture = (function () {
  const SCALE = 2, EDGE = 20, COLUMN = 215, NARROW_COLUMN = 180, ROW = 18, ICON = 18;
  const PRINTED = { "--background-color": "#ffffff", "--text-color": "#1f2529" };
  let atlas = null, config = null, state = null;

  // The colour that a style sheet's expression comes to.
  function resolve(expression) {
    const probe = document.createElement("span");
    probe.style.color = expression;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  function drawMap(context, look) {
    const container = atlas.map.getContainer(), { x: width, y: height } = atlas.map.getSize();
    context.save();
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    context.fillStyle = getComputedStyle(container).backgroundColor;
    context.fillRect(0, 0, width, height);
    geoAlliance.canvas.drawShapes(context, container);
    geoAlliance.canvas.drawLabels(context, container);
    geoAlliance.canvas.drawScale(context, container, { ...look, height });
    [context.globalAlpha, context.strokeStyle, context.lineWidth] = [0.2, look.text, 1];
    context.strokeRect(0.5, 0.5, width - 1, height - 1); // where land has the page's colour, the map would have no edge
    context.restore();
  }

  // The records that the picture shows; null where nothing counts them.
  function listSeen() {
    const near = geoAlliance.browse && geoAlliance.browse.list && geoAlliance.browse.list([]);
    return near ? near.records : null;
  }

  // The rows of the legend, opened or not: a symbol if there is one, its words, its count. What is nowhere in the picture
  // needs no explanation in it.
  function readLegend() {
    const rows = [], seen = listSeen(), layers = seen && new Set(seen.map((record) => record.layer));
    const read = (part, head) => {
      const say = (name) => (part.querySelector(name) || { textContent: "" }).textContent;
      rows.push({ icon: part.querySelector("svg path"), label: say(".label") || part.textContent, count: say(".count"), head });
    };
    for (const part of atlas.map.getContainer().querySelectorAll(".legend .body > *")) {
      if (layers && part.dataset.layer && !layers.has(part.dataset.layer)) continue;
      if (part.tagName === "P") read(part, true);
      part.querySelectorAll(":scope > summary, :scope > ul > li, :scope > li").forEach((row) => read(row, row.tagName === "SUMMARY"));
    }
    return rows;
  }

  function wrap(context, text, width) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
      if (context.measureText(longer).width > width && lines[lines.length - 1]) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  // The legend's rows in columns of about the same height; a head does not stand alone at the foot of one.
  function layLegend(context, width, font) {
    const least = width < 2 * COLUMN ? NARROW_COLUMN : COLUMN;
    const count = Math.max(1, Math.floor((width + EDGE) / least));
    const column = (width + EDGE) / count - EDGE;
    const rows = readLegend().map((row) => {
      context.font = `${row.head ? "600 " : ""}12.5px ${font}`;
      const lines = wrap(context, row.label, column - (row.icon ? ICON + 6 : 0) - (row.count ? 40 : 0));
      return { ...row, lines, height: lines.length * (ROW - 3) + 3 + (row.head ? 7 : 0) };
    });
    const share = rows.reduce((sum, row) => sum + row.height, 0) / count;
    let [place, y, tallest] = [0, 0, 0];
    rows.forEach((row, index) => {
      const next = rows[index + 1];
      const needed = row.height + (row.head && next && !next.head ? next.height : 0);
      if (y && place < count - 1 && y + needed > share + ROW) [place, y] = [place + 1, 0];
      Object.assign(row, { x: place * (column + EDGE), y: y + (row.head && y ? 7 : 0), width: column });
      y = row.y + row.height - (row.head ? 7 : 0);
      tallest = Math.max(tallest, y);
    });
    return { rows, width, height: tallest };
  }

  // The narrowest legend that is no higher than the map beside it.
  function layBeside(context, height, font) {
    const tries = [1, 2, 3].map((count) => layLegend(context, count * COLUMN - EDGE, font));
    return tries.find((legend) => legend.height <= height) || tries[2];
  }

  function drawLegend(context, { rows }, { font, text }) {
    context.textBaseline = "middle";
    for (const row of rows) {
      if (row.icon) {
        context.save();
        context.translate(row.x, row.y);
        geoAlliance.canvas.drawShape(context, row.icon);
        context.restore();
      }
      context.fillStyle = text;
      context.font = `${row.head ? "600 " : ""}12.5px ${font}`;
      const left = row.x + (row.icon ? ICON + 6 : 0);
      row.lines.forEach((line, place) => context.fillText(line, left, row.y + 9 + place * (ROW - 3)));
      if (!row.count) continue;
      context.textAlign = "right";
      context.fillText(row.count, row.x + row.width, row.y + 9);
      context.textAlign = "left";
    }
  }

  // The address of the view; a page without one says none.
  function readAddress() {
    if (config.address !== undefined) return config.address;
    const address = new URL(parent.location.href);
    ["embed", "embed_options"].forEach((name) => address.searchParams.delete(name));
    return address.href;
  }

  // How many records there are, and how many of them the picture shows if that is fewer: the legend counts all.
  function sayCount() {
    const seen = listSeen(), all = atlas.shown.size.toLocaleString("en"), records = `${all} records`;
    if (!seen || seen.length === atlas.shown.size) return records;
    return `${records}, ${seen.length.toLocaleString("en")} of them in view (the legend counts all ${all})`;
  }

  function writeHead(titled) {
    const { caption } = config, era = geoAlliance.period.findEra(caption.eras, state);
    const period = geoAlliance.period.say(state);
    return [
      ...(titled ? [{ text: caption.title, size: 21, weight: 650 }] : []),
      { text: era ? `${era.name}, ${period}` : period[0].toUpperCase() + period.slice(1), size: 15, weight: 600 },
      { text: [sayCount(), ...(state.words || [])].join(" · "), size: 12.5 },
    ];
  }

  function writeFoot() {
    const { caption } = config;
    const made = [...new Set(state.layers.flatMap((layer) => caption.credits[layer] || []))];
    const map = state.tiles ? `${config.credits} (the atlas’s own map; online tiles cannot be put into a picture)` : config.credits;
    return [map, made.length ? `Records: ${made.join("; ")}` : "", caption.sources, caption.version, readAddress()]
      .filter(Boolean)
      .map((text) => ({ text, size: 11 }));
  }

  function layText(context, items, width, font) {
    return items.flatMap(({ text, size, weight }) => {
      context.font = `${weight || 400} ${size}px ${font}`;
      return wrap(context, text, width).map((line) => ({ line, font: context.font, height: Math.round(size * 1.38) }));
    });
  }

  function drawLines(context, lines, text) {
    let y = 0;
    context.textBaseline = "middle";
    context.fillStyle = text;
    for (const { line, font, height } of lines) {
      context.font = font;
      context.fillText(line, 0, y + height / 2);
      y += height;
    }
  }

  const heightOf = (lines) => lines.reduce((sum, { height }) => sum + height, 0);

  // Lay the parts out one under the other, then draw them on a canvas of that size, at twice the pixels of the page.
  function compose({ titled = true, beside = false } = {}) {
    const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
    const { x: width, y: height } = atlas.map.getSize();
    const font = getComputedStyle(atlas.map.getContainer()).fontFamily;
    const look = { font, text: resolve("var(--text-color, #333)"), back: resolve("var(--background-color, #fff)") };
    const legend = beside ? layBeside(context, height, font) : layLegend(context, width, font);
    const whole = beside ? width + EDGE + legend.width : width;
    const head = layText(context, writeHead(titled), whole, font), foot = layText(context, writeFoot(), whole, font);
    const top = EDGE + heightOf(head) + 8;
    const below = beside ? top + Math.max(height, legend.height) : top + height + 12 + legend.height;
    const places = [[EDGE, EDGE], [EDGE, top], beside ? [EDGE + width + EDGE, top] : [EDGE, top + height + 12], [EDGE, below + 12]];
    [canvas.width, canvas.height] = [(whole + 2 * EDGE) * SCALE, (below + 12 + heightOf(foot) + EDGE) * SCALE];
    context.scale(SCALE, SCALE);
    context.fillStyle = look.back;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const parts = [() => drawLines(context, head, look.text), () => drawMap(context, look), () => drawLegend(context, legend, look), () => drawLines(context, foot, look.text)];
    parts.forEach((draw, place) => {
      context.save();
      context.translate(...places[place]);
      draw();
      context.restore();
    });
    return canvas;
  }

  function nameFile() {
    const filtered = state.filters.some((filter) => state.layers.includes(filter.layer)) || state.inside ? "_filtered" : "";
    const names = state.names === "all" ? "" : `_names-${state.names}`;
    return `geo-alliance_map_${geoAlliance.period.nameFile(config.caption.eras, state)}${filtered}${names}_${config.caption.number}.png`;
  }

  async function save() {
    if (!state) return;
    const blob = await new Promise((done) => compose().toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = nameFile();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    if (state.tiles) geoAlliance.controls.say(atlas.map, "The picture shows the atlas’s own map: online tiles cannot be put into a picture.");
  }

  // Paper is white: the pictures take the light theme for as long as they are drawn. One is for upright pages, one for
  // pages on their side; the page's style shows the one that fits.
  function composeForPaper() {
    const { style } = document.documentElement;
    const kept = Object.keys(PRINTED).map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    try {
      Object.entries(PRINTED).forEach(([name, value]) => style.setProperty(name, value, "important"));
      atlas.paint();
      return [compose({ titled: false }), compose({ titled: false, beside: true })];
    } finally {
      kept.forEach(([name, value, priority]) => (value ? style.setProperty(name, value, priority) : style.removeProperty(name)));
      atlas.paint();
    }
  }

  // In print a picture stands in the map's place: a map in a frame would be cut at the page's edge.
  function printPicture() {
    const place = window.frameElement || atlas.map.getContainer();
    let printed = [];
    const add = () => {
      if (printed.length || !state) return;
      printed = composeForPaper().map((drawn, turned) => {
        const canvas = place.ownerDocument.createElement("canvas");
        [canvas.width, canvas.height, canvas.className] = [drawn.width, drawn.height, `ga-print-map ${turned ? "ga-landscape" : "ga-portrait"}`];
        canvas.getContext("2d").drawImage(drawn, 0, 0);
        return canvas;
      });
      place.after(...printed);
    };
    const remove = () => {
      printed.forEach((canvas) => canvas.remove());
      printed = [];
    };
    parent.addEventListener("beforeprint", add);
    parent.addEventListener("afterprint", remove);
    window.addEventListener("pagehide", () => {
      remove();
      parent.removeEventListener("beforeprint", add);
      parent.removeEventListener("afterprint", remove);
    });
  }

  function addButton() {
    const box = document.createElement("div"), tool = document.createElement("div"), button = document.createElement("button");
    [box.className, tool.className, button.type] = ["tools picture", "tool", "button"];
    button.setAttribute("aria-label", "Save as picture (PNG)");
    button.title = "Save as picture (PNG)";
    button.append(geoAlliance.symbols.icon("line", ""));
    button.querySelector("path").setAttribute("d", "M9 2 V11 M5.5 7.5 L9 11 L12.5 7.5 M2.5 12.5 V15.5 H15.5 V12.5");
    button.addEventListener("click", save);
    tool.append(button);
    box.append(tool);
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(box);
      // The map's own keys would take Enter.
      box.addEventListener("keydown", (event) => event.stopPropagation());
      return box;
    };
    control.addTo(atlas.map);
  }

  function start(started, tools) {
    [atlas, config] = [started, tools.config];
    addButton();
    printPicture();
  }

  const take = (_atlas, next) => (state = next);

  (geoAlliance.parts = geoAlliance.parts || []).push({ start, draw: take, preview: take });
  return { compose, save };
})();
