// What TrainingTimeline asks before it shows: a step of SGD, dead units, epochs; of a recording its epochs and weights.

const inBrackets = (value) => (value < 0 ? `(${fixed(value, 3)})` : fixed(value, 3));
const liveOnly = (ask) => (rng, state) => (state.at ? ask(rng, state) : null);
const recordedOnly = (ask) => (rng, state) => (state.film ? ask(rng, state) : null);

// One weight's step, for a weight that moves far enough to be seen.
const stepQuestion = liveOnly((rng, { s, at, step }) => {
  const moving = Array.from({ length: 4 * at.U }, (_, k) => k).filter(
    (k) => Math.abs(at.rate * at.gradient[k]) > 0.004 && Math.abs(at.w[k]) < 100,
  );
  if (!moving.length) return null;
  const k = rng.pick(moving),
    w = Number(at.w[k].toFixed(3)),
    g = Number(at.gradient[k].toFixed(3)),
    kept = Number(at.kept[k].toFixed(3)),
    rate = rateText(at.rate),
    moved = Number(rate) * g;
  const push = s.momentum > 0 ? `, and ${fixed(kept, 3)} (momentum times the last move) is added` : "";
  return {
    hides: "weight",
    which: [Math.floor(k / at.U), k % at.U],
    decimals: 3,
    text:
      `Step ${step}: the weight ${WEIGHT_ROWS[Math.floor(k / at.U)]} of unit ${k % at.U} is ${fixed(w, 3)}, the loss\u2019s gradient by it ${fixed(g, 3)}, ` +
      `the learning rate ${rate}${push}. What is it after the step (3 decimals)?`,
    answer: w - moved + kept,
    because:
      `${fixed(w, 3)} ${MINUS} ${rate}\u00b7${inBrackets(g)}${kept ? ` + ${inBrackets(kept)}` : ""} ` +
      `= ${fixed(w - moved + kept, 3)}: against the gradient.`,
    mistakes: [
      { value: w + moved + kept, hint: "that goes up the slope; the gradient points to more loss, so subtract it." },
      { value: w - g + kept, hint: "multiply the gradient by the learning rate first." },
      { value: w - moved, hint: "momentum adds a share of the last move." },
      { value: -moved + kept, hint: "that is how far it moves; add it to the weight." },
      { value: w, hint: "its gradient is not 0, so it moves." },
    ],
  };
});

const deadQuestion = liveOnly((rng, { s, at }) => {
  const still = Array.from({ length: at.U }, (_, j) => j).filter((j) =>
      [0, 1, 2, 3].every((row) => at.gradient[row * at.U + j] === 0),
    ).length,
    dead = at.dead.filter(Boolean).length;
  return {
    hides: "dead",
    text: `How many of the ${at.U} hidden units are dead, that is off for all ${TRAINED} training points? (Look at the lines and at which side they answer.)`,
    answer: dead,
    because: dead
      ? s.momentum > 0
        ? "No point switches them on, so their gradient is 0: only what is left of earlier moves can wake them."
        : "No point switches them on, so their gradient is 0 at every step: they stay dead."
      : "Each of them answers some point, and can still learn.",
    mistakes: [
      { value: at.U - dead, hint: "those are the living ones." },
      {
        value: still,
        hint: `so many have no gradient on this batch of ${s.batch_size}; another batch may still wake ${still === 1 ? "it" : "some"}.`,
      },
      { value: TRAINED - at.right, hint: "those are the points on the wrong side; the question is about units." },
    ],
  };
});

const epochQuestion = liveOnly((rng, { s }) => ({
  hides: "epoch",
  text: `${TRAINED} training points, ${s.batch_size} in each batch: after how many steps has each point been learned from once (one epoch)?`,
  answer: TRAINED / s.batch_size,
  because:
    `${TRAINED} / ${s.batch_size} = ${TRAINED / s.batch_size}; in ${s.steps} steps each point comes ` +
    `${Number(((s.steps * s.batch_size) / TRAINED).toPrecision(3))} times.`,
  mistakes: [
    { value: TRAINED, hint: "that is for batches of one point." },
    { value: s.batch_size, hint: "that is how many points a step takes; how many steps make 40?" },
    { value: TRAINED * s.batch_size, hint: "divide: larger batches need fewer steps." },
    { value: s.steps, hint: "that is the whole training; one epoch is one pass through the points." },
  ],
}));

const recordedEpochQuestion = recordedOnly((rng, { film }) => {
  const epochs = film.array("epochs").shape[0];
  if (epochs < 2) return null;
  return {
    hides: "epoch",
    text: `${film.steps} steps were ${epochs} epochs. After how many steps had the network seen each training image once?`,
    answer: Math.round(film.array("epochs").values[0]),
    because: `${film.steps} / ${epochs} steps: one epoch.`,
    mistakes: [
      { value: film.steps, hint: "after all steps it had seen each image many times." },
      { value: epochs, hint: "that is how many times it saw each image in the whole training." },
      { value: film.steps * epochs, hint: "divide the steps by the epochs." },
    ],
  };
});

const pathQuestion = recordedOnly((rng, { film, layer }) => {
  const shape = film.kernels[layer];
  if (shape?.length !== 4) return null;
  const [rows, columns, channels, filters] = shape;
  return {
    hides: "weights",
    text:
      `${layer} has ${filters} filters of ${rows} \u00d7 ${columns} over ${counted(channels, "channel")}. ` +
      `How many weights move along its path (biases not counted)?`,
    answer: rows * columns * channels * filters,
    because: `${rows}\u00b7${columns}\u00b7${channels}\u00b7${filters}: the path is drawn in 2 of so many dimensions.`,
    mistakes: [
      { value: rows * columns * channels, hint: `that is one filter; there are ${filters}.` },
      { value: rows * columns * filters, hint: `each filter reaches through all ${channels} channels.` },
      { value: rows * columns, hint: "that is one channel of one filter." },
      { value: film.parameters, hint: "that is the whole network; the path is of this layer alone." },
    ],
  };
});

function varyTimeline(rng, { film, s }) {
  if (film) return { step: rng.pick(film.snapshots) };
  return {
    step: rng.whole(0, Math.min(60, s.steps)),
    batch_size: rng.pick(BATCHES),
    learning_rate: rng.pick([0.1, 0.2, 0.5, 2, 5]),
  };
}
const TIMELINE_QUIZ = {
  questions: [stepQuestion, deadQuestion, epochQuestion, recordedEpochQuestion, pathQuestion],
  vary: varyTimeline,
};
