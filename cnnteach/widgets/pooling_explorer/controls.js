// The controls of PoolingExplorer: which picture, which pooling, which windows, and a shift.

const POOL_KINDS = [
  ["max", "maximum"],
  ["average", "average"],
  ["learned", "learned"],
];
const POOL_WINDOWS = [
  ["sliding", "sliding"],
  ["adaptive", "adaptive"],
  ["global", "global"],
];
const POOL_WEIGHTS = [
  ["average", "the average"],
  ["corner", "first pixel only"],
  ["centre", "centre counts most"],
];
const MAX_WINDOW = 7;

function presetWeights(name, [rows, columns]) {
  const bell = (i, n) => Math.min(i, n - 1 - i) + 1,
    at = (k) => [Math.floor(k / columns), k % columns];
  const weigh = {
    average: () => 1,
    corner: (k) => (k === 0 ? 1 : 0),
    centre: (k) => bell(at(k)[0], rows) * bell(at(k)[1], columns),
  }[name];
  const w = tabulate(rows * columns, (k) => weigh(k)),
    sum = w.reduce((a, v) => a + v, 0);
  return w.map((v) => Math.fround(v / sum));
}

function kindControls(ex) {
  const { get, change } = ex;
  const kind = choice({ name: "kind", label: "pooling", options: POOL_KINDS }, (v) => change({ kind: v }));
  const windows = choice({ name: "windows", label: "windows", options: POOL_WINDOWS }, (v) => change({ windows: v }));
  const compare = checkbox({ name: "compare", label: "maximum beside average" }, (on) => change({ compare: on }));
  const weights = choice({ name: "weights", label: "weights", options: POOL_WEIGHTS }, (name) => {
    const sizes = pair(get("window"));
    change({ _w: asBytes(presetWeights(name, sizes)), _w_shape: sizes });
  });
  const rows = [kind, windows, weights, compare].map(({ row }) => h("div", { class: "cn-line" }, row));

  const show = (s, g) => {
    kind.show(s.kind);
    windows.show(s.windows);
    compare.show(get("compare"));
    weights.row.parentElement.hidden = s.kind !== "learned";
    const preset = POOL_WEIGHTS.find(([name]) => String(presetWeights(name, g.kernels)) === String(ex.weights(g)));
    weights.show(preset?.[0] ?? "yours");
  };
  return { element: group("Pooling", ...rows), show };
}

// A window that slides: its size, how far it jumps, what stands around the input.
function slidingControls({ get, change }) {
  const window = slider({ name: "window", label: "window", min: 1, max: MAX_WINDOW }, (v) => change({ window: v }));
  const stride = slider({ name: "stride", label: "stride", min: 1, max: 5, title: "how far the window jumps" }, (v) =>
    change({ stride: v }),
  );
  const apart = checkbox({ name: "apart", label: "stride = window", title: "windows lie side by side" }, (on) =>
    change({ stride: on ? null : get("window") }),
  );
  const padding = slider(
    {
      name: "padding",
      label: "padding",
      min: 0,
      max: 3,
      title: "around the input: it never wins, and no mean counts it",
    },
    (v) => change({ padding: v }),
  );
  const same = checkbox(
    { name: "same", label: "same padding", title: "as much padding as keeps the size (at stride 1)" },
    (on) => change({ padding: on ? "same" : 0 }),
  );
  const rows = [h("div", { class: "cn-line" }, apart.row, same.row), window.row, stride.row, padding.row];

  const show = (s, g) => {
    const pairText = ([a, b]) => (a === b ? String(a) : `${a}, ${b}`);
    window.show(g.kernels[0], pairText(g.kernels));
    stride.show(g.strides[0], pairText(g.strides), { disabled: s.stride === null });
    apart.show(s.stride === null);
    padding.show(Math.max(...g.pads.flat()), paddingText(g.pads), { disabled: s.padding === "same" });
    same.show(s.padding === "same");
  };
  return { rows, show };
}

function adaptiveControls({ get, change }) {
  const sizes = ["rows", "columns"].map((axis, a) =>
    slider({ name: `output-${axis}`, label: axis, says: `output ${axis}`, min: 1, max: 8 }, (v) =>
      change({ output_size: oneOrTwo(pair(get("output_size")).map((old, axis) => (axis === a ? v : old))) }),
    ),
  );
  const fixedSize = h("p", { class: "cn-rule" }, "However large the input, the output has this size.");
  const show = (s) => sizes.forEach((row, a) => row.show(pair(s.output_size)[a]));
  return { rows: [fixedSize, ...sizes.map(({ row }) => row)], show };
}

function poolControls(ex) {
  const image = pictureChoice(ex),
    size = sizeSliders(ex, 32),
    shift = shiftButtons(ex, 3),
    kinds = kindControls(ex);
  const whole = h("p", { class: "cn-rule" }, "However large the input, one number comes out."),
    windows = { sliding: slidingControls(ex), adaptive: adaptiveControls(ex), global: { rows: [whole], show() {} } };
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Input", h("div", { class: "cn-line" }, image.row), ...size.rows, shift.row),
    kinds.element,
    group("Window", ...Object.values(windows).flatMap(({ rows }) => rows)),
  );
  const show = (s, g) => {
    image.show(ex.get("image"));
    size.show();
    shift.show();
    kinds.show(s, g);
    for (const [name, each] of Object.entries(windows)) {
      each.show(s, g);
      for (const row of each.rows) row.hidden = s.windows !== name;
    }
  };
  return { element, show };
}
