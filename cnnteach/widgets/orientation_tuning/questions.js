// What OrientationTuning asks before it shows: what a field prefers, what half a wave does, how many cells are pooled.

function prefersQuestion(rng, { t, get }) {
  if (t.own || get("phase") !== 0 || get("prefers") % 15) return null;
  const answer = get("prefers"),
    mirrored = (180 - answer) % 180,
    turned = (answer + 90) % 180;
  return {
    hides: "prefers",
    text:
      "Look at the receptive field. At which orientation does a long bright bar make this cell answer most? " +
      "(degrees, counter-clockwise: 0 lies, 90 stands; in steps of 15, from 0 to 165)",
    answer,
    because: "The bar then covers the stripe that excites, and nothing of those that inhibit.",
    mistakes: [
      { value: turned, hint: "that is the direction in which it drifts; the bar itself lies along the orange stripe." },
      { value: mirrored, hint: "degrees are counted counter-clockwise, from the right-hand side upwards." },
      { value: (mirrored + 90) % 180, hint: "that lies across the stripe, and is counted clockwise." },
    ],
  };
}

function halfWaveQuestion(rng, { t, get }) {
  if (get("stimulus") !== "grating" || Math.abs(t.now.sum) < 0.05) return null;
  const sum = Number(t.now.sum.toFixed(2)),
    answer = Math.max(0, -sum);
  return {
    hides: "drift",
    decimals: 2,
    text: `The field adds the grating up to ${fixed(sum, 2)}. The grating drifts on by half a wavelength: what does the simple cell answer then (2 decimals)?`,
    answer,
    because: "Bright and dark change places, so the sum changes its sign, and the cell keeps only what is positive.",
    mistakes: [
      { value: -sum, hint: "the sum is that, but a cell cannot fire less than not at all: ReLU." },
      { value: sum, hint: "that is after a whole wavelength; after half of one bright and dark change places." },
      {
        value: t.now.complex,
        hint: "that is about what the complex cell answers, which does not care where the stripes are.",
      },
      { value: sum / 2, hint: "half a wavelength is not half the answer." },
    ],
  };
}

function pooledQuestion(rng, { t }) {
  if (t.cell.pooling === "energy") return null;
  const { reach } = t.cell;
  return {
    hides: "pooled",
    text: `The complex cell listens ${counted(reach, "cell")} far from the middle, to each side. To how many simple cells?`,
    answer: (2 * reach + 1) ** 2,
    because: `${2 * reach + 1} rows of ${2 * reach + 1}: the middle counts too.`,
    mistakes: [
      { value: (2 * reach) ** 2, hint: "count the one in the middle too." },
      { value: 2 * reach + 1, hint: "that is one row of them." },
      { value: reach ** 2, hint: "it reaches to both sides." },
      { value: (reach + 1) ** 2, hint: "it reaches to both sides." },
    ],
  };
}

const varyTuning = (rng) => ({
  prefers: 15 * rng.whole(0, 11),
  phase: 0,
  orientation: 5 * rng.whole(0, 35),
  reach: rng.whole(1, 5),
  stimulus: rng.pick(["bar", "grating"]),
  drift: rng.whole(-3, 3),
  pooling: "max",
});
const TUNING_QUIZ = { questions: [prefersQuestion, pooledQuestion, halfWaveQuestion], vary: varyTuning };
