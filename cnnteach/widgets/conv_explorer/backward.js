// The convolution backwards: of L = sum(dY * Y), each product hands its gradient on to the pixel and the weight that made it.

const UPSTREAMS = [
  ["ones", "ones: L is the sum"],
  ["one", "a 1 at the selected output"],
  ["random", "random"],
];

// Whole numbers from -3 to 3 that follow from place and seed, as Python scatters them.
function scattered(row, column, filter, seed) {
  let mixed = (Math.imul((row * 193 + column) * 7 + filter + 1, 0x9e3779b1) + seed) >>> 0;
  for (const [shift, factor] of [
    [15, 0x2c1b3c6d],
    [12, 0x297a2d39],
  ])
    mixed = Math.imul(mixed ^ (mixed >>> shift), factor) >>> 0;
  return (((mixed ^ (mixed >>> 15)) >>> 0) % 7) - 3;
}

// The gradient of the loss by each output, (OH, OW, F); the learner's own keeps its corner.
function upstreamOf(get, g, { row, column, filter }) {
  const [OH, OW] = g.out,
    F = g.filters,
    own = floats(get("_dy")),
    [rows, columns, count] = get("_dy_shape");
  const at = {
    ones: () => 1,
    one: (r, q, f) => (r === row && q === column && f === filter ? 1 : 0),
    random: (r, q, f) => scattered(r, q, f, get("seed")),
    yours: (r, q, f) => (r < rows && q < columns && f < count ? own[(r * columns + q) * count + f] : 0),
  }[get("upstream_preset")];
  return tabulate(OH * OW * F, (k) => at(Math.floor(k / F / OW), Math.floor(k / F) % OW, k % F));
}

// dX on the padded plane (what falls on the padding is not handed on), dW of the kernel as it is used, db.
function gradients(g, padded, w, dy) {
  const dx = new Float64Array(padded.length),
    dw = new Float64Array(w.length),
    db = new Float64Array(g.filters),
    [KH, KW] = g.kernels,
    F = g.filters;
  for (let k = 0; k < dy.length; k++) {
    const f = k % F,
      r = Math.floor(k / F / g.out[1]),
      q = Math.floor(k / F) % g.out[1],
      first = firstChannel(g, f),
      d = dy[k];
    db[f] += d;
    for (let i = 0; i < KH; i++)
      for (let j = 0; j < KW; j++) {
        const at =
          ((r * g.strides[0] + i * g.dilations[0]) * g.padded[1] + q * g.strides[1] + j * g.dilations[1]) * g.channels +
          first;
        const wt = (i * KW + j) * g.depth * F + f;
        for (let c = 0; c < g.depth; c++) {
          dx[at + c] += d * w[wt + c * F];
          dw[wt + c * F] += d * padded[at + c];
        }
      }
  }
  return { dx, dw, db };
}

// Everything that follows from the traits once there is an output.
function computeBack(get, now, place) {
  const { g, x, padded, used } = now,
    dy = upstreamOf(get, g, place),
    { dx, dw, db } = gradients(g, padded, used, dy);
  const decimals = {
    x: decimalsFor(dy, used, [0], dx),
    w: decimalsFor(dy, x, [0], dw),
    b: decimalsFor(dy, [1], [0], db),
  };
  return { dy, dx, dw, db, decimals };
}

// The traced number, where there is one: its part, its place in the grid that shows it, its gradient.
function tracedOf(get, { s, g, back }, filter) {
  const [part, ...given] = get("traced");
  if (part === "b") return { part, filter, row: 0, column: 0, channel: 0, value: back.db[filter] };
  const most = part === "x" ? [...g.sizes, g.channels] : [...g.kernels, g.depth],
    at = given.map((v, a) => Math.min(v, most[a] - 1)),
    [, , channel] = at;
  if (part === "x") {
    const row = at[0] + g.pads[0][0],
      column = at[1] + g.pads[1][0];
    return {
      part,
      filter,
      at,
      row,
      column,
      channel,
      value: back.dx[(row * g.padded[1] + column) * g.channels + channel],
    };
  }
  const [row, column] = s.flip ? [g.kernels[0] - 1 - at[0], g.kernels[1] - 1 - at[1]] : at;
  return {
    part,
    filter,
    at,
    row,
    column,
    channel,
    value: back.dw[((row * g.kernels[1] + column) * g.depth + channel) * g.filters + filter],
  };
}

// The products that make a gradient: { dy, by, out: { filter, row, column }, i, j, r, q }, dy times what it met.
function backTerms({ g, padded, used, back }, { part, filter, row, column, channel }) {
  const at = (r, q, f) => back.dy[(r * g.out[1] + q) * g.filters + f],
    terms = [];
  const add = (r, q, f, by, where) =>
    terms.push({ dy: at(r, q, f), by, value: at(r, q, f) * by, out: { filter: f, row: r, column: q }, ...where });
  if (part === "x") {
    for (let f = 0; f < g.filters; f++) {
      const depth = channel - firstChannel(g, f);
      if (depth < 0 || depth >= g.depth) continue;
      for (const o of fedBy(g, row, column))
        add(o.row, o.column, f, used[((o.i * g.kernels[1] + o.j) * g.depth + depth) * g.filters + f], {
          i: o.i,
          j: o.j,
          depth,
        });
    }
    return terms;
  }
  for (let r = 0; r < g.out[0]; r++)
    for (let q = 0; q < g.out[1]; q++) {
      if (part === "b") {
        add(r, q, filter, 1, {});
        continue;
      }
      const [pr, pq] = [r * g.strides[0] + row * g.dilations[0], q * g.strides[1] + column * g.dilations[1]],
        c = firstChannel(g, filter) + channel;
      add(r, q, filter, padded[(pr * g.padded[1] + pq) * g.channels + c], { r: pr, q: pq, c });
    }
  return terms;
}

// L where the traced number is larger by h: the whole forward again.
function lossAt({ g, padded, used, b, back }, { part, filter, row, column, channel }, h) {
  const moved = { x: Float64Array.from(padded), w: Float64Array.from(used), b: Float64Array.from(b) };
  const index = {
    x: (row * g.padded[1] + column) * g.channels + channel,
    w: ((row * g.kernels[1] + column) * g.depth + channel) * g.filters + filter,
    b: filter,
  }[part];
  moved[part][index] += h;
  return conv2d(g, moved.x, moved.w, moved.b).reduce((sum, y, k) => sum + y * back.dy[k], 0);
}
