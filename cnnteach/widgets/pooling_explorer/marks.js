// Which cells of PoolingExplorer light up for what is pointed at.

// Where a pixel, an output and a weight stand in their grids.
function spotsOf(g) {
  const [[top], [left]] = g.pads,
    at = (k, columns, more) => ({ row: Math.floor(k / columns), column: k % columns, ...more });
  return {
    pixel: (k, more = {}) => ({ row: Math.floor(k / g.sizes[1]) + top, column: (k % g.sizes[1]) + left, ...more }),
    output: (k, more = {}) => at(k, g.out[1], more),
    weight: (k, more = {}) => at(k, g.kernels[1], more),
  };
}

function windowMark(g, k) {
  const [rows, columns] = [g.ranges[0][Math.floor(k / g.out[1])], g.ranges[1][k % g.out[1]]];
  const extent = ({ start, end }, axis) => (g.sliding ? g.kernels[axis] : end - start);
  return {
    row: rows.start + g.pads[0][0],
    column: columns.start + g.pads[1][0],
    rows: extent(rows, 0),
    columns: extent(columns, 1),
  };
}

// Is there still such a pixel or weight? An input or a window may have become smaller under the pointer.
const isProbed = ({ s, x, w }, probe) =>
  probe.kind === "pixel" ? probe.pixel < x.length : probe.tap < w.length && s.kind === "learned";

// Marks for each grid: of what is pointed at (`probe`, else output k) and of the gradients that jumped.
function poolMarks(now, probe, k, jumps, veiled) {
  const { g, s, x, dy, winners } = now,
    spot = spotsOf(g),
    marks = { input: [], weights: [], output: [], dx: [], dw: [], dy: [] };
  const put = (mark, ...names) => names.forEach((name) => marks[name].push(mark)),
    max = s.kind === "max" && !veiled;
  if (probe?.kind === "pixel") {
    put(spot.pixel(probe.pixel), "input", "dx");
    for (const each of windowsWith(g, probe.pixel)) {
      const wins = max && winners[each] === probe.pixel;
      put(spot.output(each, { note: wins ? "wins" : undefined, faint: max && !wins }), "output", "dy");
      if (s.kind === "learned")
        visitWindow(
          g,
          each,
          (pixel, tap) => pixel === probe.pixel && put(spot.weight(tap, { faint: true }), "weights"),
        );
    }
  } else if (probe?.kind === "weight") {
    put(spot.weight(probe.tap), "weights", "dw");
    for (const t of weightTerms(g, x, dy, probe.tap)) put(spot.pixel(t.pixel, { faint: true }), "input");
  } else {
    put(windowMark(g, k), "input", "dx");
    put(spot.output(k), "output", "dy");
    if (max) put(spot.pixel(winners[k], { note: "max" }), "input", "dx");
  }
  for (const { from, to } of jumps ?? [])
    marks.dx.push(spot.pixel(from, { faint: true }), spot.pixel(to, { note: "now" }));
  return marks;
}
