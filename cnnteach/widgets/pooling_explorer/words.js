// What PoolingExplorer says: the windows, why there are none, the terms, what is pointed at, what a change did.

const TIES_TEXTS = [
  "Two pixels of a window are equal: which of them gets the gradient? There is no slope at such a point, so any choice is right; but it is a choice.",
  "Here, as in cnnteach.ops: the first pixel, row by row. So do Keras's MaxPooling2D on TensorFlow and, as its source says, PyTorch's max_pool2d on a CPU.",
  "Keras's GlobalMaxPooling2D on TensorFlow is a reduce_max: equal pixels share the gradient evenly. " +
    "PyTorch documents the same for amax, and a single index for max over one axis.",
];
const KIND_VERB = { max: "the largest", average: "the mean", learned: "the weighted sum" };
const cellText = (g, k, columns = g.out[1]) => placeText(k, columns);
const pixelText = (g, pixel) => placeText(pixel, g.sizes[1]);

function windowText(g, axis) {
  if (g.sliding) return formulaText(g, axis);
  return g.ranges[axis]
    .map(({ first, end }) => (end - first > 1 ? `${first}\u2013${end - 1}` : String(first)))
    .join(", ");
}

const ruleText = (s) =>
  ({
    sliding: sizeRule("window"),
    adaptive: "window i of n: from \u230ai \u00b7 input / n\u230b to before \u2308(i + 1) \u00b7 input / n\u2309",
    global: "one window over everything",
  })[s.windows];

function whyNoPooling({ why, kernels, padded, pads }) {
  if (why === "weights")
    return (
      "No output: learned weights need a window of one size, and these windows grow with the input. " +
      "Choose the maximum or the average, or slide a window."
    );
  if (why === "padding")
    return (
      `No output: with padding ${Math.max(...pads.flat())} a window of ${kernels.join("\u00d7")} would hold nothing but padding. ` +
      "Make the padding smaller than the window."
    );
  return `No output: the window is ${kernels.join("\u00d7")} and the padded input only ${padded.join("\u00d7")}. Make the window smaller, or the input larger.`;
}

// Overlap, ties, and what a shift left as it was.
function remarks(now) {
  const { s, g, y, ties, before, still, x } = now,
    said = g.sliding ? [unreachedText(g)] : [];
  const overlap = g.ranges.some((axis) => axis.some(({ first }, i) => i > 0 && first < axis[i - 1].end));
  if (overlap) said.push("Windows overlap: gradients add up.");
  const tied = ties.filter((n) => n > 1).length;
  if (tied) said.push(`${counted(tied, "window")} with a tie: the first pixel wins.`);
  const [down, right] = pair(s.shift),
    same = (a, b) => a.filter((v, k) => isClose(v, b[k])).length;
  if (down || right)
    said.push(
      `Shifted: ${same(x, still)} of ${counted(x.length, "input number")} and ` +
        `${same(y, before)} of ${counted(y.length, "output")} stay as they were.`,
    );
  return said.join(" ");
}

// The candidates of a maximum: no sum, so a comma between them; the winner has a frame and says so.
function candidateTerms(terms, x, decimals, hidden) {
  const { shown, rest } = fewTerms(terms, (t) => t.weight === 1);
  const best = x[terms.find((t) => t.weight).pixel],
    verdict = (t) => (t.weight ? "wins" : x[t.pixel] === best ? "ties" : "less");
  const candidates = shown.map((t) => ({
    ...t,
    kind: t.weight && !hidden ? "candidate winner" : "candidate",
    words: hidden ? "?" : verdict(t),
    text: fixed(x[t.pixel], decimals),
  }));
  if (rest.length) candidates.push({ kind: "rest candidate", words: "none larger", text: `${rest.length} others` });
  return candidates;
}

// What is pointed at comes about so: {terms, sum}.
function poolTerms(now, probe, k, hidden) {
  const { s, g, x, w, winners, y, dy, dx, dw, decimals } = now;
  const told = (terms) => (hidden ? terms.map((t) => ({ ...t, text: "?" })) : terms);
  if (probe?.kind === "pixel") {
    const terms = pixelTerms(g, s.kind, x, w, winners, dy, probe.pixel).map((t) => ({
      ...t,
      words: timesText(dy[t.output], t.weight),
    }));
    const printed = fewPrintedTerms(terms, decimals.dx, dx[probe.pixel]);
    return { terms: told(printed.terms), sum: `gradient = ${printed.total}` };
  }
  if (probe?.kind === "weight") {
    const terms = weightTerms(g, x, dy, probe.tap).map((t) => ({ ...t, words: timesText(x[t.pixel], dy[t.output]) }));
    const printed = fewPrintedTerms(terms, decimals.dw, dw[probe.tap]);
    return { terms: told(printed.terms), sum: `gradient = ${printed.total}` };
  }
  const products = outputTerms(g, s.kind, x, w, winners, k).map((t) => ({
    ...t,
    words: timesText(x[t.pixel], t.weight),
  }));
  if (s.kind === "max")
    return { terms: candidateTerms(products, x, decimals.x, hidden), sum: `largest = ${fixed(y[k], decimals.y)}` };
  const printed = fewPrintedTerms(products, decimals.y, y[k]);
  return { terms: told(printed.terms), sum: `= ${printed.total}` };
}

function pixelSentence(now, pixel) {
  const { s, g, x, winners, dx, decimals } = now,
    held = windowsWith(g, pixel),
    won = held.filter((k) => winners[k] === pixel);
  const is = `Pixel ${pixelText(g, pixel)} is ${fixed(x[pixel], decimals.x)}`,
    gets = `its gradient is ${fixed(dx[pixel], decimals.dx)}`;
  if (!held.length) return `${is}: no window reaches it, so ${gets}.`;
  if (s.kind !== "max") return `${is}: it counts in ${counted(held.length, "window")}, and ${gets}.`;
  const wins =
    won.length === held.length ? (held.length > 1 ? "all of them" : "it") : won.length ? String(won.length) : "none";
  return `${is}: it stands in ${counted(held.length, "window")} and wins ${wins}, so ${gets}.`;
}

function outputSentence(now, k) {
  const { s, g, y, x, dy, winners, ties, decimals } = now,
    up = fixed(dy[k], decimals.dy);
  const is = `Output ${cellText(g, k)} is ${fixed(y[k], decimals.y)}: ${KIND_VERB[s.kind]} of ${counted(pixelsIn(g, k), "pixel")}.`;
  if (s.kind === "average") return `${is} Each of them gets 1/${pixelsIn(g, k)} of the gradient ${up}.`;
  if (s.kind === "learned") return `${is} Each of them gets its weight times the gradient ${up}.`;
  const winner = pixelText(g, winners[k]);
  if (ties[k] > 1)
    return `${is} ${ties[k]} of them tie at ${fixed(x[winners[k]], decimals.x)}; the first, ${winner}, gets the whole gradient ${up}.`;
  return `${is} The gradient ${up} goes to ${winner} alone.`;
}

function weightSentence({ g, w, dw, decimals }, tap) {
  return (
    `The weight ${weightText(w[tap])} in ${cellText(g, tap, g.kernels[1])} is used in each of ${counted(g.out[0] * g.out[1], "window")}; ` +
    `its gradient, pixel times upstream gradient added up, is ${fixed(dw[tap], decimals.dw)}.`
  );
}

const pointedSentence = (now, probe, k) =>
  probe?.kind === "pixel"
    ? pixelSentence(now, probe.pixel)
    : probe
      ? weightSentence(now, probe.tap)
      : outputSentence(now, k);

// What may be said while a quiz asks.
function veiledSentence({ g, x, y, w, decimals }, probe, k, asked) {
  if (probe?.kind === "pixel") return `Pixel ${pixelText(g, probe.pixel)} is ${fixed(x[probe.pixel], decimals.x)}.`;
  if (probe) return `The weight in ${cellText(g, probe.tap, g.kernels[1])} is ${weightText(w[probe.tap])}.`;
  return `Output ${cellText(g, k)} is ${asked ? "asked for" : fixed(y[k], decimals.y)}.`;
}

// Did a change of one number hand a window to another pixel?
function newWinners(past, now) {
  if (!past?.y || !now.y || now.s.kind !== "max" || JSON.stringify(past.s) !== JSON.stringify(now.s)) return [];
  return Array.from(now.winners.keys())
    .filter((k) => now.winners[k] !== past.winners[k])
    .map((k) => ({ k, from: past.winners[k], to: now.winners[k] }));
}

function jumpSentence({ g, dy, decimals }, jumps) {
  const [{ k, from, to }] = jumps;
  if (jumps.length > 1) return `${jumps.length} windows have another winner now: their gradients jumped there.`;
  return `Output ${cellText(g, k)} has another winner: its gradient ${fixed(dy[k], decimals.dy)} jumped from ${pixelText(g, from)} to ${pixelText(g, to)}.`;
}

// Maximum beside average: how much of the strongest answer is left.
function comparison(now) {
  const { g, x, w, decimals } = now,
    [most, mean] = ["max", "average"].map((kind) => pooled(g, kind, x, w).y),
    peak = Math.max(...x);
  const percent = (v) => (peak > 0 ? ` (${Math.round((100 * v) / peak)} %)` : "");
  const kept = (y) => `${fixed(Math.max(...y), decimals.x || 2)}${percent(Math.max(...y))}`;
  const meets = (k) => {
    const signs = new Set();
    visitWindow(g, k, (p) => signs.add(Math.sign(x[p])));
    return signs.has(1) && signs.has(-1);
  };
  const cancel = Array.from(mean.keys()).filter(meets).length;
  const strongest = `The strongest answer of the map is ${fixed(peak, decimals.x)}`;
  return {
    most,
    mean,
    sentence:
      `${strongest}: the maximum keeps ${kept(most)}, the average at most ${kept(mean)}.` +
      (cancel
        ? ` In ${counted(cancel, "window")} positive and negative answers meet, and the average lets them cancel.`
        : ""),
  };
}
