// The layer as a product: the matrix, times the input, is the output.

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

const MANY = 30; // colours that can still be told apart
function coloursText(tied) {
  const count = Math.max(...tied) + 1;
  return count > MANY ? `${whole(count)} weights: more than there are colours` : "a colour for each weight";
}

const answerColours = ({ y, after }) => signedScale(largestOf([...y, ...after]));
const signBetween = (text) => h("div", { class: "cn-sign", "aria-hidden": "true" }, text);

// The matrix stands beside input and output where its cells stay large enough, else above them.
function sharingZoom(root, g) {
  const { rem, width: whole } = roomOf(root),
    width = Math.max(200, whole - 3 * rem);
  const pixels = g.sizes[0] * g.sizes[1],
    outputs = g.out[0] * g.out[1];
  const small = Math.floor(Math.min(2.4 * rem, (15 * rem) / Math.max(...g.sizes))),
    high = Math.min(1.7 * rem, (36 * rem) / Math.max(1, outputs));
  const beside = (width - small * (g.sizes[1] + g.out[1]) - 7 * rem) / pixels;
  return { small, matrix: Math.max(4, Math.floor(Math.min(high, beside >= 1.4 * rem ? beside : width / pixels))) };
}

// The pixels that a shift left in the input; the others are zeros, which moved in.
function shiftedBox({ sizes }, shift) {
  const [rows, columns] = pair(shift).map((by, axis) => ({
    first: Math.max(0, by),
    count: sizes[axis] - Math.abs(by),
  }));
  return { top: rows.first, left: columns.first, rows: rows.count, columns: columns.count };
}

function showInput(grid, { g, s, x, decimals }, zoom) {
  grid.show({
    ...sizeOf(g.sizes),
    label: "input",
    values: x,
    text: inDecimals(decimals?.x ?? 2),
    colour: signedScale(largestOf(x)),
    zoom: zoom.small,
    inner: shiftedBox(g, s.shift),
    caption: `input ${g.sizes.join("\u00d7")}${pair(s.shift).some(Boolean) ? ", shifted" : ""}`,
  });
}

function showMatrix(grid, { x, y, matrix, tied }, zoom) {
  grid.show({
    rows: y.length,
    columns: x.length,
    label: "matrix",
    values: matrix,
    zoom: zoom.matrix,
    inner: (o, i) => tied[o * x.length + i] >= 0,
    text: (v, k) => (tied[k] < 0 ? "" : weightText(v)),
    colour: (v, k) => tiedColour(tied[k]),
    caption: `matrix: ${y.length} rows (outputs) \u00d7 ${x.length} columns (pixels), ${coloursText(tied)}`,
  });
}

function sharingScene(ex, { matrix, input, output }) {
  const problem = h("p", { class: "cn-problem", role: "alert" });
  const product = h(
    "div",
    { class: "cn-product" },
    signBetween("\u00b7"),
    input.element,
    signBetween("="),
    output.element,
    problem,
  );
  const paint = (zoom) => {
    const { now } = ex;
    setText(problem, now.y ? "" : whyNoWindow(now.g));
    matrix.element.hidden = output.element.hidden = !now.y;
    showInput(input, now, zoom);
    if (!now.y) return;
    showMatrix(matrix, now, zoom);
    output.show({
      ...sizeOf(now.g.out),
      label: "output",
      values: now.y,
      text: inDecimals(now.decimals.y),
      colour: answerColours(now),
      zoom: zoom.small,
      caption: `output ${now.g.out.join("\u00d7")}`,
    });
  };
  return { element: h("div", { class: "cn-scene" }, matrix.element, product), paint };
}
