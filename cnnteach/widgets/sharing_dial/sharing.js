// The matrix of a dense, a locally connected and a convolutional layer, out of one table of weights.

const TABLE_SIDE = 8,
  STOPS = ["dense", "local", "shared"];

const sharingGeometry = (s) =>
  geometry({ size: s.size, kernel: s.kernel, stride: 1, padding: 0, dilation: 1, channels: 1, filters: 1, groups: 1 });

// Which weight of its window output o puts on pixel i, counted in rows; -1: none.
function tapAt(g, o, i) {
  const r = Math.floor(i / g.sizes[1]) - Math.floor(o / g.out[1]),
    q = (i % g.sizes[1]) - (o % g.out[1]);
  return r >= 0 && q >= 0 && r < g.kernels[0] && q < g.kernels[1] ? r * g.kernels[1] + q : -1;
}

// The number of the weight at a place of the matrix; equal numbers are one weight; -1: none.
function tiedAt(g, sharing, o, i) {
  const tap = tapAt(g, o, i);
  if (sharing === "dense") return o * g.sizes[0] * g.sizes[1] + i;
  return sharing === "local" && tap >= 0 ? o * g.kernels[0] * g.kernels[1] + tap : tap;
}

// Where the weight of a place stands in the table: all windows share those of the first.
function tableAt(g, sharing, o, i) {
  const inTable = (k, columns) => Math.floor(k / columns) * TABLE_SIDE + (k % columns);
  if (sharing === "shared") return inTable(tapAt(g, o, i), g.kernels[1]);
  return inTable(o, g.out[1]) * TABLE_SIDE ** 2 + inTable(i, g.sizes[1]);
}

function layerMatrix(g, sharing, table) {
  const outputs = g.out[0] * g.out[1],
    pixels = g.sizes[0] * g.sizes[1];
  const matrix = new Float64Array(outputs * pixels),
    tied = new Int32Array(outputs * pixels);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < pixels; i++) {
      const k = o * pixels + i;
      tied[k] = tiedAt(g, sharing, o, i);
      matrix[k] = tied[k] < 0 ? 0 : table[tableAt(g, sharing, o, i)];
    }
  return { matrix, tied };
}

const applied = (matrix, x) =>
  tabulate(matrix.length / x.length, (o) => x.reduce((sum, v, i) => sum + matrix[o * x.length + i] * v, 0));

const layerCounts = (pixels, units, window) => ({ dense: pixels * units, local: units * window, shared: window });

// Everything that follows from the traits.
function sharer(model) {
  const get = (name) => model.get(name),
    own = { probe: null, news: null };
  const change = changerOf(model);
  const compute = () => {
    const s = Object.fromEntries(["size", "kernel", "sharing", "shift"].map((name) => [name, get(name)]));
    const g = sharingGeometry(s),
      by = pair(s.shift);
    const still = topLeft(floats(get("_source")), get("_source_shape"), g.sizes),
      x = moved(still, g.sizes, by),
      table = floats(get("_table"));
    if (!g.fits) return { s, g, x };
    const layer = layerMatrix(g, s.sharing, table),
      y = applied(layer.matrix, x);
    const after = moved(applied(layer.matrix, still), g.out, by),
      known = moved(new Float64Array(y.length).fill(1), g.out, by);
    const difference = y.map((v, k) => (known[k] ? v - after[k] : NaN)),
      agree = difference.filter((d) => Math.abs(d) < 1e-6).length;
    const x3 = exactDecimals(Array.from(x), 3),
      decimals = { x: x3, y: decimalsFor(x, layer.matrix, [0], [...y, ...after]) };
    return {
      s,
      g,
      x,
      still,
      table,
      ...layer,
      y,
      after,
      difference,
      agree,
      known: known.filter(Boolean).length,
      decimals,
    };
  };
  const place = (g) => {
    const [row, column] = get("selected").map((at, axis) => Math.max(0, Math.min(at, g.out[axis] - 1)));
    return row * g.out[1] + column;
  };
  return { get, own, change, compute, place, now: {} };
}
