// PoolingExplorer: windows over an input, forward above, backward below; every number can be pointed at, changed, and asked.

function build(model, root, signal, quiz) {
  const ex = pooler(model),
    { get, own, change } = ex;
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    numbers = h("code");
  const floor = h("span", { class: "cn-floor" }),
    rule = h("span", { class: "cn-rule" });
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    chips = h("div", { class: "cn-terms" }),
    sum = h("span", { class: "cn-sum" });
  const dials = poolControls(ex),
    code = codePanel(() => (now.y ? `${poolNumpyCode(now)}\n\n${poolKerasCode(now)}\n` : ""));
  const ties = h(
    "details",
    { class: "cn-ties" },
    h("summary", {}, "Ties: who gets the gradient?"),
    ...TIES_TEXTS.map((text) => h("p", {}, text)),
  );
  let now = {},
    zoom;

  const aim = (probe) => {
    own.probe = probe;
    own.news = null;
    light();
  };
  const pixelAt = (row, column) => {
    const [[top], [left]] = now.g.pads,
      [r, q] = [row - top, column - left];
    return r >= 0 && q >= 0 && r < now.g.sizes[0] && q < now.g.sizes[1] ? r * now.g.sizes[1] + q : null;
  };
  const aimAtPixel = (row, column) => {
    const pixel = pixelAt(row, column);
    aim(pixel === null ? null : { kind: "pixel", pixel });
  };
  const takePixel = (row, column) => {
    aimAtPixel(row, column);
    quiz.take(row - now.g.pads[0][0], column - now.g.pads[1][0]);
  };
  const aimAtWeight = (row, column) => aim({ kind: "weight", tap: row * now.g.kernels[1] + column });
  const select = (row, column) => {
    own.probe = own.news = null;
    change({ selected: [row, column] });
    light();
  };
  const writePixel = (row, column, value) => writeShifted(ex, row - now.g.pads[0][0], column - now.g.pads[1][0], value);
  const write = (name, values, sizes, row, column, value) => {
    const changed = Float64Array.from(values);
    changed[row * sizes[1] + column] = value;
    change({ [`_${name}`]: asBytes(changed), [`_${name}_shape`]: sizes });
  };
  const leave = () => {
    own.probe = null;
    light();
  }; // what a change did stays said until something is pointed at
  const grids = {
    input: new NumberGrid({
      kind: "input",
      onLeave: leave,
      onPoint: takePixel,
      onEdit: writePixel,
      onDrag: writePixel,
    }),
    weights: new NumberGrid({
      kind: "weights",
      onLeave: leave,
      onPoint: aimAtWeight,
      onEdit: (r, q, v) => write("w", now.w, now.g.kernels, r, q, v),
    }),
    output: new NumberGrid({ kind: "output", onPoint: select }),
    dx: new NumberGrid({ kind: "dx", onLeave: leave, onPoint: aimAtPixel }),
    dw: new NumberGrid({ kind: "dw", onLeave: leave, onPoint: aimAtWeight }),
    dy: new NumberGrid({ kind: "dy", onPoint: select, onEdit: (r, q, v) => write("dy", now.dy, now.g.out, r, q, v) }),
    most: new NumberGrid({ kind: "most", onPoint: select }),
    mean: new NumberGrid({ kind: "mean", onPoint: select }),
  };
  const arrow = (sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign),
    signs = { forth: arrow("\u2192"), back: arrow("\u2190") };
  const scene = h(
    "div",
    { class: "cn-scene" },
    grids.input.element,
    grids.weights.element,
    signs.forth,
    grids.output.element,
    problem,
    grids.dx.element,
    grids.dw.element,
    signs.back,
    grids.dy.element,
  );
  const verdict = h("p"),
    beside = h("div", { class: "cn-beside" }, grids.most.element, grids.mean.element, verdict);
  root.append(
    dials.element,
    h("div", { class: "cn-formula" }, rule, numbers, floor),
    scene,
    live,
    chips,
    beside,
    ties,
    h(
      "div",
      { class: "cn-line cn-foot" },
      h("span", { class: "cn-tip" }, "Drag a number of the input up or down, or type one."),
      code.line,
    ),
    code.panel,
  );
  signal.addEventListener("abort", () => {
    now = {};
  });

  // As large as input, weights and output fit side by side; both rows of the scene have the same cells.
  const chooseZoom = (g) => {
    const { rem, width: whole } = roomOf(root),
      width = Math.max(200, whole - 7 * rem);
    const taps = now.s.kind === "learned" ? g.kernels[1] : 0;
    const high = Math.floor(Math.min(2.6 * rem, (26 * rem) / g.padded[0])),
      [rows, columns] = g.why ? [1, 4] : g.out;
    let cell = Math.max(4, high);
    const small = (c) => Math.max(c, Math.min(2 * rem, Math.floor((c * 9) / Math.max(1, taps))));
    while (cell > 4 && cell * (g.padded[1] + columns) + taps * small(cell) > width) cell--;
    const room = width - cell * g.padded[1] - taps * small(cell);
    return {
      input: cell,
      weights: small(cell),
      output: Math.floor(Math.max(cell, Math.min(2.6 * rem, room / columns, (cell * g.padded[0]) / rows))),
    };
  };

  const around = (values, fill) => {
    const { g } = now,
      [[top], [left]] = g.pads,
      [H, W] = g.sizes,
      [PH, PW] = g.padded,
      all = new Float64Array(PH * PW).fill(fill);
    for (let r = 0; r < H; r++) all.set(values.subarray(r * W, (r + 1) * W), (r + top) * PW + left);
    return all;
  };
  const word = (decimals) => (v) => (Number.isNaN(v) ? "" : fixed(v, decimals));

  // While a quiz asks for an output or a gradient, whatever would tell it stays hidden.
  const isAsked = (k) => quiz.hides("output", [Math.floor(k / now.g.out[1]), k % now.g.out[1]]);
  const isVeiled = () => quiz.hides("output") || quiz.hides("dx");

  const paintGrids = () => {
    const { g, s, x, w, y, dx, dw, dy, decimals } = now,
      [[top], [left]] = g.pads,
      [down, right] = pair(s.shift),
      learned = s.kind === "learned";
    const lowest = Math.min(0, ...x),
      scale = lowest < 0 ? signedScale(largestOf(x)) : greyScale(0, Math.max(1, ...x));
    const size = ([rows, columns]) => ({ rows, columns }),
      masks = g.sliding && !g.why ? [reached(g, 0), reached(g, 1)] : null;
    const unreached = (r, q) => masks !== null && !(masks[0][r] && masks[1][q]),
      pads = g.pads.flat().some(Boolean);
    root.classList.toggle("cn-learned", learned);
    const outside = { max: -Infinity, average: NaN, learned: 0 }[s.kind],
      d = decimals ?? { x: exactDecimals(Array.from(x), 3) };
    grids.input.show({
      ...size(g.padded),
      label: "input",
      values: around(x, outside),
      text: word(d.x),
      colour: scale,
      zoom: zoom.input,
      unreached,
      step: 10 ** -d.x,
      inner: {
        top: top + Math.max(0, down),
        left: left + Math.max(0, right),
        rows: g.sizes[0] - Math.abs(down),
        columns: g.sizes[1] - Math.abs(right),
      },
      caption: `input ${g.sizes.join("\u00d7")}${pads ? `, padded to ${g.padded.join("\u00d7")}` : ""}`,
    });
    if (learned)
      grids.weights.show({
        ...size(g.kernels),
        label: "weights",
        values: w,
        text: weightText,
        colour: signedScale(largestOf(w)),
        zoom: zoom.weights,
        caption: `weights ${g.kernels.join("\u00d7")}`,
      });
    if (!y) return;
    const signed = (values) => signedScale(largestOf(values)),
      answers = lowest < 0 || learned ? signed(y) : scale;
    const output = { ...size(g.out), zoom: zoom.output };
    grids.output.show({
      ...output,
      label: "output",
      values: y,
      text: (v, k) => (isAsked(k) ? "?" : fixed(v, d.y)),
      colour: (v, k) => (isAsked(k) ? palette().zero : answers(v)),
      caption: `output ${g.out.join("\u00d7")}`,
    });
    const veiled = isVeiled(),
      told = (v) => (Number.isNaN(v) ? "" : veiled ? "?" : fixed(v, d.dx));
    grids.dx.show({
      ...size(g.padded),
      label: "gradient of the input",
      values: around(dx, NaN),
      text: told,
      zoom: zoom.input,
      unreached,
      colour: veiled ? () => palette().zero : signed(dx),
      inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] },
      caption: "gradient of the input",
    });
    grids.dy.show({
      ...output,
      label: "upstream gradient",
      values: dy,
      text: word(d.dy),
      colour: signed(dy),
      caption: "upstream gradient",
    });
    if (learned)
      grids.dw.show({
        ...size(g.kernels),
        label: "gradient of the weights",
        values: dw,
        text: word(d.dw),
        colour: signed(dw),
        zoom: zoom.weights,
        caption: "their gradient",
      });
    if (beside.hidden) return;
    const { most, mean, sentence } = comparison(now),
      both = lowest < 0 ? signed([...most, ...mean]) : scale;
    for (const [grid, values, name] of [
      [grids.most, most, "maximum"],
      [grids.mean, mean, "average"],
    ])
      grid.show({ ...output, label: name, values, text: word(Math.max(1, d.x)), colour: both, caption: name });
    setText(verdict, sentence);
  };

  const light = () => {
    if (!now.y) return Object.values(grids).forEach((grid) => grid.mark([]));
    const at = ex.place(now.g),
      spot = spotsOf(now.g);
    if (own.probe && !isProbed(now, own.probe)) own.probe = null;
    const { probe } = own,
      veiled = isVeiled(),
      asked = !probe && isAsked(at.index);
    const marks = poolMarks(now, probe, at.index, veiled ? null : own.news, veiled);
    for (const name of Object.keys(marks)) grids[name].mark(marks[name]);
    for (const name of ["most", "mean"]) grids[name].mark([spot.output(at.index)]);
    if (!probe) for (const name of ["output", "dy", "most", "mean"]) grids[name].cursor = [at.row, at.column];
    setText(
      live,
      veiled
        ? veiledSentence(now, probe, at.index, asked)
        : own.news
          ? jumpSentence(now, own.news)
          : pointedSentence(now, probe, at.index),
    );
    const terms = poolTerms(now, probe, at.index, touch, veiled);
    setText(sum, veiled && (asked || probe) ? "= ?" : terms.sum);
    chips.replaceChildren(...terms.chips, sum);
  };
  const touch = (t) => {
    const spot = spotsOf(now.g);
    for (const name of ["input", "dx"]) grids[name].mark([spot.pixel(t.pixel)]);
    for (const name of ["output", "dy"]) grids[name].mark([spot.output(t.output)]);
  };
  chips.addEventListener("pointerleave", () => light());

  const paint = () => {
    const past = now;
    now = ex.compute();
    const jumps = newWinners(past, now);
    if (jumps.length) own.news = jumps;
    quiz.about(now);
    const { s, g } = now,
      ok = Boolean(now.y) && !quiz.hides("size"),
      learned = s.kind === "learned";
    dials.show(s, g);
    setText(problem, now.y ? "" : whyNoPooling(g));
    for (const part of [grids.output, grids.dx, grids.dy]) part.element.hidden = !ok;
    grids.weights.element.hidden = !learned;
    grids.dw.element.hidden = !ok || !learned;
    for (const part of [signs.back, live, chips, code.line]) part.hidden = !ok;
    beside.hidden = !ok || !get("compare") || isVeiled();
    const [rows, across] = g.why === "window" ? ["", ""] : [0, 1].map((axis) => windowText(g, axis));
    setText(rule, ruleText(s));
    const both = rows === across ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${across}`;
    setText(numbers, quiz.hides("size") ? "= ?" : s.windows === "global" ? "" : both);
    setText(floor, ok && !isVeiled() ? remarks(now) : "");
    zoom = chooseZoom(g);
    paintGrids();
    code.refresh();
    light();
  };
  return {
    paint,
    repaint: paint,
    resize: () => {
      if (now.g && JSON.stringify(chooseZoom(now.g)) !== JSON.stringify(zoom)) paint();
    },
  };
}

function render({ model, el, signal }) {
  const traits = [
    ...POOL_TRAITS,
    "image",
    "compare",
    "selected",
    "_source",
    "_source_shape",
    "_w",
    "_w_shape",
    "_dy",
    "_dy_shape",
  ];
  return mount(
    { model, el, signal },
    { name: "pool", traits, ...POOL_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) },
  );
}

export {
  adaptiveWindows,
  comparison,
  outputTerms,
  pixelTerms,
  poolGeometry,
  poolGradients,
  poolKerasCode,
  poolNumpyCode,
  pooled,
  weightTerms,
};
export default () => movable(render);
