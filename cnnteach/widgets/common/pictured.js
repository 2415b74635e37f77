// What explorers of a grey picture share: the picture, its size, a shift, a pixel that is written.

const ARROWS = [
  ["left", "\u2190", [0, -1]],
  ["right", "\u2192", [0, 1]],
  ["up", "\u2191", [-1, 0]],
  ["down", "\u2193", [1, 0]],
];

const oneOrTwo = ([a, b]) => (a === b ? a : [a, b]);

function topLeft(source, [, columns], [H, W]) {
  const x = new Float64Array(H * W);
  for (let r = 0; r < H; r++) x.set(source.subarray(r * columns, r * columns + W), r * W);
  return x;
}

// The picture moved down and to the right; zeros move in.
function moved(x, [rows, columns], [down, right]) {
  const result = new Float64Array(x.length);
  for (let r = Math.max(0, down); r < Math.min(rows, rows + down); r++)
    for (let q = Math.max(0, right); q < Math.min(columns, columns + right); q++)
      result[r * columns + q] = x[(r - down) * columns + q - right];
  return result;
}

function shiftText(down, right) {
  const vertical = down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`,
    across = right && `${Math.abs(right)} ${right > 0 ? "right" : "left"}`;
  return [vertical, across].filter(Boolean).join(", ") || "none";
}

const sizeOf = ([rows, columns]) => ({ rows, columns });
const inDecimals = (decimals) => (v) => (Number.isNaN(v) ? "" : fixed(v, decimals));

// What is pointed at, as `own.probe`, and what an edit did, as `own.news`, which stays said until something else is
// pointed at; `light` shows both.
function pointing({ own, change }, light) {
  const aim = (probe) => {
    own.probe = probe;
    own.news = null;
    light();
  };
  const select = (row, column) => {
    own.probe = own.news = null;
    change({ selected: [row, column] });
    light();
  };
  const leave = () => {
    own.probe = null;
    light();
  };
  return { aim, select, leave };
}

function pictureChoice({ get, change }) {
  return choice({ name: "image", label: "picture", options: get("images").map((n) => [n, n]) }, (name) => {
    const at = get("images").indexOf(name),
      shape = get("_gallery_shape"),
      each = shape[0] * shape[1];
    if (at >= 0)
      change({
        image: name,
        _source: asBytes(floats(get("_gallery")).subarray(at * each, (at + 1) * each)),
        _source_shape: shape,
      });
  });
}

function sizeSliders({ get, change }, most) {
  const sliders = ["rows", "columns"].map((axis, a) =>
    slider({ name: `size-${axis}`, label: axis, says: `input ${axis}`, min: 1, max: most }, (v) =>
      change({ size: oneOrTwo(a ? [pair(get("size"))[0], v] : [v, pair(get("size"))[1]]) }),
    ),
  );
  const show = () =>
    pair(get("size")).forEach((size, a) =>
      sliders[a].show(size, String(size), { max: Math.min(most, get("_source_shape")[a]) }),
    );
  return { rows: sliders.map(({ row }) => row), show };
}

// Buttons that move the input by a pixel, at most `most` from where it was.
function shiftButtons({ get, change }, most) {
  const step =
    ([down, right]) =>
    () => {
      const within = (v) => Math.max(-most, Math.min(most, v)),
        [rows, columns] = pair(get("shift"));
      change({ shift: oneOrTwo([within(rows + down), within(columns + right)]) });
    };
  const said = h("output", { "aria-label": "shift" }),
    back = button("shift-none", "\u21ba", "no shift", () => change({ shift: 0 }));
  const arrows = ARROWS.map(([name, sign, by]) =>
    button(`shift-${name}`, sign, `shift the input by one pixel: ${name}`, step(by)),
  );
  const row = h(
    "div",
    { class: "cn-line cn-shift", role: "group", "aria-label": "shift the input" },
    h("span", {}, "shift"),
    ...arrows,
    back,
    said,
  );
  return { row, show: () => setText(said, shiftText(...pair(get("shift")))) };
}

// Write a pixel of the shifted input, counted without padding, where it was before the shift.
function writeShifted({ get, change }, row, column, value) {
  const [down, right] = pair(get("shift")),
    source = floats(get("_source"));
  source[(row - down) * get("_source_shape")[1] + column - right] = value;
  change({ _source: asBytes(source), image: "edited" });
}
