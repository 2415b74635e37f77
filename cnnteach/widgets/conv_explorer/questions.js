// What ConvExplorer asks before it shows: sizes, numbers, and who takes part in what.
// `now` is what the view computed, with `filter`, the one that is shown.

const AXES = [
  ["rows", "row"],
  ["columns", "column"],
];

function sizeQuestion(rng, { g, y }) {
  if (!y) return null;
  const axis = rng.whole(0, 1),
    [many, one] = AXES[axis],
    [before, after] = g.pads[axis];
  const [n, k, s, d] = [g.sizes[axis], g.kernels[axis], g.strides[axis], g.dilations[axis]],
    room = n + before + after - span(k, d);
  const padding = before || after ? `, padded by ${before} before and ${after} after` : "",
    spread = d > 1 ? `, dilation ${d}` : "";
  return {
    hides: "size",
    text: `An input of ${n} ${many}${padding}, a kernel of ${k}${spread}, stride ${s}: how many ${many} has the output?`,
    answer: g.out[axis],
    because: `\u230a(${n} + ${before} + ${after} ${MINUS} ${span(k, d)}) / ${s}\u230b + 1 = ${g.out[axis]}.`,
    mistakes: [
      { value: Math.floor(room / s), hint: "those are the jumps; the first window stands before any jump: + 1." },
      { value: Math.ceil(room / s) + 1, hint: "the last of those windows would hang over the edge: round down." },
      { value: outputSize(n + before, k, s, d), hint: "the padding stands on both sides: count it twice." },
      { value: outputSize(n, k, s, d), hint: "the padding belongs to the input; add it first." },
      {
        value: outputSize(n + before + after, k, s, 1),
        hint: `dilation spreads the kernel over ${span(k, d)} ${many}.`,
      },
      { value: room + 1, hint: `that is for stride 1; here the window jumps ${s} at a time.` },
      { value: n, hint: `the window starts at each ${one} only where padding and stride allow it.` },
    ],
  };
}

function cellQuestion(rng, { g, y, padded, used, b, decimals, filter }) {
  if (!y || g.kernels[0] * g.kernels[1] * g.depth > 27) return null; // more products than one likes to add
  const at = (values, r, q) => values[(r * g.out[1] + q) * g.filters + filter],
    d = decimals[filter];
  const cells = Array.from({ length: g.out[0] * g.out[1] }, (_, k) => [Math.floor(k / g.out[1]), k % g.out[1]]);
  const busy = cells.filter((cell) => at(y, ...cell) !== 0);
  const [row, column] = rng.pick(busy.length ? busy : cells);
  const answer = at(y, row, column),
    isThere = column < g.out[0] && row < g.out[1];
  const unmoved = products({ ...g, strides: [1, 1] }, padded, used, row, column, filter).reduce(
    (sum, t) => sum + t.product,
    b[filter],
  );
  const turned = products(g, padded, flip(g, used), row, column, filter).reduce((sum, t) => sum + t.product, b[filter]);
  const first =
    padded[(row * g.strides[0] * g.padded[1] + column * g.strides[1]) * g.channels + firstChannel(g, filter)];
  return {
    hides: "output",
    which: [filter, row, column],
    decimals: d,
    text:
      `What stands in row ${row}, column ${column} of the output${g.filters > 1 ? ` of filter ${filter}` : ""}` +
      `${d ? ` (${counted(d, "decimal")})` : ""}? Rows and columns count from 0.`,
    answer,
    because: "Each weight times the pixel under it, all added up, and the bias.",
    mistakes: [
      { value: answer - b[filter], hint: "add the bias too." },
      { value: turned, hint: "you turned the kernel by half a turn; put it on the pixels just as it is shown." },
      { value: unmoved, hint: "the window jumps by the stride: multiply row and column by it." },
      { value: -answer, hint: "mind the sign: which side of the kernel is negative?" },
      ...(isThere ? [{ value: at(y, column, row), hint: "the row comes first, then the column." }] : []),
      ...(g.kernels[0] * g.kernels[1] * g.depth > 1
        ? [{ value: first, hint: "that is one pixel; the window holds several, each with its weight." }]
        : []),
    ],
  };
}

function fedQuestion(rng, { g, y }) {
  if (!y) return null;
  const row = rng.whole(0, g.sizes[0] - 1),
    column = rng.whole(0, g.sizes[1] - 1),
    at = [row + g.pads[0][0], column + g.pads[1][0]];
  const answer = fedBy(g, ...at).length,
    area = g.kernels[0] * g.kernels[1];
  return {
    hides: "fed",
    text: `In how many windows does the pixel in row ${row}, column ${column} of the input stand? Rows and columns count from 0.`,
    answer,
    because: answer
      ? "Each of them multiplies it by another weight of the kernel."
      : "Stride or dilation step over it.",
    mistakes: [
      { value: area, hint: "as many as the kernel has weights only where no edge and no stride is in the way." },
      { value: g.out[0] * g.out[1], hint: "those are all the windows there are; which of them reach this pixel?" },
      {
        value: fedBy(
          { ...g, strides: [1, 1], out: g.padded.map((p, a) => p - span(g.kernels[a], g.dilations[a]) + 1) },
          ...at,
        ).length,
        hint: "that is for stride 1; with a larger stride some windows are left out.",
      },
      ...(answer > 1 ? [{ value: 1, hint: "windows overlap where the stride is smaller than the kernel." }] : []),
    ],
  };
}

function sharedQuestion(rng, { g, y }) {
  if (!y) return null;
  const row = rng.whole(0, g.kernels[0] - 1),
    column = rng.whole(0, g.kernels[1] - 1);
  return {
    hides: "shared",
    text: `How many products does the weight in row ${row}, column ${column} of the kernel take part in?`,
    answer: g.out[0] * g.out[1],
    because: "One for each output: the weights are shared by all of them.",
    mistakes: [
      { value: 1, hint: "the kernel slides: the same weight is used at every stop." },
      {
        value: g.kernels[0] * g.kernels[1],
        hint: "that counts the weights of the kernel, not the stops of one weight.",
      },
      { value: g.sizes[0] * g.sizes[1], hint: "that counts the pixels; the window stops once for each output." },
      { value: g.out[0] + g.out[1], hint: "rows times columns, not plus." },
    ],
  };
}

// The next question is about other settings, with which the kernel fits.
function varyConv(rng, { g }) {
  const [stride, padding] = [rng.whole(1, 3), rng.whole(0, 2)];
  const fits = g.sizes.every((size, a) => size + 2 * padding >= span(g.kernels[a], g.dilations[a]));
  return fits ? { stride, padding } : { stride };
}
