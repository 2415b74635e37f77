// GraphExplorer: values flow forward through an expression, gradients backward; every number can be changed and asked.

const GRAPH_TRAITS = ["expression", "values", "by", "direction", "step", "nudge"];
const NUDGES = ["1", "0.1", "0.01", "0.001", "-0.1"].map((value) => [value, value.replace("-", MINUS)]);

function buildGraph(model, root, signal, quiz) {
  const get = (name) => model.get(name),
    own = { pointed: null, path: null };
  const change = changerOf(model);
  const tidy = (value) => Math.max(-1e6, Math.min(1e6, Number(value.toFixed(6))));
  const setValue = (name, value) => change({ values: { ...get("values"), [name]: tidy(value) } });
  let now;

  const dials = graphControls({ get, change, setValue });
  const player = stepper({
    what: "step",
    signal,
    count: () => now.steps?.length ?? 1,
    at: () => now.at ?? 0,
    go: (step) => change({ step }),
  });
  const picture = new GraphPicture({
    onPoint: (found) => {
      own.pointed = found;
      light();
    },
    onChoose: (node) => {
      if (!node.operation) change({ by: node.name });
    },
    onDrag: (node, value) => setValue(node.name, value),
  });
  const scene = h("div", { class: "cn-scene" }, picture.element),
    problem = h("p", { class: "cn-problem", role: "alert" });
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const sumTitle = h("p", { class: "cn-title" }),
    terms = h("div", { class: "cn-terms" }),
    pathsText = h("p", { class: "cn-note" });
  const nudgeTitle = h("p", { class: "cn-title" }),
    nudgeText = h("p", { class: "cn-note" }),
    plot = new Plot({ label: "" });
  const sums = h("div", {}, sumTitle, terms, pathsText),
    nudges = h("div", {}, nudgeTitle, plot.element, nudgeText);
  const aside = h("div", { class: "cn-pair" }, sums, nudges);
  const code = codePanel(
    () => [graphCode, tapeCode].map((write) => write(get("expression"), now.expression, now.values)).join("\n\n"),
    "Python code that prints these gradients",
  );
  const foot = h("div", { class: "cn-line cn-foot" }, player.element, code.line);
  root.append(dials.element, problem, scene, foot, live, aside, code.panel);

  // While a quiz asks for a gradient or a derivative, none is shown that would give it away.
  const isAsked = () => quiz.hides("gradient") || quiz.hides("local");
  const draw = () => {
    const { step } = now,
      isOn = (path, edge) =>
        path?.nodes.some(
          (node, k) =>
            node === now.nodes[edge.from] &&
            path.nodes[k + 1] === now.nodes[edge.to] &&
            path.operands[k] === edge.operand,
        );
    picture.show({
      nodes: now.nodes,
      known: now.known,
      below: isAsked() ? new Map() : gradientTexts(now),
      backwards: now.backwards,
      pointed: own.pointed?.node,
      marked: (part, nodes) =>
        part.operand === undefined
          ? part === (step.parent ?? step.node)
          : step.kind === "backward"
            ? step.child === nodes[part.to] && step.operand === part.operand
            : step.node === nodes[part.to],
      onPath: (edge) => isOn(own.path, edge),
      hidden: (edge) => quiz.hides("local", [edge.from, edge.to, edge.operand]),
      room: roomOf(root).width - 32,
      rem: roomOf(root).rem,
    });
  };
  // What is pointed at is marked in place: drawing anew would take the node from under the pointer.
  const light = () => {
    if (!now.nodes) return;
    const { node, edge } = own.pointed ?? {},
      there = node && now.nodes.find((each) => each.name === node.name && labelOf(each) === labelOf(node));
    picture.element
      .querySelectorAll(".cn-node")
      .forEach((element, k) => element.classList.toggle("cn-pointed", now.nodes[k] === there));
    live.setAttribute("aria-live", player.isPlaying() ? "off" : "polite");
    setText(
      live,
      isAsked()
        ? "Predict first; the steps are told then."
        : there
          ? nodeSentence(now, there)
          : edge
            ? edgeSentence(edge)
            : now.step.text,
    );
  };

  const showPaths = () => {
    const { nodes, source, output, by, gradient } = now,
      count = countPaths(nodes, source),
      paths = pathsTo(output, source),
      name = outputName(output);
    const products = paths.map((path) => path.product),
      decimals = exactDecimals([...products, gradient], 4),
      shown = products.reduce((sum, product) => sum + product, 0);
    setText(
      sumTitle,
      `\u2202${name}/\u2202${by} is the sum over all paths from ${by} to ${name} of the product of the derivatives on them:`,
    );
    const follow = ({ path }) => {
      own.path = path;
      draw();
    };
    const chips = termChips(
      paths.map((path) => ({
        words: `${pathText(path)}: ${path.slopes.map(g).join(" \u00b7 ")}`,
        value: path.product,
        path,
      })),
      decimals,
      shown,
      follow,
    );
    chips.forEach((chip, k) => {
      Object.assign(chip, { tabIndex: 0, onfocus: () => follow({ path: paths[k] }) }).setAttribute("role", "button");
    });
    terms.replaceChildren(
      ...chips,
      ...(count > paths.length ? [h("span", { class: "cn-note" }, `and ${count - paths.length} more paths`)] : []),
      h(
        "span",
        { class: "cn-sum" },
        count > paths.length ? `in all ${fixed(gradient, decimals)}` : `= ${fixed(shown, decimals)}`,
      ),
    );
    setText(pathsText, pathsSentence(now, count));
  };
  terms.addEventListener("pointerleave", () => {
    own.path = null;
    draw();
  });

  const showNudge = () => {
    const { by, output, values, gradient } = now,
      nudge = get("nudge"),
      name = outputName(output),
      found = nudged(now, nudge),
      x = values[by];
    const reach = Math.max(2, 1.5 * Math.abs(nudge)),
      [low, high] = [x - reach, x + reach],
      curve = curveOf(now, low, high),
      heights = curve.map(([, y]) => y);
    const [bottom, top] = [Math.min(...heights), Math.max(...heights)],
      pad = 0.08 * (top - bottom) || 1;
    const tangent = [low, high].map((at) => [at, output.value + gradient * (at - x)]);
    const dots = [
      { x, y: output.value, kind: "first" },
      ...(found ? [{ x: x + nudge, y: Number(found.after.replace(MINUS, "-")), kind: "second" }] : []),
    ];
    setText(nudgeTitle, `Nudge ${by} by ${shortNumber(nudge)} and compare:`);
    plot.show({
      label: `${name} along ${by}, with the tangent at ${by} = ${g(x)}`,
      x: [low, high],
      y: [bottom - pad, top + pad],
      xLabel: by,
      yLabel: name,
      lines: [
        { points: curve, kind: "first" },
        { points: tangent, kind: "second" },
      ],
      dots,
    });
    setText(
      nudgeText,
      found
        ? `${name} goes from ${found.before} to ${found.after}, by ${found.change}. Per unit of ${by} that is ${shortNumber(found.slope)}; ` +
            `the gradient, the slope of the dashed line, is ${shortNumber(gradient)}.`
        : `At ${by} = ${g(x + nudge)} there is no ${name}.`,
    );
  };

  const repaint = () => {
    now = graphState(get);
    quiz.about(now);
    dials.show(now);
    const ok = !now.problem;
    setText(problem, ok ? "" : `${now.problem}.`);
    for (const part of [scene, live, aside, foot]) part.hidden = !ok;
    if (!ok) return player.stop();
    own.path = null;
    sums.hidden = isAsked() || quiz.hides("paths");
    nudges.hidden = isAsked() || quiz.hides("nudge");
    draw();
    light();
    showPaths();
    showNudge();
    player.show();
    return code.refresh();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (now?.nodes) draw();
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
