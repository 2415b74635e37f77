// What SharingDial asks before it shows: how many weights, what one of them moves, whether a shift goes through.

function weightsQuestion(rng, { g, y }) {
  if (!y) return null;
  const stop = rng.pick(STOPS),
    [pixels, outputs, window] = [g.sizes, g.out, g.kernels].map(([a, b]) => a * b);
  const all = layerCounts(pixels, outputs, window);
  const windows = g.kernels.join("\u00d7");
  const layer = {
    dense: "A dense layer",
    local: `A locally connected layer with windows of ${windows}`,
    shared: `A convolution with a kernel of ${windows}`,
  }[stop];
  return {
    hides: "counts",
    text: `${layer} makes ${g.out.join("\u00d7")} outputs of ${g.sizes.join("\u00d7")} pixels: how many weights has it, without biases?`,
    answer: all[stop],
    because:
      stop === "shared"
        ? "All outputs use the same ones."
        : `Each of ${outputs} outputs has ${stop === "dense" ? pixels : window} weights.`,
    mistakes: [
      { value: all.dense, hint: "that is a weight from each pixel to each output; a window sees fewer." },
      {
        value: all.local,
        hint:
          stop === "shared"
            ? "they are shared: count one window's weights once."
            : "every output sees every pixel, not a window.",
      },
      { value: all.shared, hint: "those are the weights of one window; here nothing is shared." },
      ...(stop === "dense"
        ? [{ value: pixels + outputs, hint: "each output has a weight for each pixel: times, not plus." }]
        : []),
      { value: outputs, hint: "that counts the outputs; how many weights has each?" },
      { value: pixels, hint: "that counts the pixels; weights join them to outputs." },
    ],
  };
}

function movesQuestion(rng, { g, s, y, x, tied }) {
  if (!y) return null;
  const some = Array.from(tied.keys()).filter((k) => tied[k] >= 0),
    k = rng.pick(some),
    [o, i] = [Math.floor(k / x.length), k % x.length];
  const shared = s.sharing === "shared",
    window = g.kernels[0] * g.kernels[1];
  return {
    hides: "moves",
    text: `How many outputs does the weight in row ${o}, column ${i} of the matrix take part in? The layer is ${STOP_TEXT[s.sharing]}.`,
    answer: shared ? y.length : 1,
    because: shared
      ? "It stands once in each row: all outputs share it."
      : "It stands in one row alone, and each row makes one output.",
    mistakes: [
      { value: y.length, hint: "that is so if all windows share their weights; here each has its own." },
      { value: 1, hint: "the same weight stands in every row: look for its colour." },
      { value: window, hint: "that counts the weights of a window." },
      { value: x.length, hint: "that counts the pixels, the columns of the matrix; each row is an output." },
    ],
  };
}

function lectureQuestion(rng) {
  const stop = rng.pick(["dense", "local"]),
    side = 100 * rng.whole(1, 3),
    units = 1000 * rng.whole(1, 4),
    filter = 5 * rng.whole(1, 2);
  const all = layerCounts(side ** 2, units, filter ** 2);
  const kind = stop === "dense" ? "dense units" : `locally connected units that see ${filter}\u00d7${filter} pixels`;
  return {
    hides: "counts",
    text: `An image of ${side}\u00d7${side} pixels and ${whole(units)} ${kind}: how many weights, in thousands?`,
    answer: all[stop] / 1000,
    because: `${whole(units)} \u00d7 ${whole(stop === "dense" ? side ** 2 : filter ** 2)} = ${whole(all[stop])}.`,
    mistakes: [
      { value: all[stop], hint: "in thousands, it asks: three zeros fewer." },
      { value: (side * units) / 1000, hint: `the image has ${side} rows of ${side} pixels: square it.` },
      { value: (filter * units) / 1000, hint: `a window has ${filter} rows of ${filter} pixels: square it.` },
      {
        value: all[stop === "local" ? "dense" : "local"] / 1000,
        hint: stop === "local" ? "each unit sees its window alone." : "each unit sees every pixel.",
      },
    ],
  };
}

function equivarianceQuestion(rng, { s, y, agree, known }) {
  const [down, right] = pair(s.shift),
    holds = agree === known;
  if (!y || !known || (!down && !right) || (holds && s.sharing !== "shared")) return null;
  return {
    kind: "choice",
    hides: "difference",
    text: `Shift the input, then apply the layer (${STOP_TEXT[s.sharing]}); or apply it, then shift the output. Is it the same?`,
    options: [
      ["yes", "the same"],
      ["border", "the same but for the border"],
      ["no", "not the same"],
    ],
    answer: holds ? "yes" : "no",
    because: holds
      ? "All windows have the same weights, so it does not matter where the picture is."
      : "At the new place other weights wait for the same pixels.",
    mistakes: [
      { value: "yes", hint: "the picture now meets other weights: compare the rows of the matrix." },
      { value: "no", hint: "every window has the same weights: what it found here, it finds one pixel on." },
      {
        value: "border",
        hint: holds
          ? "only outputs that both ways know are compared; where zeros moved in, nothing is."
          : "inside, too, the weights differ from place to place.",
      },
    ],
  };
}

// The next question is about another stop, and another shift.
const varySharing = (rng) => ({
  sharing: rng.pick(STOPS),
  shift: rng.pick([[0, 1], [1, 0], 1]),
  kernel: rng.whole(2, 3),
});

const SHARING_QUIZ = {
  questions: [weightsQuestion, movesQuestion, equivarianceQuestion, lectureQuestion],
  vary: varySharing,
};
