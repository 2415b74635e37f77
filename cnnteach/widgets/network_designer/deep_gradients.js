// Gradients in a deep random net of dense ReLU layers, with and without shortcuts: as cnnteach.widgets.network_designer.deep_gradients computes them.

const DEEP = { width: 16, batch: 16 };

const drawn = (seed, stream, count) => tabulate(count, (k) => normal(seed, stream, k));

// a (rows, inner) times b (inner, columns).
function matmul(a, b, rows, inner, columns) {
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < inner; k++) {
      const value = a[r * inner + k],
        from = k * columns,
        to = r * columns;
      if (value !== 0) for (let q = 0; q < columns; q++) out[to + q] += value * b[from + q];
    }
  return out;
}

function turned(w, n) {
  const out = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let q = 0; q < n; q++) out[q * n + r] = w[r * n + q];
  return out;
}

// The mean over the batch of a * b, for each unit.
function meansOf(a, b, width) {
  const sums = new Float64Array(width);
  for (let k = 0, q = 0; k < a.length; k++, q = q + 1 === width ? 0 : q + 1) sums[q] += a[k] * b[k];
  for (let q = 0; q < width; q++) sums[q] *= width / a.length;
  return sums;
}
const ONES = new Float64Array(DEEP.width * DEEP.batch).fill(1);

// Each unit over the batch: mean 0, variance 1. Returns {out, spread}.
function normalised(z, width) {
  const out = new Float64Array(z.length),
    means = meansOf(z, ONES, width);
  for (let k = 0; k < z.length; k++) out[k] = z[k] - means[k % width];
  const spread = meansOf(out, out, width).map((variance) => Math.sqrt(variance + 1e-5));
  for (let k = 0; k < z.length; k++) out[k] /= spread[k % width];
  return { out, spread };
}

function normalisedBackward(dy, { out, spread }, width) {
  const dx = new Float64Array(dy.length),
    means = meansOf(dy, ONES, width),
    along = meansOf(dy, out, width);
  for (let k = 0; k < dx.length; k++)
    dx[k] = (dy[k] - means[k % width] - out[k] * along[k % width]) / spread[k % width];
  return dx;
}

const drawnNets = new Map(); // normal weights by seed and depth: a slider changes their scale alone
function drawnNet(seed, depth) {
  const key = `${seed},${depth}`,
    { width, batch } = DEEP;
  if (!drawnNets.has(key)) {
    if (drawnNets.size > 8) drawnNets.clear();
    drawnNets.set(key, {
      x: drawn(seed, 0, batch * width),
      dy: drawn(seed, 1, batch * width),
      w: drawn(seed, 2, depth * width * width),
    });
  }
  return drawnNets.get(key);
}

// The norm of the gradient by each layer's output, as a multiple of the last one's.
function gradientNorms({ depth, block, skips, gain, normalise, seed }) {
  const { width, batch } = DEEP,
    net = drawnNet(seed, depth),
    scale = gain * Math.sqrt(2 / width),
    tape = [],
    norms = new Float64Array(depth);
  const all = Float64Array.from(net.w, (v) => v * scale),
    weights = (l) => all.subarray(l * width * width, (l + 1) * width * width),
    isEnd = (l) => skips && l % block === block - 1;
  let x = net.x,
    start = x;
  for (let l = 0; l < depth; l++) {
    if (l % block === 0) start = x;
    const w = weights(l),
      z = matmul(x, w, batch, width, width),
      norm = normalise ? normalised(z, width) : null,
      sum = Float64Array.from(norm ? norm.out : z);
    if (isEnd(l)) for (let k = 0; k < sum.length; k++) sum[k] += start[k];
    tape.push({ w, norm, sum });
    x = new Float64Array(sum.length);
    for (let k = 0; k < x.length; k++) x[k] = Math.max(sum[k], 0);
  }
  let dx = Float64Array.from(net.dy),
    past = null;
  for (let l = depth - 1; l >= 0; l--) {
    const { w, norm, sum } = tape[l];
    const dsum = new Float64Array(dx.length);
    let squares = 0;
    for (let k = 0; k < dx.length; k++) {
      squares += dx[k] * dx[k];
      dsum[k] = sum[k] > 0 ? dx[k] : 0;
    }
    norms[l] = Math.sqrt(squares);
    if (isEnd(l)) past = dsum;
    dx = matmul(norm ? normalisedBackward(dsum, norm, width) : dsum, turned(w, width), batch, width, width);
    if (l % block === 0 && past) {
      for (let k = 0; k < dx.length; k++) dx[k] += past[k];
      past = null;
    }
  }
  const last = norms[depth - 1];
  return norms.map((v) => v / last);
}
