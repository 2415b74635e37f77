// What SharingDial says: the stop of the dial, what is pointed at, what a change moved, whether a shift went through.

const STOP_TEXT = { dense: "dense", local: "locally connected", shared: "shared: a convolution" };
const STOP_MEANING = {
  dense: "Each output has a weight of its own for each pixel.",
  local: "Each output keeps the weights of its window; all others are gone.",
  shared: "All windows use the weights of the first: the same few stand in every row of the matrix.",
};
const SUPERSCRIPT = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

// 10,000,000 = 10 to the 7th; and millions and billions in words.
function powerText(n) {
  const digits = String(n).length - 1;
  if (n === 10 ** digits && n >= 100) return `10${[...String(digits)].map((d) => SUPERSCRIPT[d]).join("")}`;
  const unit = [
    [1e9, "billion"],
    [1e6, "million"],
  ].find(([size]) => n >= size);
  return unit ? `${Number((n / unit[0]).toFixed(2))} ${unit[1]}` : "";
}

const whyNoWindow = ({ kernels, sizes }) =>
  `No output: the window is ${kernels.join("\u00d7")} and the input only ${sizes.join("\u00d7")}. ` +
  "Make the window smaller, or the input larger.";

function weightWords({ g, s, matrix, tied, y }, o, i, veiled) {
  const at = o * g.sizes[0] * g.sizes[1] + i,
    from = `pixel ${placeText(i, g.sizes[1])}`,
    to = `output ${placeText(o, g.out[1])}`;
  if (tied[at] < 0) return `No weight here: ${to} does not see ${from}.`;
  const is = `The weight ${weightText(matrix[at])} from ${from} to ${to}`;
  if (veiled) return `${is}.`;
  if (s.sharing !== "shared") return `${is} stands here alone: it moves 1 output.`;
  return `${is} stands in ${counted(y.length, "place")}, one in each row: it moves ${y.length > 1 ? "them all" : "1 output"}.`;
}

function pixelWords({ g, x, y, tied, decimals }, i) {
  const feeds = Array.from(y.keys()).filter((o) => tied[o * x.length + i] >= 0).length;
  return `Pixel ${placeText(i, g.sizes[1])} is ${fixed(x[i], decimals.x)}: it feeds ${counted(feeds, "output")} of ${y.length}, by the weights of its column.`;
}

function outputWords({ g, x, y, tied, decimals }, o) {
  const terms = tied.subarray(o * x.length, (o + 1) * x.length).filter((t) => t >= 0).length;
  return `Output ${placeText(o, g.out[1])} is ${fixed(y[o], decimals.y)}: row ${o} of the matrix, ${counted(terms, "weight")} times their pixels, added up.`;
}

// Which outputs did a change of one weight move?
function movedOutputs(past, now) {
  const same = (name) => String(past[name]) === String(now[name]);
  if (!past?.y || !now.y || JSON.stringify(past.s) !== JSON.stringify(now.s) || !same("x") || same("table"))
    return null;
  return Array.from(now.y.keys()).filter((o) => !isClose(now.y[o], past.y[o]));
}

const movedWords = ({ y, s }, outputs) =>
  `One weight changed: ${counted(outputs.length, "output")} of ${y.length} moved.` +
  (s.sharing === "shared" && outputs.length < y.length ? " The others have a 0 under it." : "");

function shiftVerdict({ s, agree, known }) {
  const [down, right] = pair(s.shift);
  if (!down && !right) return "Shift the input, and see whether the output shifts along.";
  if (!known) return "The shift moves every output out of sight: nothing is left to compare.";
  const all = agree === known,
    tail = all ? " But not for every input." : " The weights at the new place are others.";
  const says = all
    ? "f(g(x)) = g(f(x)) here: shift first or layer first, it is the same."
    : "f(g(x)) \u2260 g(f(x)): the output does not shift along.";
  return `${says} ${agree} of ${counted(known, "output")} ${known === 1 ? "agrees" : "agree"}.${s.sharing === "shared" ? "" : tail}`;
}

// The products of one output.
const outputProducts = ({ x, matrix, tied }, o) =>
  Array.from(x.keys())
    .filter((i) => tied[o * x.length + i] >= 0)
    .map((i) => ({ i, o, words: timesText(x[i], matrix[o * x.length + i]), value: x[i] * matrix[o * x.length + i] }));
