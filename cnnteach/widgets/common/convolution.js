// Convolution as cnnteach.shapes and cnnteach.ops define it, for the view: sizes, padding, products.
// A tensor is a Float64Array in row-major order, channels last: x (H, W, C), w (KH, KW, C/groups, F), y (OH, OW, F).

const span = (kernel, dilation) => (kernel - 1) * dilation + 1;

function samePadding(size, kernel, stride, dilation) {
  const stops = Math.ceil(size / stride);
  const total = Math.max((stops - 1) * stride + span(kernel, dilation) - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function fourSides(padding, sizes, kernels, strides, dilations) {
  if (padding === "valid")
    return [
      [0, 0],
      [0, 0],
    ];
  if (padding === "same") return sizes.map((size, a) => samePadding(size, kernels[a], strides[a], dilations[a]));
  return pair(padding).map(pair);
}

const outputSize = (padded, kernel, stride, dilation) =>
  Math.max(0, Math.floor((padded - span(kernel, dilation)) / stride) + 1);

function geometry(s) {
  const [sizes, kernels, strides, dilations] = [s.size, s.kernel, s.stride, s.dilation].map(pair);
  const pads = fourSides(s.padding, sizes, kernels, strides, dilations);
  const padded = sizes.map((size, a) => size + pads[a][0] + pads[a][1]);
  const out = padded.map((size, a) => outputSize(size, kernels[a], strides[a], dilations[a]));
  const depth = s.channels / s.groups;
  return {
    sizes,
    kernels,
    strides,
    dilations,
    pads,
    padded,
    out,
    depth,
    channels: s.channels,
    filters: s.filters,
    groups: s.groups,
    fits: out[0] > 0 && out[1] > 0,
    divides: s.channels % s.groups === 0 && s.filters % s.groups === 0,
  };
}

// The input channels that filter f reads: all of them, or those of its group.
const firstChannel = (g, f) => Math.floor(f / (g.filters / g.groups)) * g.depth;

// Along one axis (0 rows, 1 columns): which padded pixels does some window reach?
function reached(g, axis) {
  const mask = new Uint8Array(g.padded[axis]);
  for (let stop = 0; stop < g.out[axis]; stop++)
    for (let tap = 0; tap < g.kernels[axis]; tap++) mask[stop * g.strides[axis] + tap * g.dilations[axis]] = 1;
  return mask;
}

function pad(g, x) {
  const [[top], [left]] = g.pads,
    [H, W] = g.sizes,
    [PH, PW] = g.padded,
    C = g.channels;
  const padded = new Float64Array(PH * PW * C);
  for (let r = 0; r < H; r++) padded.set(x.subarray(r * W * C, (r + 1) * W * C), ((r + top) * PW + left) * C);
  return padded;
}

function flip(g, w) {
  const [KH, KW] = g.kernels,
    cell = g.depth * g.filters,
    flipped = new Float64Array(w.length);
  for (let k = 0; k < KH * KW; k++) flipped.set(w.subarray(k * cell, (k + 1) * cell), (KH * KW - 1 - k) * cell);
  return flipped;
}

// The products that make one output, kernel row by kernel row, channel by channel.
function products(g, padded, w, row, column, filter) {
  const terms = [],
    first = firstChannel(g, filter);
  for (let c = 0; c < g.depth; c++)
    for (let i = 0; i < g.kernels[0]; i++)
      for (let j = 0; j < g.kernels[1]; j++) {
        const r = row * g.strides[0] + i * g.dilations[0],
          q = column * g.strides[1] + j * g.dilations[1];
        const x = padded[(r * g.padded[1] + q) * g.channels + first + c];
        const weight = w[((i * g.kernels[1] + j) * g.depth + c) * g.filters + filter];
        terms.push({ x, w: weight, product: x * weight, row: r, column: q, channel: first + c, i, j });
      }
  return terms;
}

function conv2d(g, padded, w, b) {
  const [OH, OW] = g.out,
    [KH, KW] = g.kernels,
    F = g.filters,
    y = new Float64Array(OH * OW * F);
  for (let f = 0; f < F; f++) {
    const first = firstChannel(g, f);
    for (let r = 0; r < OH; r++)
      for (let q = 0; q < OW; q++) {
        let sum = 0;
        for (let i = 0; i < KH; i++)
          for (let j = 0; j < KW; j++) {
            const at =
              ((r * g.strides[0] + i * g.dilations[0]) * g.padded[1] + q * g.strides[1] + j * g.dilations[1]) *
                g.channels +
              first;
            const wt = (i * KW + j) * g.depth * F + f;
            for (let c = 0; c < g.depth; c++) sum += padded[at + c] * w[wt + c * F];
          }
        y[(r * OW + q) * F + f] = sum + b[f];
      }
  }
  return y;
}

// The outputs that padded pixel (row, column) feeds, each with the kernel tap (i, j) by which it does.
function fedBy(g, row, column) {
  const taps = (axis, at) => {
    const found = [];
    for (let tap = 0; tap < g.kernels[axis]; tap++) {
      const start = at - tap * g.dilations[axis];
      if (start >= 0 && start % g.strides[axis] === 0 && start / g.strides[axis] < g.out[axis])
        found.push([start / g.strides[axis], tap]);
    }
    return found;
  };
  return taps(0, row).flatMap(([r, i]) => taps(1, column).map(([q, j]) => ({ row: r, column: q, i, j })));
}
