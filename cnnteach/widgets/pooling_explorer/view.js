// PoolingExplorer: windows over an input, forward above, backward below; every number can be pointed at, changed, and asked.

// How many windows there are, and what they leave over.
function windowsInWords(ex, quiz) {
  const rule = h("span", { class: "cn-rule" }),
    numbers = h("code"),
    left = h("span", { class: "cn-floor" });
  const paint = (ok) => {
    const { s, g } = ex.now,
      [rows, columns] = g.why === "window" ? ["", ""] : [windowText(g, 0), windowText(g, 1)],
      both = rows === columns ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${columns}`;
    setText(rule, ruleText(s));
    setText(numbers, quiz.hides("size") ? "= ?" : s.windows === "global" ? "" : both);
    setText(left, ok && !isVeiled(quiz) ? remarks(ex.now) : "");
  };
  return { element: h("div", { class: "cn-formula" }, rule, numbers, left), paint };
}

function whoGetsTheGradient() {
  const texts = TIES_TEXTS.map((text) => h("p", {}, text));
  return h("details", { class: "cn-ties" }, h("summary", {}, "Ties: who gets the gradient?"), ...texts);
}

function build(model, root, signal, quiz) {
  const ex = pooler(model),
    dials = poolControls(ex),
    windows = windowsInWords(ex, quiz);
  const hands = poolHands(ex, quiz, () => sums.light()),
    grids = poolGrids(hands),
    scene = poolScene(ex, quiz, root, grids),
    sums = sumsOfPooling(ex, quiz, grids),
    beside = maximumBesideAverage(ex, quiz, grids),
    ties = whoGetsTheGradient();
  const code = codePanel(() => (ex.now.y ? `${poolNumpyCode(ex.now)}\n\n${poolKerasCode(ex.now)}\n` : "")),
    tip = h("span", { class: "cn-tip" }, "Drag a number of the input up or down, or type one.");
  root.append(dials.element, windows.element, scene.element, ...sums.elements, beside.element, ties);
  root.append(h("div", { class: "cn-line cn-foot" }, tip, code.line), code.panel);
  signal.addEventListener("abort", () => {
    ex.now = {};
  });

  let zoom;
  const paint = () => {
    const past = ex.now;
    ex.now = ex.compute();
    const { now } = ex,
      jumps = newWinners(past, now);
    if (jumps.length) ex.own.news = jumps;
    quiz.about(now);
    const ok = Boolean(now.y) && !quiz.hides("size");
    dials.show(now.s, now.g);
    windows.paint(ok);
    zoom = poolZoom(root, now);
    scene.paint(zoom, ok);
    beside.paint(zoom, ok);
    ties.hidden = now.s.kind !== "max";
    code.line.hidden = !ok;
    code.refresh();
    sums.paint(ok);
  };
  return {
    paint,
    repaint: paint,
    resize: () => {
      if (ex.now.g && JSON.stringify(poolZoom(root, ex.now)) !== JSON.stringify(zoom)) paint();
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
