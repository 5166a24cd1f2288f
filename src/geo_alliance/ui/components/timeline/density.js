// How much began (above the line) and ended (below it) in each year, as quiet bars. One great year would flatten all
// others: the second highest bar has the full height, and a higher one is cut by a gap.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000, ABOVE = 21, BELOW = 10, LINE = ABOVE, FILLED = 0.72, GAP_AT = 0.72, GAP = 2;

function rect(x, y, width, height) {
  return `M${x.toFixed(2)},${y.toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}h${(-width).toFixed(2)}Z`;
}

// A bar from the line, upwards (way -1) or downwards (way 1), at most as long as there is room.
function bar(x, width, length, { way, room }) {
  const from = way < 0 ? LINE : LINE + 1;
  if (length <= room) return rect(x, from, width, way * length);
  return rect(x, from, width, way * room * GAP_AT) + rect(x, from + way * (room * GAP_AT + GAP), width, way * (room * (1 - GAP_AT) - GAP));
}

function draw(path, scale, rows, { unit, ...bounds }) {
  const bars = rows.filter(([, count]) => count).map(([year, count]) => {
    const from = scale.place(`${year}-01-01`) * WIDTH, to = scale.place(`${year + 1}-01-01`) * WIDTH;
    return bar(from, Math.max((to - from) * FILLED, 0.7), count * unit, bounds);
  });
  path.setAttribute("d", bars.join(""));
}

// The picture, made once; `draw` gives it other years.
export function createDensity(className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `density ${className}`);
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${ABOVE + BELOW + 1}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const [began, ended] = ["began", "ended"].map((name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    svg.append(path);
    return path;
  });
  function update(scale, years) {
    const seen = years.filter(([year]) => `${year}-12-31` >= scale.first && `${year}-01-01` <= scale.last);
    const counts = seen.map((row) => row[1]).sort((a, b) => b - a);
    const unit = Math.min(ABOVE / Math.max(1, counts[1] ?? counts[0] ?? 1), 3);
    draw(began, scale, seen.map((row) => [row[0], row[1]]), { unit, way: -1, room: ABOVE });
    draw(ended, scale, seen.map((row) => [row[0], row[2]]), { unit, way: 1, room: BELOW });
  }
  return { svg, draw: update };
}
