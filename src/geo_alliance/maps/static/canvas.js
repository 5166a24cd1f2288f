// Draws on a canvas what stands on the map: its shapes with their styles, its labels, its scale.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.canvas = (function () {
  const NAMES = ".place span", LABELS = ".overlay-label span, .flight-label span";

  const alpha = (text, opacity) => Number(text) * Number(opacity);

  function drawShape(context, shape) {
    const style = getComputedStyle(shape), outline = shape.getAttribute("d");
    if (!outline || style.display === "none" || style.visibility === "hidden") return;
    const path = new Path2D(outline);
    if (style.fill !== "none") {
      context.globalAlpha = alpha(style.fillOpacity, style.opacity);
      context.fillStyle = style.fill;
      context.fill(path, style.fillRule);
    }
    const width = parseFloat(style.strokeWidth);
    if (style.stroke !== "none" && width) {
      context.globalAlpha = alpha(style.strokeOpacity, style.opacity);
      context.strokeStyle = style.stroke;
      context.lineWidth = width;
      [context.lineCap, context.lineJoin] = [style.strokeLinecap, style.strokeLinejoin];
      context.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
      context.stroke(path);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  const orderOf = (part) => Number(getComputedStyle(part.closest(".leaflet-pane[style], .leaflet-pane")).zIndex) || 0;

  // The shapes from the lowest to the highest, with the names of places between them as on the map.
  function drawShapes(context, container) {
    const whole = container.getBoundingClientRect(), name = container.querySelector(NAMES);
    const drawings = [...container.querySelectorAll(".leaflet-map-pane svg")].sort((a, b) => orderOf(a) - orderOf(b));
    const above = name ? drawings.findIndex((drawing) => orderOf(drawing) > orderOf(name)) : -1;
    for (const [number, drawing] of drawings.entries()) {
      if (number === above) drawLabels(context, container, NAMES);
      const place = drawing.getBoundingClientRect(), { x, y } = drawing.viewBox.baseVal;
      context.save();
      context.translate(place.left - whole.left - x, place.top - whole.top - y);
      drawing.querySelectorAll("path").forEach((shape) => drawShape(context, shape));
      context.restore();
    }
    if (above < 0) drawLabels(context, container, NAMES);
  }

  // How opaque an element is with all that it stands in.
  function opacityOf(element, container) {
    let opacity = 1;
    for (let part = element; part && part !== container; part = part.parentElement) opacity *= Number(getComputedStyle(part).opacity);
    return opacity;
  }

  function drawText(context, node, whole, container) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const place = range.getBoundingClientRect(), style = getComputedStyle(node.parentElement);
    const words = style.textTransform === "uppercase" ? node.data.toUpperCase() : node.data;
    const halo = /^\w+\([^)]*\)/.exec(style.textShadow); // its colour
    context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    if ("letterSpacing" in context) context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
    context.globalAlpha = opacityOf(node.parentElement, container);
    const [left, middle] = [place.left - whole.left, place.top - whole.top + place.height / 2];
    if (halo) {
      Object.assign(context, { strokeStyle: halo[0], lineWidth: 3, lineJoin: "round" });
      context.strokeText(words, left, middle);
    }
    context.fillStyle = style.color;
    context.fillText(words, left, middle);
    context.globalAlpha = 1;
    if ("letterSpacing" in context) context.letterSpacing = "0px";
  }

  function drawLabels(context, container, which = LABELS) {
    const whole = container.getBoundingClientRect();
    context.textBaseline = "middle";
    for (const label of container.querySelectorAll(which)) {
      if (label.style.visibility === "hidden") continue;
      const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) drawText(context, walker.currentNode, whole, container);
    }
  }

  // The bars of the map's own scale, one above the other, in the lower left corner.
  function drawScale(context, container, { height, font, text, back }) {
    const bars = [...container.querySelectorAll(".leaflet-control-scale-line")].filter((bar) => bar.offsetWidth);
    context.font = `11px ${font}`;
    bars.forEach((bar, place) => {
      const [left, width, line] = [10, bar.offsetWidth, height - 26];
      const way = place === 0 ? -1 : 1;
      context.globalAlpha = 0.85;
      context.fillStyle = back;
      context.fillRect(left, place === 0 ? line - 16 : line, width, 16);
      context.globalAlpha = 1;
      context.strokeStyle = text;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, line + 0.5, width - 1, 0);
      for (const end of [left + 0.5, left + width - 0.5]) {
        context.beginPath();
        context.moveTo(end, line);
        context.lineTo(end, line + way * 6);
        context.stroke();
      }
      context.fillStyle = text;
      context.fillText(bar.textContent, left + 6, line + way * 8.5);
    });
  }

  return { drawShape, drawShapes, drawLabels, drawScale };
})();
