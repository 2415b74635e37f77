// Pooling as cnnteach.ops defines it, for the view. A window is a range of rows and one of columns of the image; every
// pooling is a sum of weight x pixel, and its gradient the same weights the other way around.

// Along one axis, where each window starts (negative in the padding) and which pixels it holds, [first, end).
const slidingWindows = (size, kernel, stride, before, count) =>
  Array.from({ length: count }, (_, i) => {
    const start = i * stride - before;
    return { start, first: Math.max(0, start), end: Math.min(size, start + kernel) };
  });
const adaptiveWindows = (size, count) =>
  Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * size) / count);
    return { start, first: start, end: Math.ceil(((i + 1) * size) / count) };
  });

// s: size, kind, windows ("sliding", "adaptive", "global"), window, stride (null: as the window), padding, output_size.
function poolGeometry(s) {
  const sliding = s.windows === "sliding",
    out = s.windows === "global" ? [1, 1] : pair(s.output_size);
  const g = geometry({
    size: s.size,
    kernel: s.window,
    stride: s.stride ?? s.window,
    padding: sliding ? s.padding : 0,
    dilation: 1,
    channels: 1,
    filters: 1,
    groups: 1,
  });
  if (!sliding)
    return {
      ...g,
      sliding,
      out,
      pads: [
        [0, 0],
        [0, 0],
      ],
      padded: g.sizes,
      ranges: g.sizes.map((size, a) => adaptiveWindows(size, out[a])),
      why: s.kind === "learned" ? "weights" : "",
    };
  const ranges = g.sizes.map((size, a) => slidingWindows(size, g.kernels[a], g.strides[a], g.pads[a][0], g.out[a]));
  const empty = s.kind !== "learned" && ranges.some((axis) => axis.some(({ first, end }) => first >= end));
  return { ...g, sliding, ranges, why: !g.fits ? "window" : empty ? "padding" : "" };
}

// The pixels of window k, row by row; a tap is a pixel's place in the window, counted in rows.
function visitWindow(g, k, visit) {
  const rows = g.ranges[0][Math.floor(k / g.out[1])],
    columns = g.ranges[1][k % g.out[1]];
  for (let r = rows.first; r < rows.end; r++)
    for (let q = columns.first; q < columns.end; q++)
      visit(r * g.sizes[1] + q, (r - rows.start) * g.kernels[1] + q - columns.start);
}

function pixelsIn(g, k) {
  const rows = g.ranges[0][Math.floor(k / g.out[1])],
    columns = g.ranges[1][k % g.out[1]];
  return Math.max(0, rows.end - rows.first) * Math.max(0, columns.end - columns.first); // none: a window of padding alone
}

// What a pixel counts for in window k: `weigh(pixel, tap)`.
function weigher(g, kind, w, winners, k) {
  if (kind === "max") return (pixel) => (pixel === winners[k] ? 1 : 0);
  if (kind === "learned") return (_, tap) => w[tap];
  const share = 1 / pixelsIn(g, k);
  return () => share;
}

// y: the outputs; winners: the pixel that won each window, the first of equals; ties: how many are equal there.
function pooled(g, kind, x, w) {
  const count = g.out[0] * g.out[1],
    y = new Float64Array(count),
    winners = new Int32Array(count).fill(-1),
    ties = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    if (kind !== "max") {
      const weigh = weigher(g, kind, w, winners, k);
      visitWindow(g, k, (pixel, tap) => {
        y[k] += x[pixel] * weigh(pixel, tap);
      });
      continue;
    }
    y[k] = -Infinity;
    visitWindow(g, k, (pixel) => {
      if (x[pixel] === y[k]) ties[k]++;
      if (x[pixel] <= y[k]) return;
      [y[k], winners[k], ties[k]] = [x[pixel], pixel, 1];
    });
  }
  return { y, winners, ties };
}

// The gradients by the pixels, and by the weights of a learned pooling.
function poolGradients(g, kind, x, w, winners, dy) {
  const dx = new Float64Array(g.sizes[0] * g.sizes[1]),
    dw = new Float64Array(g.kernels[0] * g.kernels[1]);
  for (let k = 0; k < dy.length; k++) {
    const weigh = weigher(g, kind, w, winners, k);
    visitWindow(g, k, (pixel, tap) => {
      dx[pixel] += dy[k] * weigh(pixel, tap);
      if (kind === "learned") dw[tap] += dy[k] * x[pixel];
    });
  }
  return { dx, dw };
}

// The terms of one output, of one pixel's gradient, and of one weight's gradient.
function outputTerms(g, kind, x, w, winners, k) {
  const terms = [],
    weigh = weigher(g, kind, w, winners, k);
  visitWindow(g, k, (pixel, tap) =>
    terms.push({ pixel, tap, output: k, weight: weigh(pixel, tap), value: x[pixel] * weigh(pixel, tap) }),
  );
  return terms;
}

const windowsWith = (g, pixel) => {
  const holding = (axis, at) => g.ranges[axis].flatMap(({ first, end }, i) => (at >= first && at < end ? [i] : []));
  const columns = holding(1, pixel % g.sizes[1]);
  return holding(0, Math.floor(pixel / g.sizes[1])).flatMap((i) => columns.map((j) => i * g.out[1] + j));
};

function pixelTerms(g, kind, x, w, winners, dy, pixel) {
  return windowsWith(g, pixel)
    .flatMap((k) => outputTerms(g, kind, x, w, winners, k).filter((t) => t.pixel === pixel))
    .map((t) => ({ ...t, value: t.weight * dy[t.output] }));
}

function weightTerms(g, x, dy, tap) {
  const terms = [];
  for (let k = 0; k < dy.length; k++)
    visitWindow(g, k, (pixel, at) => {
      if (at === tap) terms.push({ pixel, tap, output: k, value: x[pixel] * dy[k] });
    });
  return terms;
}
