// NetworkDesigner: a stack of layers that is changed row by row, with everything that can be counted beside it.

const DESIGNER_TRAITS = ["stack", "image", "selected", "gain", "normalise"];

function buildDesigner(model, root, signal, quiz) {
  const get = (name) => model.get(name),
    presets = get("presets");
  const change = changerOf(model);
  let now;
  const network = choice(
    { name: "network", label: "network", options: Object.keys(presets).map((name) => [name, presets[name].title]) },
    (name) => {
      const { stack, image } = presets[name];
      change({ stack, image, selected: [0], normalise: stack[0].norm === true });
    },
  );
  const size = slider({ name: "size", label: "image", says: "rows and columns of the image", min: 8, max: 320 }, (n) =>
    change({ image: [n, n, get("image")[2]] }),
  );
  const skips = checkbox({ name: "skips", label: "shortcuts", title: "of all blocks" }, (on) =>
    change({ stack: withSkips(get("stack"), on) }),
  );
  const totals = h("div", { class: "cn-formula" }, h("code"));
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const editor = designerEditor({ get, change, counts: () => now.counts }),
    table = new StackTable({ onSelect: (path) => editor.select(path) });
  const gradients = gradientPlot({ get, change, signal }),
    years = yearsPlot(get("errors"));
  const code = codePanel(
    () => (now.counts.problem ? "" : stackCode(get("stack"), get("image"))),
    "Keras code that builds this network",
  );
  const top = h("div", { class: "cn-line cn-top" }, network.row, size.row, skips.row, code.line);
  root.append(
    top,
    totals,
    h("div", { class: "cn-work" }, table.element, editor.element),
    live,
    code.panel,
    h("div", { class: "cn-plots" }, gradients.element, years.element),
  );

  const repaint = () => {
    const stack = get("stack"),
      image = get("image"),
      selected = selectedPath(stack, get("selected")),
      counts = countStack(stack, image),
      row = rowAt(stack, selected);
    const text = JSON.stringify(stack),
      preset = Object.keys(presets).find(
        (name) => presets[name].image.join() === image.join() && JSON.stringify(presets[name].stack) === text,
      );
    now = { stack, image, selected, counts, row, preset };
    quiz.about(now);
    const { problem } = counts,
      depth = depthOf(stack),
      hidden = (name, path) => quiz.hides(name, path?.join("."));
    network.show(preset ?? "your own");
    size.show(image[0], times(image));
    skips.row.hidden = !hasSkips(stack);
    skips.show(skipsOn(stack));
    code.line.hidden = Boolean(problem);
    const sums = ["parameters", "connections", "neurons"]
      .map((name) => `${hidden(name, null) ? "?" : whole(counts.totals[name])} ${name}`)
      .join(", ");
    setText(
      totals.firstChild,
      problem
        ? `${rowAt(stack, problem.path).name} does not fit what comes in: see its row`
        : `${counted(depth, "layer")} that ${depth === 1 ? "learns" : "learn"}, ${sums}`,
    );
    table.show({ stack, counts, selected, hidden });
    editor.show(counts);
    setText(live, sentence(hidden));
    gradients.show(stack);
    years.show(preset);
    code.refresh();
  };
  const sentence = (hidden) => {
    const { counts, selected, row, stack, image } = now;
    if (!row) return "The stack is empty.";
    if (counts.problem?.path.join() === selected.join()) return `${counts.problem.message}.`;
    if (COLUMNS.some(([name]) => hidden(name, selected))) return `${row.name}: predict first.`;
    return rowSentence(
      row,
      counts.rows.find((each) => each.path.join() === selected.join()),
      shapeBefore(stack, image, counts, selected),
    );
  };
  const resize = () => root.classList.toggle("cn-narrow", roomOf(root).width < 60 * roomOf(root).rem);
  return { paint: repaint, repaint, resize };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "designer",
      traits: DESIGNER_TRAITS,
      ...DESIGNER_QUIZ,
      build: (root, own, quiz) => buildDesigner(model, root, own, quiz),
    },
  );
}

export default () => movable(render);
