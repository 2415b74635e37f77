// What ConvExplorer says: why there is no output, the products, and what is being pointed at.

function whyNot(s, g) {
  if (!g.divides) return `${g.groups} groups do not divide ${g.channels} channels and ${g.filters} filters evenly.`;
  const axis = g.out[0] > 0 ? 1 : 0,
    word = ["high", "wide"][axis],
    k = span(g.kernels[axis], g.dilations[axis]);
  return (
    `No output: the kernel is ${k} ${word}${g.dilations[axis] > 1 ? " (spread by the dilation)" : ""} and the padded input only ${g.padded[axis]}. ` +
    "Make the kernel or the dilation smaller, or the input or the padding larger."
  );
}

// The products of one output and its bias as terms that add up to `sum`.
function productTerms(terms, bias, decimals, sum, hidden) {
  const all = [
    ...terms.map((t) => ({ ...t, words: timesText(t.x, t.w), value: t.product })),
    { words: "bias", value: bias, kind: "bias" },
  ];
  return printedTerms(all, decimals, sum, hidden);
}

// Is there still such a cell? An input or a kernel may have become smaller under the pointer.
function isThere(probe, g) {
  const [[rows, columns], count] = {
    input: [g.padded, g.channels],
    kernel: [g.kernels, g.depth],
    output: [g.out, g.filters],
  }[probe.kind];
  return probe.row < rows && probe.column < columns && probe.channel < count;
}

// While a quiz asks what this cell takes part in, it lights up alone.
const unsaid = (probe) => ({
  marks: { input: [], kernel: [], output: [], [probe.kind]: [probe] },
  sentence: "Predict first: this is what the question asks.",
});

const weightAt = ({ g, used }, i, j, channel, filter) =>
  used[((i * g.kernels[1] + j) * g.depth + channel) * g.filters + filter];

// The outputs that a pixel feeds, each with the weight by which it does.
function ofPixel(now, probe, filter) {
  const { g, padded } = now,
    own = firstChannel(g, filter),
    marks = { input: [], kernel: [], output: [] };
  const fed = fedBy(g, probe.row, probe.column),
    inGroup = probe.channel >= own && probe.channel < own + g.depth;
  marks.input.push({ channel: probe.channel, row: probe.row, column: probe.column });
  if (inGroup)
    for (const o of fed) {
      const weight = weightAt(now, o.i, o.j, probe.channel - own, filter);
      marks.output.push({ filter, row: o.row, column: o.column, note: `\u00d7${weightText(weight)}` });
      marks.kernel.push({ channel: probe.channel - own, row: o.i, column: o.j, faint: true });
    }
  const value = weightText(padded[(probe.row * g.padded[1] + probe.column) * g.channels + probe.channel]);
  const count = inGroup ? fed.length : 0,
    at = `row ${probe.row - g.pads[0][0]}, column ${probe.column - g.pads[1][0]}`;
  const inside =
    probe.row >= g.pads[0][0] &&
    probe.column >= g.pads[1][0] &&
    probe.row < g.pads[0][0] + g.sizes[0] &&
    probe.column < g.pads[1][0] + g.sizes[1];
  const channel = g.channels > 1 ? ` of channel ${probe.channel}` : "";
  const how = count
    ? `, ${count > 1 ? "each " : ""}by the weight written there`
    : inGroup
      ? ": no window reaches it"
      : ": this filter does not read its channel";
  return {
    marks,
    sentence:
      `${inside ? `Pixel ${at}${channel} is ${value}` : `A zero of the padding${channel}`}: it feeds ` +
      `${counted(count, "output")} of ${g.out[0] * g.out[1]}${how}.`,
  };
}

// The input numbers that a weight multiplies.
function ofWeight(now, probe, filter) {
  const { g } = now,
    own = firstChannel(g, filter),
    marks = { input: [], kernel: [], output: [] };
  marks.kernel.push({ channel: probe.channel, row: probe.row, column: probe.column });
  for (let r = 0; r < g.out[0]; r++)
    for (let q = 0; q < g.out[1]; q++)
      marks.input.push({
        channel: own + probe.channel,
        row: r * g.strides[0] + probe.row * g.dilations[0],
        column: q * g.strides[1] + probe.column * g.dilations[1],
        faint: true,
      });
  const count = g.out[0] * g.out[1];
  return {
    marks,
    sentence:
      `The weight ${weightText(weightAt(now, probe.row, probe.column, probe.channel, filter))} in row ${probe.row}, column ${probe.column}` +
      ` multiplies ${counted(count, "input number")}, one for each output: it is shared.`,
  };
}

// The channels of a filter's group, from the first on.
const channelsRead = ({ depth }, first) =>
  depth === 1 ? `channel ${first}` : `channels ${first} to ${first + depth - 1}`;

// The window of an output, and the kernel on it.
function ofOutput({ g, y, b, padded, used, decimals }, { row, column, filter }, hidden) {
  const own = firstChannel(g, filter),
    marks = { input: [], kernel: [], output: [] };
  const terms = products(g, padded, used, row, column, filter);
  for (const t of terms)
    marks.input.push({
      channel: t.channel,
      row: t.row,
      column: t.column,
      note: `\u00d7${weightText(t.w)}`,
      faint: g.dilations.every((d) => d === 1),
    });
  for (let c = 0; c < g.depth; c++) {
    marks.input.push({
      channel: own + c,
      row: row * g.strides[0],
      column: column * g.strides[1],
      rows: span(g.kernels[0], g.dilations[0]),
      columns: span(g.kernels[1], g.dilations[1]),
    });
    marks.kernel.push({ channel: c, row: 0, column: 0, rows: g.kernels[0], columns: g.kernels[1], faint: true });
  }
  marks.output.push({ filter, row, column });
  const value = y[(row * g.out[1] + column) * g.filters + filter],
    result = productTerms(terms, b[filter], decimals[filter], value, hidden).total;
  return {
    marks,
    sentence:
      `Output row ${row}, column ${column}${g.filters > 1 ? ` of filter ${filter}` : ""}` +
      `${g.groups > 1 ? `, which reads ${channelsRead(g, own)} alone` : ""}: ` +
      `${counted(terms.length, "product")} and the bias add up to ${result}.`,
  };
}

// Which cells light up for what is pointed at (`probe`, else the output at `place`), and the sentence that says it.
function pointedAt(now, probe, place, hidden = false) {
  if (probe?.kind === "input") return ofPixel(now, probe, place.filter);
  if (probe?.kind === "kernel") return ofWeight(now, probe, place.filter);
  return ofOutput(now, place, hidden);
}
