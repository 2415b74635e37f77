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
  const w = Float64Array.from({ length: rows * columns }, (_, k) => weigh(k)),
    sum = w.reduce((a, v) => a + v, 0);
  return w.map((v) => Math.fround(v / sum));
}

function poolControls(ex) {
  const { get, change } = ex;
  const image = pictureChoice(ex),
    size = sizeSliders(ex, 32),
    shift = shiftButtons(ex, 3);

  const kind = choice({ name: "kind", label: "pooling", options: POOL_KINDS }, (v) => change({ kind: v }));
  const windows = choice({ name: "windows", label: "windows", options: POOL_WINDOWS }, (v) => change({ windows: v }));
  const compare = checkbox({ name: "compare", label: "maximum beside average" }, (on) => change({ compare: on }));
  const weights = choice({ name: "weights", label: "weights", options: POOL_WEIGHTS }, (name) => {
    const sizes = pair(get("window"));
    change({ _w: asBytes(presetWeights(name, sizes)), _w_shape: sizes });
  });

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
  const output = ["rows", "columns"].map((axis, a) =>
    slider({ name: `output-${axis}`, label: axis, says: `output ${axis}`, min: 1, max: 8 }, (v) =>
      change({ output_size: oneOrTwo(a ? [pair(get("output_size"))[0], v] : [v, pair(get("output_size"))[1]]) }),
    ),
  );
  const group = (title, ...rows) => h("fieldset", {}, h("legend", {}, title), ...rows);
  const fixedSize = h("p", { class: "cn-rule" }, "However large the input, the output has this size.");
  const sliding = [h("div", { class: "cn-line" }, apart.row, same.row), window.row, stride.row, padding.row];
  const adaptive = [fixedSize, ...output.map((r) => r.row)];
  const whole = h("p", { class: "cn-rule" }, "However large the input, one number comes out.");
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Input", h("div", { class: "cn-line" }, image.row), ...size.rows, shift.row),
    group("Pooling", ...[kind, windows, weights, compare].map(({ row }) => h("div", { class: "cn-line" }, row))),
    group("Window", ...sliding, ...adaptive, whole),
  );

  const show = (s, g) => {
    const pairText = ([a, b]) => (a === b ? String(a) : `${a}, ${b}`);
    image.show(get("image"));
    size.show();
    shift.show();
    kind.show(s.kind);
    windows.show(s.windows);
    compare.show(get("compare"));
    weights.row.parentElement.hidden = s.kind !== "learned";
    const preset = POOL_WEIGHTS.find(([name]) => String(presetWeights(name, g.kernels)) === String(ex.weights(g)));
    weights.show(preset?.[0] ?? "yours");
    sliding.forEach((row) => {
      row.hidden = s.windows !== "sliding";
    });
    adaptive.forEach((row) => {
      row.hidden = s.windows !== "adaptive";
    });
    whole.hidden = s.windows !== "global";
    window.show(g.kernels[0], pairText(g.kernels));
    stride.show(g.strides[0], pairText(g.strides), { disabled: s.stride === null });
    apart.show(s.stride === null);
    padding.show(Math.max(...g.pads.flat()), paddingText(g.pads), { disabled: s.padding === "same" });
    same.show(s.padding === "same");
    output.forEach((row, a) => row.show(pair(s.output_size)[a]));
  };
  return { element, show };
}
