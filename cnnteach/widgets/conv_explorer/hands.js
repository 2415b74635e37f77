// What a learner's hand does to the grids of ConvExplorer: point, write a number, paint.

function convHands(ex, { light, stop, panel }) {
  const { get, own, change } = ex;
  const writePixel = (channel, row, column, value) => {
    const { g } = ex.now,
      [, columnsOf, planes] = get("_source_shape"),
      [[top], [left]] = g.pads,
      source = floats(get("_source"));
    const plane = planesOf(g.channels, planes)[channel];
    source[((row - top) * columnsOf + column - left) * planes + plane] = value;
    change({ _source: asBytes(source), image: "edited" });
  };
  const given = (row, column) => {
    const { s, g } = ex.now;
    return s.flip ? [g.kernels[0] - 1 - row, g.kernels[1] - 1 - column] : [row, column];
  };
  const writeWeight = (channel, row, column, value) => {
    const { g, w } = ex.now,
      presets = [...get("presets")],
      f = ex.filter(),
      [i, j] = given(row, column);
    w[((i * g.kernels[1] + j) * g.depth + channel) * g.filters + f] = value;
    presets[f] = "custom";
    change({ _w: asBytes(w), _w_shape: [...g.kernels, g.depth, g.filters], presets });
  };
  const writeUpstream = (filter, row, column, value) => {
    const { g, back } = ex.now,
      dy = Float64Array.from(back.dy);
    dy[(row * g.out[1] + column) * g.filters + filter] = value;
    change({ _dy: asBytes(dy), _dy_shape: [...g.out, g.filters], upstream_preset: "yours" });
  };
  const aim = (probe) => {
    own.probe = probe;
    light();
  };
  const select = (filter, row, column) => {
    own.probe = ex.now.back ? { kind: "output", channel: filter, row, column } : null;
    if (own.playing) stop();
    change({ selected: [row, column], filter });
    if (own.probe) light();
  };
  // Backwards, the number that is pointed at is explained, and stays so; a zero of the padding is only looked at.
  const trace = (kind, channel, row, column) => {
    const [[top], [left]] = ex.now.g.pads,
      inside = kind !== "input" || panel(kind, channel).isInner(row, column);
    if (!inside) return aim({ kind, channel, row, column });
    own.probe = null;
    change({
      traced: {
        input: ["x", row - top, column - left, channel],
        kernel: ["w", ...given(row, column), channel],
        bias: ["b", 0, 0, 0],
      }[kind],
    });
    light();
  };
  return {
    leave: () => aim(null),
    point: (kind, which, row, column) => {
      if (kind === "output") select(which, row, column);
      else if (ex.now.back) trace(kind, which, row, column);
      else aim({ kind, channel: which, row, column });
    },
    stroke: (kind, which, row, column) =>
      kind === "input" &&
      own.painting &&
      !ex.now.back &&
      panel(kind, which).isInner(row, column) &&
      (writePixel(which, row, column, own.ink), true),
    edits: (kind, which) => {
      const write = (ex.now.back ? { output: writeUpstream } : { input: writePixel, kernel: writeWeight })[kind];
      return write ? (row, column, value) => write(which, row, column, value) : null;
    },
  };
}

// Whether dragging over the input writes a number, and which.
function brushRow({ own }) {
  const painting = checkbox(
    { name: "paint", label: "paint with", title: "drag over the input to write this number" },
    (on) => {
      own.painting = on;
    },
  );
  const ink = numberField({ name: "ink", says: "number to paint" }, (value) => {
    own.ink = value;
  });
  ink.show(String(own.ink));
  return h("span", { class: "cn-line" }, painting.row, ink.row);
}

// The row that turns the window around: the switch, the upstream gradient, the comparison with Keras.
function turnRow(ex) {
  const { get, change } = ex;
  const turn = checkbox(
    { name: "backward", label: "backwards", title: "what a loss hands back to each number" },
    (on) => {
      ex.own.probe = null;
      change({ backward: on });
    },
  );
  const upstream = choice({ name: "upstream", label: "upstream dY", options: UPSTREAMS }, (name) =>
    change({ upstream_preset: name }),
  );
  const badge = kerasBadge(ex),
    more = h("span", { class: "cn-line" }, upstream.row, badge.row);
  const show = (ok) => {
    turn.show(get("backward"));
    upstream.show(get("upstream_preset"));
    more.hidden = !get("backward") || !ok;
    badge.forget();
  };
  return { element: h("div", { class: "cn-line cn-turn" }, turn.row, more), show };
}
