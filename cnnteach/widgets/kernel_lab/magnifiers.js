// KernelLab's magnifiers: a few pixels as numbers, the kernel, and what comes out at the same places.

const AROUND = 4,
  WIDE = 2 * AROUND + 1; // pixels on each side of the middle one

// A plane around a pixel; what is beyond `at` (a function of row and column) is NaN.
const around = (at, [row, column]) =>
  tabulate(WIDE * WIDE, (k) => at(row - AROUND + Math.floor(k / WIDE), column - AROUND + (k % WIDE)));

// What stands at a place of the picture: a pixel, what the border makes up as far as the kernel reaches, else NaN.
function pixelAt(now, plane, row, column) {
  if (!isBeyond(now, row, column)) return plane[row * now.W + column];
  const [[top, bottom], [left, right]] = [now.KH, now.KW].map((size) => sidesOf(size, now.border));
  if (row < -top || column < -left || row >= now.H + bottom || column >= now.W + right) return NaN;
  const r = borderPixel(row, now.H, now.border),
    q = borderPixel(column, now.W, now.border);
  return r < 0 || q < 0 ? 0 : plane[r * now.W + q];
}

function responseAt(now, response, row, column) {
  const r = row - now.margins[0],
    q = column - now.margins[1];
  return r < 0 || q < 0 || r >= now.OH || q >= now.OW ? NaN : response[r * now.OW + q];
}

// The cells of the magnifier that lie between row and column 0 and a last one, for `inner` of a grid.
function innerOf([row, column], [top, left], [rows, columns]) {
  const first = [Math.max(0, top - row + AROUND), Math.max(0, left - column + AROUND)];
  const last = [Math.min(WIDE, top + rows - row + AROUND), Math.min(WIDE, left + columns - column + AROUND)];
  return {
    top: first[0],
    left: first[1],
    rows: Math.max(0, last[0] - first[0]),
    columns: Math.max(0, last[1] - first[1]),
  };
}

function magnifiers({ onInput, onOutput, onLeave, onPixel, onWeight }) {
  const input = new NumberGrid({ kind: "input", onLeave, onPoint: onInput, onEdit: onPixel });
  const output = new NumberGrid({ kind: "output", onLeave, onPoint: onOutput });
  const kernels = [onWeight, null].map((onEdit) => new NumberGrid({ kind: "kernel", onLeave, onEdit }));
  const sign = (text) => h("div", { class: "cn-sign", "aria-hidden": "true" }, text);
  const element = h(
    "div",
    { class: "cn-scene cn-magnifiers" },
    input.element,
    sign("\u2217"),
    h("div", { class: "cn-column" }, ...kernels.map((k) => k.element)),
    sign("="),
    output.element,
  );

  const sizes = (root, now) => {
    const { width, rem } = roomOf(root),
      room = width - 9 * rem;
    const weight = (cell) => Math.min(Math.floor(2.9 * rem), Math.max(cell, Math.floor((6 * cell) / now.KW)));
    let cell = Math.floor(2.1 * rem);
    while (cell > 16 && 2 * WIDE * cell + now.KW * weight(cell) > room) cell--;
    if (cell < 1.4 * rem) cell = Math.floor(Math.min(2.1 * rem, (width - 2 * rem) / WIDE)); // below each other
    return { cell, kernel: weight(cell) };
  };
  // `asked(row, column)`: is this the output that the quiz asks for?
  const show = (root, now, { ws, channel, centre, decimals, asked }) => {
    const { cell, kernel } = sizes(root, now),
      grey = greyBy(now.limits),
      name = now.colour ? `, ${CHANNELS[channel]}` : "";
    const isAsked = (k) => asked(centre[0] - AROUND + Math.floor(k / WIDE), centre[1] - AROUND + (k % WIDE));
    const square = { rows: WIDE, columns: WIDE, zoom: cell },
      write = (v, digits) => (Number.isNaN(v) ? "" : fixed(v, digits));
    input.show({
      ...square,
      label: `magnified picture${name}`,
      caption: `picture${name}, magnified`,
      values: around((r, q) => pixelAt(now, now.planes[channel], r, q), centre),
      text: (v) => write(v, 0),
      colour: greyScale(0, 255),
      inner: innerOf(centre, [0, 0], [now.H, now.W]),
    });
    output.show({
      ...square,
      label: `magnified output${name}`,
      caption: `output${name}, magnified`,
      values: around((r, q) => responseAt(now, now.responses[channel], r, q), centre),
      text: (v, k) => (isAsked(k) ? "?" : write(v, Math.min(1, decimals))),
      colour: (v, k) => GREYS[isAsked(k) ? 128 : grey(v)],
      inner: innerOf(centre, now.margins, [now.OH, now.OW]),
    });
    kernels.forEach((each, k) => {
      each.element.hidden = !ws[k];
      if (!ws[k]) return;
      const title = ws[1] ? `Sobel ${"xy"[k]}` : "kernel";
      each.show({
        label: title,
        caption: ws[1] ? title : `kernel ${now.KH}\u00d7${now.KW}`,
        rows: now.KH,
        columns: now.KW,
        values: ws[k],
        text: weightText,
        colour: signedScale(largestOf(Array.from(ws[k]))),
        zoom: kernel,
      });
    });
    output.cursor = [AROUND, AROUND];
  };
  return { element, input, output, kernels, show };
}
