// What ConvExplorer shows follows from its traits: the input cut out, the kernels at today's size, padding, output.

const MAX_FILTERS = 6;

// The first channel of a picture with four planes is grey, the others red, green and blue.
const planesOf = (channels, planes) =>
  Array.from({ length: channels }, (_, c) => (planes === 4 && channels > 1 ? c + 1 : c));

function cropped(source, [, columns, planes], [H, W], channels) {
  const used = planesOf(channels, planes),
    x = new Float64Array(H * W * channels);
  for (let r = 0; r < H; r++)
    for (let q = 0; q < W; q++)
      for (let c = 0; c < channels; c++) x[(r * W + q) * channels + c] = source[(r * columns + q) * planes + used[c]];
  return x;
}

// The kernels at today's size: a preset is looked up; the learner's own keeps its centre, zeros around it.
function fitKernels(get, g) {
  const [KH, KW] = g.kernels,
    own = floats(get("_w")),
    [rows, columns, depth, count] = get("_w_shape"),
    table = floats(get("_presets"));
  const up = Math.floor((rows - 1) / 2) - Math.floor((KH - 1) / 2),
    left = Math.floor((columns - 1) / 2) - Math.floor((KW - 1) / 2);
  const kept = (i, j, c, f) =>
    i < 0 || j < 0 || i >= rows || j >= columns
      ? 0
      : own[((i * columns + j) * depth + Math.min(c, depth - 1)) * count + Math.min(f, count - 1)];
  const w = new Float64Array(KH * KW * g.depth * g.filters);
  for (let f = 0; f < g.filters; f++) {
    const index = get("preset_names").indexOf(get("presets")[f]),
      plane = index < 0 ? null : presetKernel(table, index, KH, KW);
    for (let k = 0; k < KH * KW; k++)
      for (let c = 0; c < g.depth; c++)
        w[(k * g.depth + c) * g.filters + f] = plane ? plane[k] : kept(Math.floor(k / KW) + up, (k % KW) + left, c, f);
  }
  return w;
}

// `now` is what the traits were last computed to; `own` what only this view knows, such as the cell that is pointed at.
function explorer(model) {
  const get = (name) => model.get(name),
    isSquare = ([rows, columns]) => rows === columns,
    square = isSquare(pair(get("size"))) && isSquare(pair(get("kernel")));
  const own = { probe: null, playing: null, square, painting: false, ink: 9 };
  const state = () =>
    Object.fromEntries(
      ["size", "kernel", "channels", "filters", "groups", "stride", "padding", "dilation", "flip"].map((k) => [
        k,
        get(k),
      ]),
    );
  const change = changerOf(model);

  // Everything that follows from the traits: geometry, padded input, kernel as used, output; backwards, the gradients.
  const compute = () => {
    const s = state(),
      g = geometry(s);
    if (!g.divides) return { s, g };
    const x = cropped(floats(get("_source")), get("_source_shape"), g.sizes, g.channels);
    const w = fitKernels(get, g),
      b = floats(get("_b")).subarray(0, g.filters);
    const used = s.flip ? flip(g, w) : w,
      padded = pad(g, x);
    if (!g.fits) return { s, g, x, w, b, used, padded };
    const y = conv2d(g, padded, used, b);
    const plane = (values, f) => values.filter((_, k) => k % g.filters === f);
    const decimals = Array.from({ length: g.filters }, (_, f) => decimalsFor(x, plane(w, f), [b[f]], plane(y, f)));
    const now = { s, g, x, w, b, used, padded, y, decimals };
    return get("backward") ? { ...now, back: computeBack(get, now, place(g)) } : now;
  };

  // The filter whose kernel is shown, and the selected output: the last there is, where there are fewer now.
  const filter = () => Math.min(get("filter"), get("filters") - 1);
  const place = (g) => {
    const [row, column] = get("selected").map((at, axis) => Math.max(0, Math.min(at, g.out[axis] - 1)));
    return { row, column, filter: filter(), index: row * g.out[1] + column };
  };
  return { model, get, own, state, change, compute, filter, place, now: null };
}
