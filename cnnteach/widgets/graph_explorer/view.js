// GraphExplorer: values flow forward through an expression, gradients backward; every number can be changed and asked.

const GRAPH_TRAITS = ["expression", "values", "by", "direction", "step", "nudge"];

function buildGraph(model, root, signal, quiz) {
  const ex = graphState(model),
    { get, change, own } = ex;
  const draw = () => drawing.paint(roomOf(root));
  const light = () => {
    if (!ex.now.nodes) return;
    drawing.light();
    live.setAttribute("aria-live", player.isPlaying() ? "off" : "polite");
    setText(live, liveSentence(ex.now, own, quiz));
  };
  const controls = graphControls(ex),
    drawing = drawingOfGraph(ex, quiz, light),
    paths = sumOfPaths(ex, draw),
    nudge = nudgeOfInput(ex);
  const player = stepper({
    what: "step",
    signal,
    count: () => ex.now.steps?.length ?? 1,
    at: () => ex.now.at ?? 0,
    go: (step) => change({ step }),
  });
  const code = codePanel(
    () => [graphCode, tapeCode].map((write) => write(get("expression"), ex.now.expression, ex.now.values)).join("\n\n"),
    "Python code that prints these gradients",
  );
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    foot = h("div", { class: "cn-line cn-foot" }, player.element, code.line),
    aside = h("div", { class: "cn-pair" }, paths.element, nudge.element);
  root.append(controls.element, problem, drawing.element, foot, live, aside, code.panel);

  const repaint = () => {
    ex.now = ex.compute();
    quiz.about(ex.now);
    controls.show(ex.now);
    const ok = !ex.now.problem;
    setText(problem, ok ? "" : `${ex.now.problem}.`);
    for (const part of [drawing.element, live, aside, foot]) part.hidden = !ok;
    if (!ok) return player.stop();
    own.path = null;
    paths.element.hidden = asksForSlope(quiz) || quiz.hides("paths");
    nudge.element.hidden = asksForSlope(quiz) || quiz.hides("nudge");
    draw();
    light();
    paths.paint();
    nudge.paint();
    player.show();
    return code.refresh();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (ex.now.nodes) draw();
    },
  };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "graph",
      traits: GRAPH_TRAITS,
      ...GRAPH_QUIZ,
      build: (root, own, quiz) => buildGraph(model, root, own, quiz),
    },
  );
}

export default () => movable(render);
