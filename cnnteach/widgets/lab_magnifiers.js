// KernelLab's magnifiers: a few pixels as numbers, the kernel, and what comes out at the same places.

const AROUND = 4, WIDE = 2 * AROUND + 1; // pixels on each side of the middle one

// A plane around a pixel; what is beyond `at` (a function of row and column) is NaN.
const around = (at, [row, column]) => Float64Array.from({ length: WIDE * WIDE }, (_, k) => at(row - AROUND + Math.floor(k / WIDE), column - AROUND + (k % WIDE)));

// What stands at a place of the picture: a pixel, what the border makes up as far as the kernel reaches, else NaN.
function pixelAt(now, plane, row, column) {
  if (!isBeyond(now, row, column)) return plane[row * now.W + column];
  const [[top, bottom], [left, right]] = [now.KH, now.KW].map((size) => sidesOf(size, now.border));
  if (row < -top || column < -left || row >= now.H + bottom || column >= now.W + right) return NaN;
  const r = borderPixel(row, now.H, now.border), q = borderPixel(column, now.W, now.border);
  return r < 0 || q < 0 ? 0 : plane[r * now.W + q];
}

function responseAt(now, response, row, column) {
  const r = row - now.margins[0], q = column - now.margins[1];
  return r < 0 || q < 0 || r >= now.OH || q >= now.OW ? NaN : response[r * now.OW + q];
}

// The cells of the magnifier that lie between row and column 0 and a last one, for `inner` of a grid.
function innerOf([row, column], [top, left], [rows, columns]) {
  const first = [Math.max(0, top - row + AROUND), Math.max(0, left - column + AROUND)];
  const last = [Math.min(WIDE, top + rows - row + AROUND), Math.min(WIDE, left + columns - column + AROUND)];
  return { top: first[0], left: first[1], rows: Math.max(0, last[0] - first[0]), columns: Math.max(0, last[1] - first[1]) };
}

function magnifiers({ onInput, onOutput, onLeave, onPixel, onWeight }) {
  const grid = (kind, label, more) => new NumberGrid({ label, kind, onLeave, ...more });
  const input = grid("input", "magnified picture", { onPoint: onInput, onEdit: onPixel }), output = grid("output", "magnified output", { onPoint: onOutput });
  const kernels = ["kernel", "second kernel"].map((label, k) => grid("kernel", label, { onPoint: () => {}, onEdit: (r, q, v) => k === 0 && onWeight(r, q, v) }));
  const sign = (text) => h("div", { class: "cn-sign", "aria-hidden": "true" }, text);
  const element = h("div", { class: "cn-scene cn-magnifiers" }, input.element, sign("\u2217"), h("div", { class: "cn-column" }, ...kernels.map((k) => k.element)), sign("="), output.element);

  const sizes = (root, now) => {
    const rem = parseFloat(getComputedStyle(root).fontSize), room = root.clientWidth - 8 * rem;
    const weight = (cell) => Math.min(Math.floor(2.9 * rem), Math.max(cell, Math.floor((6 * cell) / now.KW)));
    let cell = Math.floor(2.1 * rem);
    while (cell > 16 && 2 * WIDE * cell + now.KW * weight(cell) > room) cell--;
    return { cell, kernel: weight(cell) };
  };
  const show = (root, now, ws, channel, centre, decimals) => {
    const { cell, kernel } = sizes(root, now), plane = now.planes[channel], response = now.responses[channel], grey = greyBy(now.limits), shade = (v) => Array(3).fill(grey(v));
    const name = now.colour ? `, ${CHANNELS[channel]}` : "", write = (digits) => (v) => (Number.isNaN(v) ? "" : fixed(v, digits)), square = { rows: WIDE, columns: WIDE, zoom: cell };
    input.show({ ...square, values: around((r, q) => pixelAt(now, plane, r, q), centre), text: write(0), colour: greyScale(0, 255), inner: innerOf(centre, [0, 0], [now.H, now.W]), caption: `picture${name}, magnified` });
    output.show({ ...square, values: around((r, q) => responseAt(now, response, r, q), centre), text: write(Math.min(1, decimals)), colour: shade, inner: innerOf(centre, now.margins, [now.OH, now.OW]), caption: `output${name}, magnified` });
    kernels.forEach((each, k) => {
      each.element.hidden = !ws[k];
      if (ws[k]) each.show({ rows: now.KH, columns: now.KW, values: ws[k], text: weightText, colour: signedScale(largestOf(Array.from(ws[k]))), zoom: kernel,
        caption: ws[1] ? `Sobel ${"xy"[k]}` : `kernel ${now.KH}\u00d7${now.KW}` });
    });
    output.cursor = [AROUND, AROUND];
  };
  return { element, input, output, kernels, show };
}

// A picture that is only looked at.
function thumbnail() {
  const canvas = h("canvas", { role: "img" }), caption = h("div", { class: "cn-caption" });
  const show = ({ rows, columns, rgba, zoom, words }) => {
    Object.assign(canvas, { width: columns, height: rows });
    canvas.getContext("2d").putImageData(new ImageData(rgba, columns, rows), 0, 0);
    Object.assign(canvas.style, { width: `${columns * zoom}px`, height: `${rows * zoom}px` });
    canvas.setAttribute("aria-label", words);
    setText(caption, words);
  };
  return { element: h("div", { class: "cn-panel cn-thumbnail" }, caption, canvas), show };
}
