// ConvExplorer: a kernel slides over an input; every number can be pointed at, changed, and asked where it comes from.

const TRAITS = [
  "size",
  "kernel",
  "channels",
  "filters",
  "groups",
  "stride",
  "padding",
  "dilation",
  "flip",
  "image",
  "presets",
  "selected",
  "filter",
  "_source",
  "_source_shape",
  "_w",
  "_w_shape",
  "_b",
  "backward",
  "upstream_preset",
  "traced",
  "_dy",
  "_dy_shape",
];
const LIGHT = ["selected", "traced"]; // a change of these alone needs no new numbers

function build(model, root, signal, quiz) {
  const ex = explorer(model),
    { get, own } = ex;
  own.square = pair(get("size"))[0] === pair(get("size"))[1] && pair(get("kernel"))[0] === pair(get("kernel"))[1];
  let now, zoom;
  const hands = convHands(ex, () => now, {
    light: () => light(),
    stop: () => player.stop(),
    panel: (kind, n) => panels[kind][n],
  });
  const { panels, columns, chooseZoom, paint: paintGrids, mark } = convPanels(ex, root, quiz, hands);
  const operators = ["\u2217", "="].map((sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign));
  const problem = h("p", { class: "cn-problem", role: "alert" });
  const scene = h(
    "div",
    { class: "cn-scene" },
    columns.input,
    operators[0],
    h("div", { class: "cn-column" }, columns.kernel, columns.bias),
    operators[1],
    columns.output,
    problem,
  );
  const rule = h("span", { class: "cn-rule" }),
    formula = h("div", { class: "cn-formula" }),
    numbers = h("code"),
    floor = h("span", { class: "cn-floor" });
  const terms = h("div", { class: "cn-terms" }),
    sum = h("span", { class: "cn-sum" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const printedBy = () => {
    const { s, g, x, w, b, y, back } = ex.compute();
    if (!y) return "";
    return back
      ? `${numpyCode(s, g, x, w, b)}\n${backwardCode(s, g, back.dy)}\n`
      : `${numpyCode(s, g, x, w, b)}\n\n${kerasCode(s, g)}\n`;
  };
  const dials = controls(ex),
    player = transport(ex, () => light()),
    code = codePanel(printedBy);
  const turn = turnRow(model, ex, () => now),
    nudge = nudgePanel(() => light());
  const paintBox = checkbox(
    { name: "paint", label: "paint with", title: "drag over the input to write this number" },
    (on) => {
      own.painting = on;
    },
  );
  const ink = numberField({ name: "ink", says: "number to paint" }, (value) => {
    own.ink = value;
  });
  ink.show(String(own.ink));
  const brush = h("span", { class: "cn-line" }, paintBox.row, ink.row),
    tools = h("div", { class: "cn-line cn-tools" }, brush, code.line);
  formula.append(rule, numbers, floor);
  root.append(
    dials.element,
    turn.element,
    formula,
    scene,
    live,
    terms,
    nudge.element,
    h("div", { class: "cn-line cn-foot" }, player.element, tools),
    code.panel,
  );
  signal.addEventListener("abort", () => player.stop());

  const waitingFor = ({ index }, g) =>
    !own.playing
      ? []
      : Array.from({ length: g.out[0] * g.out[1] - index - 1 }, (_, n) => n + index + 1).map((k) => ({
          row: Math.floor(k / g.out[1]),
          column: k % g.out[1],
          wash: true,
        }));
  const light = () => {
    if (!now.y) return mark({});
    const { g } = now,
      place = ex.place(g);
    if (own.probe && !isThere(own.probe, g)) own.probe = null;
    if (!own.probe) for (const grid of panels.output) grid.cursor = [place.row, place.column];
    const found = now.back ? lightBack(place) : lightForward(place);
    mark(found.marks, now.back ? [] : waitingFor(place, g));
    live.setAttribute("aria-live", own.playing ? "off" : "polite");
    setText(live, found.sentence);
    root.dataset.pointing = own.probe?.kind ?? "output";
    player.show(g);
  };
  // The terms of what is explained, written anew when they are others; faint while something else is pointed at.
  let added = [];
  const addUp = (key, write) => {
    terms.classList.toggle("cn-aside", Boolean(own.probe));
    if (key.every((value, k) => value === added[k])) return;
    added = key;
    const { chips, value } = write();
    terms.replaceChildren(...chips, sum);
    setText(sum, `= ${value}`);
  };
  const lightForward = (place) => {
    const { g, padded, used, b, y, decimals } = now,
      { row, column, filter, index } = place,
      asked = { input: "fed", kernel: "shared" }[own.probe?.kind];
    const hidden = quiz.hides("output", [filter, row, column]),
      value = y[index * g.filters + filter];
    addUp([now, index, filter], () => ({
      value: hidden ? "?" : fixed(value, decimals[filter]),
      chips: productChips(
        products(g, padded, used, row, column, filter),
        b[filter],
        decimals[filter],
        value,
        touch,
        hidden,
      ),
    }));
    return asked && quiz.hides(asked) ? unsaid(own.probe) : pointedAt(now, own.probe, place, hidden);
  };
  const lightBack = (place) => {
    const { g, back } = now,
      traced = tracedOf(get, now, ex.filter()),
      { part, at = [], filter, value } = traced;
    const made = backTerms(now, traced),
      step = nudge.step();
    const hidden = quiz.hides("gradient", [part, ...at, part === "x" ? "" : filter]);
    setText(numbers, backRule(g, part));
    addUp([now, part, String(at), filter], () => ({
      value: hidden ? "?" : fixed(value, back.decimals[part]),
      chips: backChips(made, part, back.decimals[part], value, touchBack, hidden),
    }));
    nudge.element.hidden = hidden;
    nudge.show(
      tracedName(traced),
      [-step, 0, step].map((by) => lossAt(now, traced, by)),
      step,
      value,
      back.decimals[part],
    );
    return own.probe
      ? own.probe.kind === "output"
        ? handedBack(now, place)
        : onPadding(now, own.probe)
      : tracedMarks(now, traced, made, hidden);
  };
  // Pointing at one product lights what made it.
  const touch = (t) =>
    mark({
      input: [{ ...t, note: `\u00d7${weightText(t.w)}` }],
      kernel: [{ channel: t.channel - firstChannel(now.g, ex.filter()), row: t.i, column: t.j }],
    });
  const touchBack = (t) =>
    mark({
      output: [asMark(t.out, `\u00d7${weightText(t.by)}`)],
      ...(t.i !== undefined && t.out.filter === ex.filter()
        ? { kernel: [{ channel: t.depth, row: t.i, column: t.j }] }
        : {}),
      ...(t.r !== undefined ? { input: [{ channel: t.c, row: t.r, column: t.q }] } : {}),
    });
  terms.addEventListener("pointerleave", () => light());

  let painted = [];
  const paint = () => {
    const follows = get("backward") && get("upstream_preset") === "one"; // the 1 moves with the selected output
    const seen = TRAITS.filter((name) => (follows ? name !== "traced" : !LIGHT.includes(name))).map(get);
    if (seen.length === painted.length && seen.every((value, k) => value === painted[k])) return light();
    painted = seen;
    repaint();
  };
  const write = (ok, asked) => {
    const { s, g, back } = now,
      rows = formulaText(g, 0),
      across = formulaText(g, 1);
    setText(problem, ok ? "" : whyNot(s, g));
    setText(operators[0], back ? "\u2190" : "\u2217");
    setText(operators[1], back ? "\u2190" : asked ? "= ?" : "=");
    setText(
      rule,
      back ? "L = \u03a3 dY \u00b7 Y" : "output = \u230a(input + padding \u2212 kernel) / stride\u230b + 1",
    );
    if (!back)
      setText(
        numbers,
        asked ? "= ?" : rows === across ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${across}`,
      );
    setText(floor, ok && !asked && !back ? unreachedText(g) : "");
  };
  const repaint = () => {
    now = ex.compute();
    quiz.about({ ...now, filter: ex.filter() });
    const { s, g } = now,
      ok = Boolean(now.y),
      asked = quiz.hides("size");
    dials.show(s, g);
    turn.show(ok);
    if (!ok) player.stop();
    for (const part of [columns.output, terms, live, player.element, code.line]) part.hidden = !ok || asked;
    brush.hidden = Boolean(now.back);
    nudge.element.hidden = !now.back;
    write(ok, asked);
    if (!now.x) return;
    zoom = chooseZoom(g);
    paintGrids(now, zoom);
    code.refresh();
    light();
  };
  return {
    paint,
    repaint,
    resize: () => {
      if (now?.x && JSON.stringify(chooseZoom(now.g)) !== JSON.stringify(zoom)) repaint();
    },
  };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    { name: "conv", traits: TRAITS, ...CONV_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) },
  );
}

export {
  apportion,
  conv2d,
  decimalsFor,
  exactDecimals,
  fedBy,
  fitKernels,
  fixed,
  flip,
  floats,
  formulaText,
  geometry,
  gradients,
  kerasCode,
  numpyCode,
  pad,
  parseNumber,
  products,
  reached,
  weightText,
};
export default () => movable(render);
