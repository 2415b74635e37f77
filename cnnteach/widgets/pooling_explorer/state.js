// What PoolingExplorer shows follows from its traits: the moved input, the windows, outputs and gradients.

const POOL_TRAITS = ["size", "window", "stride", "padding", "kind", "windows", "output_size", "shift"];

// A learned pooling starts as the average, and an upstream gradient as 1, 2, 3, ...; what was set holds for its own size.
const held = (values, shape, sizes, usual) =>
  shape[0] === sizes[0] && shape[1] === sizes[1] ? values : tabulate(sizes[0] * sizes[1], usual);

function pooler(model) {
  const get = (name) => model.get(name),
    own = { probe: null, news: null };
  const change = changerOf(model);

  const weights = (g) =>
    held(floats(get("_w")), get("_w_shape"), g.kernels, () => Math.fround(1 / (g.kernels[0] * g.kernels[1])));

  const compute = () => {
    const s = Object.fromEntries(POOL_TRAITS.map((name) => [name, get(name)])),
      g = poolGeometry(s),
      w = weights(g);
    const still = topLeft(floats(get("_source")), get("_source_shape"), g.sizes),
      x = moved(still, g.sizes, pair(s.shift));
    if (g.why) return { s, g, x, w };
    const dy = held(floats(get("_dy")), get("_dy_shape"), g.out, (k) => k + 1),
      found = pooled(g, s.kind, x, w);
    const before = pooled(g, s.kind, still, w).y;
    const now = { s, g, x, w, dy, ...found, still, before, ...poolGradients(g, s.kind, x, w, found.winners, dy) };
    return { ...now, decimals: poolDecimals(now) };
  };

  // The selected output: the last there is, where there are fewer now.
  const place = (g) => {
    const [row, column] = get("selected").map((at, axis) => Math.max(0, Math.min(at, g.out[axis] - 1)));
    return { row, column, index: row * g.out[1] + column };
  };
  return { get, own, change, weights, compute, place, now: {} };
}

// While a quiz asks for an output or a gradient, whatever would tell it stays hidden.
const isAsked = (quiz, { g }, k) => quiz.hides("output", [Math.floor(k / g.out[1]), k % g.out[1]]);
const isVeiled = (quiz) => quiz.hides("output") || quiz.hides("dx");

// Decimals of the pixels, the outputs and the gradients: exact where that is short.
function poolDecimals({ s, g, x, w, y, dy, dx, dw }) {
  const shares = s.kind === "max" ? [1] : s.kind === "learned" ? w : Array.from(y, (_, k) => 1 / pixelsIn(g, k));
  return {
    x: exactDecimals(Array.from(x), 3),
    dy: exactDecimals(Array.from(dy), 3),
    y: decimalsFor(x, shares, [0], y),
    dx: decimalsFor(dy, shares, [0], dx),
    dw: decimalsFor(x, dy, [0], dw),
  };
}
