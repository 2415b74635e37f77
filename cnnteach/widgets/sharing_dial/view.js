// SharingDial: a layer between its input and its output as a matrix; a dial takes weights away, then ties the rest.

const SHARING_TRAITS = [
  "size",
  "kernel",
  "sharing",
  "shift",
  "image",
  "selected",
  "image_side",
  "image_channels",
  "units",
  "filter_side",
  "_source",
  "_source_shape",
  "_table",
];

// A colour for each weight: the golden angle keeps neighbours apart.
function tiedColour(weight) {
  const hue = (weight * 0.381966 * 12) % 12,
    light = isDark() ? 0.42 : 0.72,
    reach = 0.55 * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => {
    const k = (n + hue) % 12;
    return Math.round(255 * (light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

function dialControls(ex) {
  const { get, change } = ex,
    meaning = h("p", { class: "cn-rule" });
  const dial = slider({ name: "sharing", label: "layer", min: 0, max: STOPS.length - 1 }, (v) =>
    change({ sharing: STOPS[v] }),
  );
  const kernel = slider(
    { name: "kernel", label: "window", min: 1, max: 5, title: "rows and columns that an output sees" },
    (v) => change({ kernel: v }),
  );
  const image = pictureChoice(ex),
    size = sizeSliders(ex, TABLE_SIDE),
    shift = shiftButtons(ex, 2);
  const group = (title, ...rows) => h("fieldset", {}, h("legend", {}, title), ...rows);
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Dial", dial.row, meaning, kernel.row),
    group("Input", h("div", { class: "cn-line" }, image.row), ...size.rows, shift.row),
  );
  const show = ({ s, g }) => {
    dial.show(STOPS.indexOf(s.sharing), STOP_TEXT[s.sharing]);
    setText(meaning, STOP_MEANING[s.sharing]);
    kernel.show(Math.max(...g.kernels), g.kernels[0] === g.kernels[1] ? String(g.kernels[0]) : g.kernels.join(", "));
    image.show(get("image"));
    size.show();
    shift.show();
  };
  return { element, show };
}

function build(model, root, signal, quiz) {
  const ex = sharer(model),
    { own, change } = ex;
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    verdict = h("p");
  const chips = h("div", { class: "cn-terms" }),
    sum = h("span", { class: "cn-sum" });
  const dials = dialControls(ex),
    counts = countsTable(ex),
    code = codePanel(() => (now.y ? sharingCode(now) : ""));
  let now = {},
    zoom;

  const aim = (probe) => {
    own.probe = probe;
    own.news = null;
    light();
  };
  const leave = () => {
    own.probe = null;
    light();
  };
  const select = (row, column) => {
    own.probe = own.news = null;
    change({ selected: [row, column] });
    light();
  };
  const writeWeight = (o, i, value) => ex.write(now, o, i, value),
    writePixel = (row, column, value) => writeShifted(ex, row, column, value);
  const output = (kind) => new NumberGrid({ kind, onPoint: select });
  const grids = {
    input: new NumberGrid({
      kind: "input",
      onLeave: leave,
      onEdit: writePixel,
      onDrag: writePixel,
      onPoint: (r, q) => aim({ kind: "pixel", i: r * now.g.sizes[1] + q }),
    }),
    matrix: new NumberGrid({
      kind: "matrix",
      onLeave: leave,
      onEdit: writeWeight,
      onDrag: writeWeight,
      onPoint: (o, i) => aim({ kind: "weight", o, i }),
    }),
    output: output("output"),
    ahead: output("ahead"),
    after: output("after"),
    difference: output("difference"),
  };
  const sign = (text) => h("div", { class: "cn-sign", "aria-hidden": "true" }, text);
  const product = h(
    "div",
    { class: "cn-product" },
    sign("\u00b7"),
    grids.input.element,
    sign("="),
    grids.output.element,
    problem,
  );
  const scene = h("div", { class: "cn-scene" }, grids.matrix.element, product);
  const beside = h(
    "div",
    { class: "cn-beside" },
    grids.ahead.element,
    sign(MINUS),
    grids.after.element,
    sign("="),
    grids.difference.element,
    verdict,
  );
  const tip = h("span", { class: "cn-tip" }, "Drag a number of the matrix or of the input up or down, or type one.");
  root.append(
    dials.element,
    scene,
    live,
    chips,
    beside,
    counts.element,
    h("div", { class: "cn-line cn-foot" }, tip, code.line),
    code.panel,
  );
  signal.addEventListener("abort", () => {
    now = {};
  });

  // The matrix stands beside input and output where its cells stay large enough, else above them.
  const chooseZoom = (g) => {
    const { rem, width: whole } = roomOf(root),
      width = Math.max(200, whole - 3 * rem);
    const pixels = g.sizes[0] * g.sizes[1],
      outputs = g.out[0] * g.out[1];
    const small = Math.floor(Math.min(2.4 * rem, (15 * rem) / Math.max(...g.sizes))),
      high = Math.min(1.7 * rem, (36 * rem) / Math.max(1, outputs));
    const beside = (width - small * (g.sizes[1] + g.out[1]) - 7 * rem) / pixels;
    return { small, matrix: Math.max(4, Math.floor(Math.min(high, beside >= 1.4 * rem ? beside : width / pixels))) };
  };

  const paintGrids = () => {
    const { g, s, x, y, matrix, tied, after, difference, decimals } = now,
      pixels = x.length;
    const [down, right] = pair(s.shift),
      size = ([rows, columns]) => ({ rows, columns });
    const word = (d) => (v) => (Number.isNaN(v) ? "" : fixed(v, d)),
      scale = signedScale(largestOf(x)),
      veiled = quiz.hides("difference");
    const rest = (lost, n) => ({ first: Math.max(0, lost), count: n - Math.abs(lost) }),
      [rows, columns] = [rest(down, g.sizes[0]), rest(right, g.sizes[1])];
    const inner = { top: rows.first, left: columns.first, rows: rows.count, columns: columns.count };
    grids.input.show({
      ...size(g.sizes),
      label: "input",
      values: x,
      text: word(decimals?.x ?? 2),
      colour: scale,
      zoom: zoom.small,
      inner,
      caption: `input ${g.sizes.join("\u00d7")}${down || right ? ", shifted" : ""}`,
    });
    if (!y) return;
    grids.matrix.show({
      rows: y.length,
      columns: pixels,
      label: "matrix",
      values: matrix,
      zoom: zoom.matrix,
      inner: (o, i) => tied[o * pixels + i] >= 0,
      text: (v, k) => (tied[k] < 0 ? "" : weightText(v)),
      colour: (v, k) => tiedColour(tied[k]),
      caption: `matrix: ${y.length} rows (outputs) \u00d7 ${pixels} columns (pixels), a colour for each weight`,
    });
    const answers = signedScale(largestOf([...y, ...after])),
      map = { ...size(g.out), zoom: zoom.small };
    grids.output.show({
      ...map,
      label: "output",
      values: y,
      text: word(decimals.y),
      colour: answers,
      caption: `output ${g.out.join("\u00d7")}`,
    });
    const unknown = (r, q) => Number.isNaN(difference[r * g.out[1] + q]),
      far = signedScale(largestOf(difference.filter((d) => !Number.isNaN(d))));
    const compare = (grid, values, colour, label, caption = label) =>
      grid.show({
        ...map,
        label,
        caption,
        values,
        unreached: unknown,
        text: veiled ? () => "?" : word(decimals.y),
        colour: (v) => (veiled || Number.isNaN(v) ? palette().zero : colour(v)),
      });
    compare(grids.ahead, y, answers, "shift, then layer", "shift, then layer: f(g(x))");
    compare(grids.after, after, answers, "layer, then shift", "layer, then shift: g(f(x))");
    compare(grids.difference, difference, far, "difference");
    setText(verdict, veiled ? "" : shiftVerdict(now));
  };

  const spot = (k, columns, more = {}) => ({ row: Math.floor(k / columns), column: k % columns, ...more });
  const marksFor = (probe, at) => {
    const { g, x, y, tied } = now,
      marks = { input: [], matrix: [], output: [] },
      sees = (o, i) => tied[o * x.length + i] >= 0;
    if (probe?.kind === "weight") {
      const weight = tied[probe.o * x.length + probe.i],
        alone = quiz.hides("moves") || weight < 0;
      const cells = alone ? [] : Array.from(tied.keys()).filter((k) => tied[k] === weight);
      marks.matrix = [
        ...cells.map((k) => spot(k, x.length, { faint: cells.length > 1 })),
        { row: probe.o, column: probe.i },
      ];
      marks.input.push(spot(probe.i, g.sizes[1]));
      marks.output =
        cells.length > 1 ? cells.map((k) => spot(Math.floor(k / x.length), g.out[1])) : [spot(probe.o, g.out[1])];
    } else if (probe) {
      marks.input.push(spot(probe.i, g.sizes[1]));
      marks.matrix.push({ row: 0, column: probe.i, rows: y.length });
      marks.output = Array.from(y.keys())
        .filter((o) => sees(o, probe.i))
        .map((o) => spot(o, g.out[1]));
    } else {
      marks.matrix.push({ row: at, column: 0, columns: x.length });
      marks.input = Array.from(x.keys())
        .filter((i) => sees(at, i))
        .map((i) => spot(i, g.sizes[1], { faint: true }));
      marks.output.push(spot(at, g.out[1]));
    }
    if (own.news) marks.output = own.news.map((o) => spot(o, g.out[1], { note: "moved" }));
    return marks;
  };

  const sentence = (probe, at) => {
    if (own.news) return movedWords(now, own.news);
    if (!probe) return outputWords(now, at);
    return probe.kind === "pixel" ? pixelWords(now, probe.i) : weightWords(now, probe.o, probe.i, quiz.hides("moves"));
  };
  const light = () => {
    if (!now.y) return Object.values(grids).forEach((grid) => grid.mark([]));
    const at = ex.place(now.g),
      isThere = (p) => p.i < now.x.length && (p.o ?? 0) < now.y.length;
    if (own.probe && !isThere(own.probe)) own.probe = null;
    const marks = marksFor(own.probe, at),
      o = own.probe?.kind === "weight" ? own.probe.o : at;
    for (const name of ["input", "matrix", "output"]) grids[name].mark(marks[name]);
    for (const name of ["ahead", "after", "difference"]) grids[name].mark([spot(at, now.g.out[1])]);
    if (!own.probe)
      for (const name of ["output", "ahead", "after", "difference"])
        grids[name].cursor = [Math.floor(at / now.g.out[1]), at % now.g.out[1]];
    setText(live, sentence(own.probe, at));
    setText(sum, `output ${placeText(o, now.g.out[1])} = ${fixed(now.y[o], now.decimals.y)}`);
    chips.replaceChildren(...sumChips(outputProducts(now, o), now.decimals.y, now.y[o], touch), sum);
  };
  const touch = ({ i, o }) => {
    grids.input.mark([spot(i, now.g.sizes[1])]);
    grids.matrix.mark([{ row: o, column: i }]);
  };
  chips.addEventListener("pointerleave", () => light());

  const paint = () => {
    const past = now;
    now = ex.compute();
    own.news = movedOutputs(past, now) ?? own.news;
    if (JSON.stringify(past.s) !== JSON.stringify(now.s)) own.news = null;
    quiz.about(now);
    const ok = Boolean(now.y);
    dials.show(now);
    setText(problem, ok ? "" : whyNoWindow(now.g));
    for (const part of [grids.matrix.element, grids.output.element, live, chips, beside, code.line]) part.hidden = !ok;
    zoom = chooseZoom(now.g);
    paintGrids();
    counts.show(now, quiz.hides("counts"));
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
  return mount(
    { model, el, signal },
    {
      name: "sharing",
      traits: SHARING_TRAITS,
      ...SHARING_QUIZ,
      build: (root, own, quiz) => build(model, root, own, quiz),
    },
  );
}

export { layerCounts, layerMatrix, sharer, sharingCode };
export default () => movable(render);
