// What SaliencyLab asks before it shows: what a rule lets through, and which map minds the shuffling least or most.

function passedQuestion(rng, { inputs, upstream }) {
  const rule = rng.pick(Object.keys(RELU_RULES)),
    answer = letThrough(rule, inputs, upstream),
    { asks, isOpen } = RELU_RULES[rule];
  const others = Object.keys(RELU_RULES).filter((name) => name !== rule);
  return {
    hides: "passed",
    which: rule,
    answer,
    text: `${weightText(inputs)} came into a ReLU, and ${weightText(upstream)} arrives from above. What does the rule \u201c${rule}\u201d let through?`,
    because: `It asks ${asks}: the gate is ${isOpen(inputs, upstream) ? "open, and what arrives goes on as it is" : "shut"}.`,
    mistakes: [
      ...others.map((name) => ({
        value: letThrough(name, inputs, upstream),
        hint: `that is what ${name} lets through, which asks ${RELU_RULES[name].asks}; ${rule} asks ${asks}.`,
      })),
      { value: upstream, hint: `is the gate open? ${rule} asks ${asks}.` },
      { value: inputs * upstream, hint: "a gate is open or shut; nothing is multiplied." },
      {
        value: inputs,
        hint: "that is what came in on the way forward; on the way back, what arrives from above goes on, or nothing does.",
      },
      { value: 0, hint: `is the gate shut? ${rule} asks ${asks}.` },
    ],
  };
}

function likenessQuestion(rng, { stage, last, methods, alike, order }) {
  if (stage === 0 || methods.length < 3) return null;
  const most = rng.pick([true, false]),
    answer = methods[most ? order[0] : order.at(-1)];
  return {
    hides: "likeness",
    kind: "choice",
    options: methods.map((name) => [name, name]),
    answer,
    text: `The network's weights are shuffled from the top down to ${last}. Whose map is ${most ? "most" : "least"} like what it was?`,
    because: most
      ? "A map that stays, although the network no longer knows anything, redraws the image."
      : "It changed with the network, as a map should that speaks of what was learned.",
    mistakes: methods.map((value, k) => ({
      value,
      hint: `${value}'s rank correlation with its first map is ${signed(alike[k])}; another one's is ${most ? "greater" : "smaller"}.`,
    })),
  };
}

const varySaliency = (rng, { stages }) => ({
  stage: rng.whole(1, stages.length - 1),
  inputs: rng.pick([-3, -2, -1.5, -0.5, 0.5, 1.5, 2, 3]),
  upstream: rng.pick([-5, -4, -2.5, -1, 1, 2.5, 4, 5]),
});

const SALIENCY_QUIZ = { questions: [passedQuestion, likenessQuestion], vary: varySaliency };
