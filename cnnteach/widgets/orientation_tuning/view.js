// OrientationTuning: a bar of light turns and drifts; a simple cell and a complex cell answer.

const LIGHT_TRAITS = ["stimulus", "orientation", "width", "wavelength", "drift"],
  CELL_TRAITS = ["prefers", "cell_wavelength", "phase", "pooling", "reach", "filter", "_filters"];
const TURNS = Array.from({ length: 180 / TURN }, (_, k) => k * TURN),
  SHIFTS = Array.from({ length: 2 * DRIFTS + 1 }, (_, k) => k - DRIFTS);

// The learner's own filter, in the middle of 17 x 17, with squares that add up to 1; or none.
function givenFilter(get) {
  const [count, rows, columns] = get("_filters_shape");
  if (count === 0) return null;
  const all = floats(get("_filters")),
    k = Math.min(get("filter"), count - 1),
    kernel = new Float64Array(KERNEL_SIDE ** 2);
  const top = Math.floor((KERNEL_SIDE - rows) / 2),
    left = Math.floor((KERNEL_SIDE - columns) / 2);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) kernel[(top + i) * KERNEL_SIDE + left + j] = all[(k * rows + i) * columns + j];
  return kernel;
}

// What was made before, if it was of the same settings: turning the light leaves the curve over orientations as it is.
function remembered(known, name, get, moved, make) {
  const key = JSON.stringify(
    [...LIGHT_TRAITS, ...CELL_TRAITS].filter((trait) => trait !== moved && trait !== "_filters").map(get),
  );
  if (known[name]?.key !== key) known[name] = { key, value: make() };
  return known[name].value;
}

// All that follows from the traits: picture, filter, sums around the middle, and both curves.
function tuningOf(get, known = {}) {
  const own = givenFilter(get),
    gaborOf = (phase) => gabor(KERNEL_SIDE, { orientation: get("prefers"), wavelength: get("cell_wavelength"), phase });
  const cell = {
    size: FIELD_SIZE,
    side: KERNEL_SIDE,
    kernel: own ?? gaborOf(get("phase")),
    pair: own ? null : gaborOf(get("phase") + 90),
    reach: get("reach"),
    pooling: own ? "max" : get("pooling"),
  };
  const words = { width: get("width"), wavelength: get("wavelength"), drift: get("drift") },
    kind = STIMULI[get("stimulus")];
  const picture = (orientation, drift) => oriented(FIELD_SIZE, orientation, kind({ ...words, drift }));
  const image = picture(get("orientation"), words.drift),
    now = cellsOf(image, cell);
  const turned = remembered(known, "turned", get, "orientation", () =>
    TURNS.map((orientation) => cellsOf(picture(orientation, words.drift), cell)),
  );
  const drifted = remembered(known, "drifted", get, "drift", () =>
    SHIFTS.map((drift) => cellsOf(picture(get("orientation"), drift), cell)),
  );
  return {
    own,
    cell,
    image,
    now,
    turned,
    drifted,
    around: sumsAround(image, FIELD_SIZE, cell.kernel, KERNEL_SIDE, (FIELD_SIZE - KERNEL_SIDE) / 2),
  };
}

const STIMULUS_WORDS = {
  bar: (get) => `A bar ${get("width")} wide at ${get("orientation")}\u00b0`,
  grating: (get) => `A grating at ${get("orientation")}\u00b0`,
  spot: () => "A spot of light",
  light: () => "Plain light",
};
function tuningSentence(get, { now, cell }) {
  const pooled =
    cell.pooling === "energy"
      ? "the energy of a pair of filters"
      : `the most of ${counted((2 * cell.reach + 1) ** 2, "simple cell")}`;
  const light = STIMULUS_WORDS[get("stimulus")](get),
    simple = `the simple cell\u2019s field adds up to ${fixed(now.sum, 2)}, so it answers ${fixed(now.simple, 2)}`;
  return `${light}: ${simple}; the complex cell answers ${fixed(now.complex, 2)}, ${pooled}.`;
}

// How much the answers differ over the drift, in words: the difference between the two kinds of cell.
function driftText({ drifted }) {
  const range = (name) =>
    [Math.min(...drifted.map((c) => c[name])), Math.max(...drifted.map((c) => c[name]))]
      .map((v) => fixed(v, 2))
      .join(" to ");
  return `While it drifts, the simple cell goes from ${range("simple")}, the complex cell from ${range("complex")}.`;
}

function paintTuning(views, get, t, em, quiz) {
  const zoom = (px) => Math.max(1, Math.round((px * em) / 14)),
    grey = get("stimulus") === "grating" ? greyScale(-1, 1) : greyScale(0, 1),
    most = largestOf(Array.from(t.cell.kernel)),
    signed = signedScale(most);
  const reach = t.cell.pooling === "energy" ? 0 : t.cell.reach,
    middle = (FIELD_SIZE - KERNEL_SIDE) / 2,
    positive = greyScale(0, Math.max(...t.around, 1e-9)),
    n = 2 * middle + 1;
  views.image.show({
    count: 1,
    rows: FIELD_SIZE,
    columns: FIELD_SIZE,
    across: 1,
    zoom: zoom(6),
    caption: "what is shown; boxed: the receptive fields",
    colour: (_, r, q) => grey(t.image[r * FIELD_SIZE + q]),
  });
  views.image.mark([
    {
      tile: 0,
      row: middle - reach,
      column: middle - reach,
      rows: KERNEL_SIDE + 2 * reach,
      columns: KERNEL_SIDE + 2 * reach,
    },
    { tile: 0, row: middle, column: middle, rows: KERNEL_SIDE, columns: KERNEL_SIDE },
  ]);
  views.kernel.show({
    count: 1,
    rows: KERNEL_SIDE,
    columns: KERNEL_SIDE,
    across: 1,
    zoom: zoom(11.6),
    caption: "the field: light excites (orange) or inhibits (blue)",
    colour: (_, r, q) => signed(t.cell.kernel[r * KERNEL_SIDE + q]),
  });
  views.cells.show({
    count: 1,
    rows: n,
    columns: n,
    across: 1,
    zoom: zoom(11.6),
    caption: `simple cells with this field, one a pixel; boxed: ${reach ? "those that are pooled" : "the one in the middle"}`,
    colour: (_, r, q) => positive(t.around[r * n + q]),
  });
  views.cells.mark([
    { tile: 0, row: middle - reach, column: middle - reach, rows: 2 * reach + 1, columns: 2 * reach + 1 },
  ]);
  const top = 1.08 * Math.max(...[...t.turned, ...t.drifted].flatMap((c) => [c.simple, c.complex]), 0.1);
  const draw = (plot, xs, cells, at, xLabel, label, places) =>
    plot.show({
      x: [xs[0], xs.at(-1)],
      y: [0, top],
      xLabel,
      yLabel: "answer",
      label,
      places,
      lines: [
        { points: xs.map((x, k) => [x, cells[k].simple]), kind: "first" },
        { points: xs.map((x, k) => [x, cells[k].complex]), kind: "second" },
      ],
      dots: [
        { x: at, y: t.now.simple, kind: "first" },
        { x: at, y: t.now.complex, kind: "second" },
      ],
    });
  const best = TURNS[t.turned.reduce((k, c, n2) => (c.simple > t.turned[k].simple ? n2 : k), 0)];
  draw(
    views.byTurn,
    TURNS,
    t.turned,
    get("orientation"),
    "orientation of the light, degrees",
    `Answers by orientation; the simple cell\u2019s is largest at ${best} degrees.`,
    [0, 45, 90, 135, 175].map((v) => [v, String(v)]),
  );
  draw(views.byDrift, SHIFTS, t.drifted, get("drift"), "drift, pixels", driftText(t), null);
  views.byTurn.element.classList.toggle("cn-veiled", quiz.hides("prefers"));
  views.byDrift.element.classList.toggle("cn-veiled", quiz.hides("drift"));
}

// Drifting: a button that moves the light across and again.
function drifting(ex) {
  const { get, change, own } = ex;
  const stop = () => {
    clearTimeout(own.playing);
    own.playing = null;
    show();
  };
  const tick = () => {
    own.playing = setTimeout(() => {
      change({ drift: get("drift") >= DRIFTS ? -DRIFTS : get("drift") + 1 });
      tick();
    }, 90);
  };
  const play = button("play", "\u25b6 drift", "let the light drift", () => {
    if (own.playing) return stop();
    tick();
    show();
  });
  const show = () => setText(play, own.playing ? "\u275a\u275a stop" : "\u25b6 drift");
  return { element: h("div", { class: "cn-line" }, play), stop };
}

function build(model, root, signal, quiz) {
  const get = (name) => model.get(name),
    own = { playing: null, known: {} };
  const change = changerOf(model);
  const ex = { get, change, own },
    controls = tuningControls(ex),
    player = drifting(ex),
    code = codePanel(() => tuningCode(get, tuningOf(get)), "Python code that prints these answers"),
    tile = (label, kind) => new Tiles({ label, kind, onPoint: () => {} });
  const views = {
    image: tile("light", "image"),
    kernel: tile("receptive field", "kernel"),
    cells: tile("simple cells", "cells"),
    byTurn: new Plot({ label: "tuning", width: 330, height: 200 }),
    byDrift: new Plot({ label: "drift", width: 330, height: 200 }),
  };
  for (const each of [views.image, views.kernel, views.cells]) each.box.tabIndex = -1;
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    drift = h("p", { class: "cn-status" });
  const legend = lineNames(["first", "simple cell"], ["second", "complex cell"]);
  root.append(
    controls.element,
    player.element,
    live,
    h("div", { class: "cn-scene" }, views.image.element, views.kernel.element, views.cells.element),
    legend,
    h("div", { class: "cn-scene" }, views.byTurn.element, views.byDrift.element),
    drift,
    code.line,
    code.panel,
  );
  signal.addEventListener("abort", () => player.stop());
  const paint = () => {
    const t = tuningOf(get, own.known);
    quiz.about({ t, get });
    controls.show(quiz.hides("prefers"));
    paintTuning(views, get, t, roomOf(root).rem, quiz);
    live.setAttribute("aria-live", own.playing ? "off" : "polite");
    setText(live, tuningSentence(get, t));
    code.refresh();
    setText(drift, quiz.hides("drift") || get("stimulus") === "light" ? "" : driftText(t));
  };
  return { paint, repaint: paint, resize() {} };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "tuning",
      traits: [...LIGHT_TRAITS, ...CELL_TRAITS],
      ...TUNING_QUIZ,
      build: (root, own, quiz) => build(model, root, own, quiz),
    },
  );
}

export { cellsOf, gabor, oriented, sumsAround, tuningOf };
export default () => movable(render);
