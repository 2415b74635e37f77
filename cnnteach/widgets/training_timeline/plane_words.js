// What TrainingTimeline says of a step of the small net, and of one of its weights.

// Three digits that count, zeros too, so that losses beside each other are as exact as each other.
const lossText = (v) => {
  if (!Number.isFinite(v)) return "no number";
  if (v < 0.001) return "below 0.001";
  return v < 100 ? v.toPrecision(3) : fixed(v, 0);
};
const overfitText = (name, loss, step) =>
  `Overfitting: the ${name} loss was lowest, ${lossText(loss)}, at step ${step}; only the training loss fell further.`;

// What is wrong with a training so far, in the words of the lecture; nothing, if nothing is.
function planeTrouble(run, at, step) {
  const lost = divergedAt(run),
    looked = run.looked.filter((k) => k <= step),
    dead = at.dead.filter(Boolean).length,
    words = [];
  if (lost >= 0 && lost <= step)
    words.push(
      `Diverged at step ${lost}: the batch\u2019s loss passed ten times the first. Take a smaller learning rate.`,
    );
  if (dead)
    words.push(
      `${counted(dead, "unit")} of ${at.U} ${dead === 1 ? "is" : "are"} dead: off for all ${TRAINED} points, so no ` +
        `gradient reaches ${dead === 1 ? "it" : "them"}.`,
    );
  const best = looked.reduce((low, k, n) => (run.testedLoss[n] < run.testedLoss[low] ? n : low), 0);
  if (at.tested > 1.5 * run.testedLoss[best] && at.loss < run.loss[best])
    words.push(overfitText("held-out", run.testedLoss[best], run.looked[best]));
  return words.join(" ");
}

const planeSentence = (s, at, step) =>
  `Step ${step} of ${s.steps}: loss ${lossText(at.batchLoss)} on ${step < s.steps ? "its batch" : "the next batch"} of ${s.batch_size}, ` +
  `${lossText(at.loss)} on all ${TRAINED} points, ${lossText(at.tested)} on ${TESTED} held out; ${at.right} of ${TRAINED} right.`;

// One weight's step as terms that add up: the weight, minus rate times gradient, plus what is kept of the last move.
function stepTerms(s, at, [row, unit]) {
  const k = row * at.U + unit,
    decimals = 4;
  const terms = [
    { words: "weight", value: at.w[k] },
    {
      words: `${MINUS}${rateText(at.rate)}\u00b7gradient (${fixed(at.gradient[k], decimals)})`,
      value: -at.rate * at.gradient[k],
    },
  ];
  if (s.momentum > 0) terms.push({ words: `${rateText(s.momentum)}\u00b7last move`, value: at.kept[k] });
  return { terms, decimals, sum: terms.reduce((total, t) => total + t.value, 0) };
}

const unitText = (at, unit) =>
  `Unit ${unit} is on for ${at.on[unit]} of ${TRAINED} points: where ${fixed(at.w[unit], 2)}\u00b7x ${at.w[at.U + unit] < 0 ? MINUS : "+"} ` +
  `${fixed(Math.abs(at.w[at.U + unit]), 2)}\u00b7y ${at.w[2 * at.U + unit] < 0 ? MINUS : "+"} ` +
  `${fixed(Math.abs(at.w[2 * at.U + unit]), 2)} > 0 (ticks on that side of its line).`;
