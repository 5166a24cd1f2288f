// Symbols: shapes of equal area around a point, drawn as SVG paths on the map and in the legend.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.symbols = (function () {
  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = { triangle: [3, -90], square: [4, 45], diamond: [4, 0], pentagon: [5, -90], hexagon: [6, 0] };

  // The corners of a regular polygon whose area is that of a circle of radius r.
  function polygon(sides, turnDegrees, r) {
    const step = (2 * Math.PI) / sides;
    const outer = r * Math.sqrt((2 * Math.PI) / (sides * Math.sin(step)));
    return Array.from({ length: sides }, (_, i) => {
      const angle = (turnDegrees * Math.PI) / 180 + i * step;
      return [outer * Math.cos(angle), outer * Math.sin(angle)];
    });
  }

  function star(r) {
    return Array.from({ length: 10 }, (_, i) => {
      const angle = (-90 + i * 36) * (Math.PI / 180);
      const length = r * (i % 2 ? 0.66 : 1.5);
      return [length * Math.cos(angle), length * Math.sin(angle)];
    });
  }

  function cross(r) {
    const a = r * 0.4, b = r * 1.35;
    return [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]];
  }

  function circle(x, y, r) {
    return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
  }

  // SVG path data of a shape at x, y with the area of a circle of radius r (all in pixels).
  function path(shape, x, y, r) {
    const corners = shape in SIDES ? polygon(...SIDES[shape], r) : shape === "star" ? star(r) : shape === "cross" ? cross(r) : null;
    if (!corners) return circle(x, y, r);
    return "M" + corners.map(([dx, dy]) => `${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}`).join("L") + "Z";
  }

  // A small SVG picture of a symbol, for the legend.
  function icon(shape, className, size = 18) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    const mark = document.createElementNS(SVG, "path");
    const half = size / 2;
    const d = shape === "line" ? `M1,${half}H${size - 1}` : shape === "area" ? `M2,4H${size - 2}V${size - 4}H2Z` : path(shape, half, half, size * 0.28);
    mark.setAttribute("d", d);
    mark.setAttribute("class", className);
    svg.append(mark);
    return svg;
  }

  // A Leaflet layer: a circle marker that is drawn as one of the shapes.
  const Marker = L.CircleMarker.extend({
    options: { shape: "circle" },
    _updatePath() {
      const d = this._empty() ? "M0 0" : path(this.options.shape, this._point.x, this._point.y, this._radius);
      this._renderer._setPath(this, d);
    },
  });

  return { Marker, icon, path };
})();
