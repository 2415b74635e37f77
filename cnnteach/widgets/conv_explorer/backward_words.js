// What ConvExplorer says backwards: the rule, the products of a gradient, and where they come from.

const LETTERS = { x: "dX", w: "dW", b: "db" };

// Row and column of the traced number as NumPy counts them, and its channel or filter where there are several.
function tracedText({ part, at, filter, channel }, g) {
  const several =
    part === "x"
      ? g.channels > 1 && `, channel ${channel}`
      : g.filters > 1 && `, filter ${filter}${g.depth > 1 && part === "w" ? `, channel ${channel}` : ""}`;
  return `${LETTERS[part]}${part === "b" ? "" : ` row ${at[0]}, column ${at[1]}`}${several || ""}`;
}

// As Python would write it: dX[3, 3], of one channel or filter.
const tracedName = ({ part, at }) => `${LETTERS[part]}${part === "b" ? "" : `[${at[0]}, ${at[1]}]`}`;

function backRule(g, part) {
  const times = (factor, letter) => (factor === 1 ? letter : `${factor}\u00b7${letter}`);
  const plus = (n) => (n ? ` + ${n}` : ""),
    minus = (n) => (n ? ` ${MINUS} ${n}` : "");
  const axis = (a, text) => text(g.strides[a], g.dilations[a], g.pads[a][0]);
  const pixel = (s, d, p, r, i) => `${times(s, r)} + ${times(d, i)}${minus(p)}`;
  if (part === "b") return "db = \u03a3 dY[r, q]";
  if (part === "w")
    return (
      `dW[i, j] = \u03a3 dY[r, q] \u00b7 X[${axis(0, (s, d, p) => pixel(s, d, p, "r", "i"))}, ` +
      `${axis(1, (s, d, p) => pixel(s, d, p, "q", "j"))}]`
    );
  const tap = (s, d, p, h, r) =>
    d > 1 ? `(${h}${plus(p)} ${MINUS} ${times(s, r)}) / ${d}` : `${h}${plus(p)} ${MINUS} ${times(s, r)}`;
  return `dX[h, v] = \u03a3 dY[r, q] \u00b7 W[${axis(0, (s, d, p) => tap(s, d, p, "h", "r"))}, ${axis(1, (s, d, p) => tap(s, d, p, "v", "q"))}]`;
}

// A gradient's products as terms; those that are not 0 come first, since of very many the last are one chip.
function orderedTerms(terms, part, decimals, sum, hidden) {
  const ordered =
    terms.length > MOST_CHIPS ? [...terms.filter((t) => t.value !== 0), ...terms.filter((t) => t.value === 0)] : terms;
  const words = (t) => (part === "b" ? `dY[${t.out.row}, ${t.out.column}]` : timesText(t.dy, t.by));
  return fewPrintedTerms(
    ordered.map((t) => ({ ...t, words: words(t) })),
    decimals,
    sum,
    hidden,
  );
}

const asMark = ({ filter, row, column }, note, faint = false) => ({ filter, row, column, note, faint });

// What lights up for the traced number (in the cell of a gradient that which was multiplied is a note: X or W), and the sentence that says it.
function tracedMarks(now, traced, terms, hidden) {
  const { g, back } = now,
    { part, filter, row, column, channel } = traced,
    marks = { input: [], kernel: [], bias: [], output: [] };
  const own = firstChannel(g, filter),
    result = hidden ? "?" : fixed(traced.value, back.decimals[part]),
    count = terms.length;
  const name = `${tracedText(traced, g)} is ${result}`;
  if (part === "x") {
    marks.input.push({ channel, row, column });
    marks.output = terms.map((t) => asMark(t.out, `\u00d7${weightText(t.by)}`));
    marks.kernel = terms
      .filter((t) => t.out.filter === filter)
      .map((t) => ({ channel: t.depth, row: t.i, column: t.j, faint: true, note: `W ${weightText(t.by)}` }));
    return {
      marks,
      sentence: count
        ? `${name}: ${counted(count, "output")} used this pixel; each hands ` +
          `back its dY times the weight that the pixel met there.`
        : `${name}: no window reaches this pixel, so nothing is handed back.`,
    };
  }
  if (part === "w") {
    marks.kernel.push({ channel, row, column });
    marks.output = terms.map((t) => asMark(t.out, `\u00d7${weightText(t.by)}`, true));
    marks.input = terms.map((t) => ({
      channel: own + channel,
      row: t.r,
      column: t.q,
      faint: true,
      note: `X ${weightText(t.by)}`,
    }));
    return {
      marks,
      sentence:
        `${name}: the weight was used for ${counted(count, "output")}; each hands ` +
        `back its dY times the pixel under the weight.`,
    };
  }
  marks.bias.push({ row: 0, column: 0 });
  marks.output = terms.map((t) => asMark(t.out, undefined, true));
  return { marks, sentence: `${name}: the bias was added to ${counted(count, "output")}; each hands back its dY.` };
}

// What one dY hands back: to the pixels of its window, and to the weights.
function handedBack({ g, used, back }, { filter, row, column }) {
  const d = back.dy[(row * g.out[1] + column) * g.filters + filter],
    own = firstChannel(g, filter),
    marks = { input: [], kernel: [], bias: [], output: [] };
  for (let c = 0; c < g.depth; c++)
    for (let i = 0; i < g.kernels[0]; i++)
      for (let j = 0; j < g.kernels[1]; j++) {
        const share = d * used[((i * g.kernels[1] + j) * g.depth + c) * g.filters + filter];
        marks.input.push({
          channel: own + c,
          row: row * g.strides[0] + i * g.dilations[0],
          column: column * g.strides[1] + j * g.dilations[1],
          note: share < 0 ? weightText(share) : `+${weightText(share)}`,
        });
        marks.kernel.push({ channel: c, row: i, column: j, faint: true });
      }
  marks.output.push({ filter, row, column });
  marks.bias.push({ row: 0, column: 0, faint: true });
  const pixels = g.kernels[0] * g.kernels[1] * g.depth;
  return {
    marks,
    sentence:
      `dY row ${row}, column ${column}${g.filters > 1 ? `, filter ${filter}` : ""} is ` +
      `${weightText(d)}: it adds itself times the weight to ${counted(pixels, "pixel")} of dX, ` +
      "itself times the pixel to each weight of dW, and itself to db.",
  };
}

// A zero of the padding would have a gradient, too; there is nobody to hand it to.
function onPadding({ g, back }, { channel, row, column }) {
  const value = fixed(back.dx[(row * g.padded[1] + column) * g.channels + channel], back.decimals.x);
  return {
    marks: { input: [{ channel, row, column }] },
    sentence: `A zero of the padding: its gradient, ${value}, is not handed on.`,
  };
}
