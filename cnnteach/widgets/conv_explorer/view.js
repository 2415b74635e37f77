// ConvExplorer: a kernel slides over an input; every number can be pointed at, changed, and asked where it comes from.

const TRAITS = [
  ...["size", "kernel", "channels", "filters", "groups", "stride", "padding", "dilation", "flip", "image", "presets"],
  ...["selected", "filter", "_source", "_source_shape", "_w", "_w_shape", "_b"],
  ...["backward", "upstream_preset", "traced", "_dy", "_dy_shape"],
];
const LIGHT = ["selected", "traced"]; // a change of these alone needs no new numbers

// While it plays, the outputs that are still to come.
const waitingAfter = ({ index }, [rows, columns]) =>
  Array.from({ length: rows * columns - index - 1 }, (_, n) => n + index + 1).map((k) => ({
    row: Math.floor(k / columns),
    column: k % columns,
    wash: true,
  }));

function build(model, root, signal, quiz) {
  const ex = explorer(model),
    { get, own } = ex;
  const light = () => {
    if (!ex.now.y) return grids.mark({});
    const { g, back } = ex.now,
      place = ex.place(g);
    if (own.probe && !isThere(own.probe, g)) own.probe = null;
    if (!own.probe) for (const grid of grids.panels.output) grid.cursor = [place.row, place.column];
    const found = (back ? backward : forward)(place);
    grids.mark(found.marks, own.playing && !back ? waitingAfter(place, g.out) : []);
    live.setAttribute("aria-live", own.playing ? "off" : "polite");
    setText(live, found.sentence);
    root.dataset.pointing = own.probe?.kind ?? "output";
    player.show(g);
  };
  const dials = controls(ex),
    turn = turnRow(ex),
    player = transport(ex, light),
    brush = brushRow(ex);
  const hands = convHands(ex, { light, stop: player.stop, panel: (kind, n) => grids.panels[kind][n] }),
    grids = convPanels(ex, quiz, hands),
    scene = sceneOf(ex, grids.columns),
    formula = formulaRow(ex);
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    terms = termsInLine(ex, light),
    nudge = nudgePanel(light),
    forward = sumOfOutput(ex, quiz, terms, grids.mark),
    backward = sumOfGradient(ex, quiz, terms, grids.mark, { nudge, tell: formula.tell });
  const code = codePanel(() => stateCode(ex.now)),
    tools = h("div", { class: "cn-line cn-tools" }, brush, code.line);
  root.append(
    dials.element,
    turn.element,
    formula.element,
    scene.element,
    live,
    terms.element,
    nudge.element,
    h("div", { class: "cn-line cn-foot" }, player.element, tools),
    code.panel,
  );
  signal.addEventListener("abort", player.stop);

  const hasChanged = changes();
  let zoom;
  const paint = () => {
    const follows = get("backward") && get("upstream_preset") === "one"; // the 1 moves with the selected output
    const seen = TRAITS.filter((name) => (follows ? name !== "traced" : !LIGHT.includes(name))).map(get);
    if (hasChanged(seen)) repaint();
    else light();
  };
  const repaint = () => {
    ex.now = ex.compute();
    quiz.about({ ...ex.now, filter: ex.filter() });
    const { s, g, x, y, back } = ex.now,
      isAsked = quiz.hides("size");
    dials.show(s, g);
    turn.show(Boolean(y));
    if (!y) player.stop();
    for (const part of [grids.columns.output, terms.element, live, player.element, code.line])
      part.hidden = !y || isAsked;
    brush.hidden = Boolean(back);
    nudge.element.hidden = !back;
    scene.paint(isAsked);
    formula.paint(isAsked);
    if (!x) return;
    zoom = zoomsFor(root, g);
    grids.paint(zoom);
    code.refresh();
    light();
  };
  const resize = () => {
    if (ex.now.x && JSON.stringify(zoomsFor(root, ex.now.g)) !== JSON.stringify(zoom)) repaint();
  };
  return { paint, repaint, resize };
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
