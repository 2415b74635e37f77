// The controls of PoolingExplorer: which picture, which pooling, which windows, and a shift.

const POOL_KINDS = [["max", "maximum"], ["average", "average"], ["learned", "learned"]];
const POOL_WINDOWS = [["sliding", "sliding"], ["adaptive", "adaptive"], ["global", "global"]];
const POOL_WEIGHTS = [["average", "the average"], ["corner", "first pixel only"], ["centre", "centre counts most"]];
const ARROWS = [["left", "\u2190", [0, -1]], ["right", "\u2192", [0, 1]], ["up", "\u2191", [-1, 0]], ["down", "\u2193", [1, 0]]];
const MAX_WINDOW = 7, MAX_SHIFT = 3;

function presetWeights(name, [rows, columns]) {
  const bell = (i, n) => Math.min(i, n - 1 - i) + 1, at = (k) => [Math.floor(k / columns), k % columns];
  const weigh = { average: () => 1, corner: (k) => (k === 0 ? 1 : 0), centre: (k) => bell(at(k)[0], rows) * bell(at(k)[1], columns) }[name];
  const w = Float64Array.from({ length: rows * columns }, (_, k) => weigh(k)), sum = w.reduce((a, v) => a + v, 0);
  return w.map((v) => Math.fround(v / sum));
}

function shiftText(down, right) {
  const vertical = down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`, across = right && `${Math.abs(right)} ${right > 0 ? "right" : "left"}`;
  return [vertical, across].filter(Boolean).join(", ") || "none";
}

const oneOrTwo = ([a, b]) => (a === b ? a : [a, b]);

function poolControls(ex) {
  const { get, change } = ex, axes = ["rows", "columns"];
  const image = choice({ name: "image", label: "picture", options: get("images").map((n) => [n, n]) }, (name) => {
    const at = get("images").indexOf(name), shape = get("_gallery_shape"), each = shape[0] * shape[1];
    if (at >= 0) change({ image: name, _source: asBytes(floats(get("_gallery")).subarray(at * each, (at + 1) * each)), _source_shape: shape });
  });
  const size = axes.map((axis, a) => slider({ name: `size-${axis}`, label: axis, says: `input ${axis}`, min: 1, max: 32 },
    (v) => change({ size: oneOrTwo(a ? [pair(get("size"))[0], v] : [v, pair(get("size"))[1]]) })));
  const shift = ([down, right]) => () => {
    const within = (v) => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, v)), [rows, columns] = pair(get("shift"));
    change({ shift: oneOrTwo([within(rows + down), within(columns + right)]) });
  };
  const said = h("output", { "aria-label": "shift" });
  const arrows = ARROWS.map(([name, sign, step]) => button(`shift-${name}`, sign, `shift the input by one pixel: ${name}`, shift(step)));
  const back = button("shift-none", "\u21ba", "no shift", () => change({ shift: 0 }));
  const shifts = h("div", { class: "cn-line cn-shift", role: "group", "aria-label": "shift the input" }, h("span", {}, "shift"), ...arrows, back, said);

  const kind = choice({ name: "kind", label: "pooling", options: POOL_KINDS }, (v) => change({ kind: v }));
  const windows = choice({ name: "windows", label: "windows", options: POOL_WINDOWS }, (v) => change({ windows: v }));
  const compare = checkbox({ name: "compare", label: "maximum beside average" }, (on) => change({ compare: on }));
  const weights = choice({ name: "weights", label: "weights", options: POOL_WEIGHTS }, (name) => {
    const sizes = pair(get("window"));
    change({ _w: asBytes(presetWeights(name, sizes)), _w_shape: sizes });
  });

  const window = slider({ name: "window", label: "window", min: 1, max: MAX_WINDOW }, (v) => change({ window: v }));
  const stride = slider({ name: "stride", label: "stride", min: 1, max: 5, title: "how far the window jumps" }, (v) => change({ stride: v }));
  const apart = checkbox({ name: "apart", label: "stride = window", title: "windows lie side by side" },
    (on) => change({ stride: on ? null : get("window") }));
  const padding = slider({ name: "padding", label: "padding", min: 0, max: 3, title: "around the input: it never wins, and no mean counts it" },
    (v) => change({ padding: v }));
  const same = checkbox({ name: "same", label: "same padding", title: "as much padding as keeps the size (at stride 1)" },
    (on) => change({ padding: on ? "same" : 0 }));
  const output = axes.map((axis, a) => slider({ name: `output-${axis}`, label: axis, says: `output ${axis}`, min: 1, max: 8 },
    (v) => change({ output_size: oneOrTwo(a ? [pair(get("output_size"))[0], v] : [v, pair(get("output_size"))[1]]) })));
  const group = (title, ...rows) => h("fieldset", {}, h("legend", {}, title), ...rows);
  const fixedSize = h("p", { class: "cn-rule" }, "However large the input, the output has this size.");
  const sliding = [h("div", { class: "cn-line" }, apart.row, same.row), window.row, stride.row, padding.row], adaptive = [fixedSize, ...output.map((r) => r.row)];
  const whole = h("p", { class: "cn-rule" }, "However large the input, one number comes out.");
  const element = h("div", { class: "cn-controls" },
    group("Input", h("div", { class: "cn-line" }, image.row), ...size.map((r) => r.row), shifts),
    group("Pooling", ...[kind, windows, weights, compare].map(({ row }) => h("div", { class: "cn-line" }, row))),
    group("Window", ...sliding, ...adaptive, whole));

  const show = (s, g) => {
    const pairText = ([a, b]) => (a === b ? String(a) : `${a}, ${b}`), [down, right] = pair(s.shift);
    image.show(get("image"));
    size.forEach((row, a) => row.show(g.sizes[a], String(g.sizes[a]), { max: get("_source_shape")[a] }));
    setText(said, shiftText(down, right));
    kind.show(s.kind);
    windows.show(s.windows);
    compare.show(get("compare"));
    weights.row.parentElement.hidden = s.kind !== "learned";
    const preset = POOL_WEIGHTS.find(([name]) => String(presetWeights(name, g.kernels)) === String(ex.weights(g)));
    weights.show(preset?.[0] ?? "yours");
    sliding.forEach((row) => { row.hidden = s.windows !== "sliding"; });
    adaptive.forEach((row) => { row.hidden = s.windows !== "adaptive"; });
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
