// What VolumeExplorer shows follows from its traits: the input, and each layer's filters and maps.

const DEEPEST = 8,
  WIDEST = 7; // channels or filters; rows or columns of a filter

// The filters in use are a corner of those that are held, (7, 7, 8, 8).
function cornerOf(held, K, C, F) {
  const w = new Float64Array(K * K * C * F);
  for (let i = 0; i < K; i++)
    for (let j = 0; j < K; j++)
      for (let c = 0; c < C; c++)
        for (let f = 0; f < F; f++)
          w[((i * K + j) * C + c) * F + f] = held[((i * WIDEST + j) * DEEPEST + c) * DEEPEST + f];
  return w;
}

// One layer: {g, padded, w, b, y}; y is missing where the filter does not fit.
function layerOf({ rows, columns, depth, values }, { kernel, stride, padding, filters }, held, biases) {
  const g = geometry({
    size: [rows, columns],
    kernel,
    stride,
    padding,
    dilation: 1,
    channels: depth,
    filters,
    groups: 1,
  });
  const w = cornerOf(held, kernel, depth, filters),
    b = biases.subarray(0, filters),
    padded = pad(g, values);
  return { g, padded, w, b, y: g.fits ? conv2d(g, padded, w, b) : undefined };
}

const volumeOf = (g, values) => ({ rows: g.out[0], columns: g.out[1], depth: g.filters, values });

function volumeState(model) {
  const get = (name) => model.get(name),
    own = { focus: null };
  const change = changerOf(model);

  // volumes: the input and what each layer gives; layers: how. Nothing while the shape of the input is still to come.
  const compute = () => {
    const values = floats(get("_x")),
      [rows, columns, depth] = get("_x_shape"),
      input = { rows, columns, depth, values };
    if (values.length !== rows * columns * depth) return null;
    const [one, two, b1, b2] = ["_w", "_w2", "_b", "_b2"].map((name) => floats(get(name))),
      relu = get("relu"),
      count = get("layers"),
      now = { relu, count, input };
    const first = layerOf(
      input,
      { kernel: get("kernel"), stride: get("stride"), padding: get("padding"), filters: get("filters") },
      one,
      b1,
    );
    if (!first.y) return { ...now, layers: [first], volumes: [input], lost: 0 };
    const maps = volumeOf(first.g, relu ? first.y.map((v) => Math.max(v, 0)) : first.y);
    if (count === 1) return { ...now, layers: [first], volumes: [input, maps] };
    const second = layerOf(maps, { kernel: get("kernel2"), stride: 1, padding: 0, filters: get("filters2") }, two, b2);
    const both = { ...now, layers: [first, second], volumes: [input, maps] };
    return second.y ? { ...both, volumes: [input, maps, volumeOf(second.g, second.y)] } : { ...both, lost: 1 };
  };

  // The unit that is explained: {layer (0 or 1), row, column, filter}, the last there is where there are fewer now.
  const unit = (now) => {
    const [row, column] = get("selected"),
      last = (at, n) => Math.max(0, Math.min(at, n - 1));
    const asked = own.focus ?? { layer: get("layer") - 1, row, column, filter: get("filter") };
    const layer = Math.min(asked.layer, now.volumes.length - 2),
      { rows, columns, depth } = now.volumes[layer + 1];
    return {
      layer,
      row: last(asked.row, rows),
      column: last(asked.column, columns),
      filter: last(asked.filter, depth),
    };
  };
  const select = ({ layer, row, column, filter }) => {
    own.focus = null;
    change({ layer: layer + 1, selected: [row, column], filter });
  };
  const writeWeight = ({ layer, filter }, channel, row, column, value) => {
    const name = ["_w", "_w2"][layer],
      held = floats(get(name));
    held[((row * WIDEST + column) * DEEPEST + channel) * DEEPEST + filter] = value;
    change({ [name]: asBytes(held) });
  };
  return { get, own, change, compute, unit, select, writeWeight };
}

// Everything about one unit: its products, what each channel contributes, the bias, the sum.
function unitOf(now, { layer, row, column, filter }) {
  const { g, padded, w, b, y } = now.layers[layer],
    terms = products(g, padded, w, row, column, filter),
    at = (row * g.out[1] + column) * g.filters;
  const partial = new Float64Array(g.depth);
  for (const t of terms) partial[t.channel] += t.product;
  const slice = (key, c) =>
    Float64Array.from(
      terms.filter((t) => t.channel === c),
      (t) => t[key],
    );
  const channels = Array.from({ length: g.depth }, (_, c) => ({
    window: slice("x", c),
    weights: slice("w", c),
    partial: partial[c],
  }));
  return {
    g,
    channels,
    bias: b[filter],
    sum: y[at + filter],
    column: now.volumes[layer + 1].values.slice(at, at + g.filters),
    decimals: decimalsFor(
      terms.map((t) => t.x),
      terms.map((t) => t.w),
      b,
      y.slice(at, at + g.filters),
    ),
  };
}

// Where a unit's window lies in the volume that it looks at: first row and column, and how many.
const windowIn = ({ g }, { row, column }) => ({
  row: row * g.strides[0] - g.pads[0][0],
  column: column * g.strides[1] - g.pads[1][0],
  size: g.kernels[0],
});

// What a unit of the second layer sees of the input, through the first.
function receptiveIn({ layers: [{ g }, second] }, unit) {
  const { row, column, size } = windowIn(second, unit),
    [s, k] = [g.strides[0], g.kernels[0]];
  return { row: row * s - g.pads[0][0], column: column * s - g.pads[1][0], size: (size - 1) * s + k };
}
