// What ConvExplorer asks backwards: the gradient of a pixel, of a weight, of a bias.

const sumOf = (terms) => terms.reduce((sum, t) => sum + t.value, 0);

// The mistakes that any sum of products invites.
const sumMistakes = (terms, answer) => [
  { value: answer / terms.length, hint: "L is a sum: its gradients are added up, not averaged." },
  {
    value: terms.at(-1).value,
    hint: "that is the last share alone: the shares are added (+=), none replaces another (=).",
  },
];

function gradientQuestion({ g, back, filter }, traced, more) {
  const terms = backTerms(more.now, traced),
    decimals = back.decimals[traced.part],
    answer = traced.value;
  const name = tracedText({ ...traced, filter }, g);
  return {
    hides: "gradient",
    which: [traced.part, ...(traced.at ?? []), traced.part === "x" ? "" : filter],
    decimals,
    text: `${more.before}What is ${name}${decimals ? ` (${counted(decimals, "decimal")})` : ""}?`,
    answer,
    because: more.because,
    mistakes: [...more.mistakes(terms), ...sumMistakes(terms, answer)],
  };
}

// The places whose sum one may like to add up: some products, not too many, and not all 0.
const countable = (now, places) =>
  places.filter((traced) => {
    const terms = backTerms(now, traced).filter((t) => t.value !== 0);
    return terms.length > 1 && terms.length <= 12;
  });
const placed = (now, part, at) => tracedOf((name) => ({ traced: [part, ...at] })[name], now, now.filter);
const placesOf = (now, part, [rows, columns], channel) =>
  Array.from({ length: rows * columns }, (_, k) => placed(now, part, [Math.floor(k / columns), k % columns, channel]));

function pixelGradientQuestion(rng, now) {
  if (!now.back) return null;
  const { g, used } = now,
    places = countable(now, placesOf(now, "x", g.sizes, firstChannel(g, now.filter)));
  if (!places.length) return null;
  const traced = rng.pick(places),
    turned = flip(g, used),
    slow = { ...g, strides: [1, 1] };
  return gradientQuestion(now, traced, {
    now,
    before: "",
    because: "Each window that holds the pixel hands back its dY times the weight that it met there.",
    mistakes: (terms) => [
      {
        value: sumOf(backTerms({ ...now, used: turned }, traced)),
        hint: "the kernel goes the other way round: the window that starts lower and further right met the pixel with an earlier weight.",
      },
      {
        value: sumOf(backTerms({ ...now, g: slow }, traced)),
        hint: "windows start only at every stride-th pixel: count those alone.",
      },
      {
        value: terms.reduce((sum, t) => sum + t.by, 0),
        hint: "those are the weights alone; each is multiplied by the dY of its output.",
      },
      {
        value: terms.reduce((sum, t) => sum + t.dy, 0),
        hint: "those are the dY alone; each is multiplied by the weight that the pixel met.",
      },
    ],
  });
}

function weightGradientQuestion(rng, now) {
  if (!now.back) return null;
  const { g } = now,
    places = countable(now, placesOf(now, "w", g.kernels, 0));
  if (!places.length) return null;
  const traced = rng.pick(places),
    slow = { ...g, strides: [1, 1] };
  const mirror = placed(now, "w", [g.kernels[0] - 1 - traced.at[0], g.kernels[1] - 1 - traced.at[1], traced.channel]);
  return gradientQuestion(now, traced, {
    now,
    before: "",
    because: "Each output hands back its dY times the pixel that lay under the weight.",
    mistakes: (terms) => [
      { value: mirror.value, hint: "here nothing is turned round: dY lies on X as the output lay on the input." },
      {
        value: sumOf(backTerms({ ...now, g: slow }, traced)),
        hint: "from one output to the next the window jumps by the stride.",
      },
      {
        value: terms.reduce((sum, t) => sum + t.by, 0),
        hint: "those are the pixels alone; each is multiplied by its dY.",
      },
    ],
  });
}

function biasGradientQuestion(rng, now) {
  if (!now.back) return null;
  const traced = placed(now, "b", []),
    { g } = now;
  return gradientQuestion(now, traced, {
    now,
    before: "",
    because: "The bias was added to every output, so it gets every dY of its filter, added up.",
    mistakes: (terms) => [
      { value: 1, hint: "the bias is one number, but it was added to every output." },
      { value: 0, hint: "a bias has no input, but it does change the output, and so L." },
      { value: terms.reduce((sum, t) => sum + Math.abs(t.dy), 0), hint: "mind the signs of dY." },
      { value: g.out[0] * g.out[1], hint: "that counts the outputs; add up their dY." },
    ],
  });
}

// Forwards or backwards, as the widget is; backwards the next question has another upstream gradient, too.
const forwards = (question) => (rng, now) => (now.back ? null : question(rng, now));
const varyEither = (rng, now) => ({
  ...varyConv(rng, now),
  ...(now.back ? { upstream_preset: rng.pick(["ones", "random", "random"]) } : {}),
});

const CONV_QUIZ = {
  questions: [
    forwards(sizeQuestion),
    pixelGradientQuestion,
    forwards(cellQuestion),
    biasGradientQuestion,
    forwards(fedQuestion),
    weightGradientQuestion,
    forwards(sharedQuestion),
  ],
  vary: varyEither,
};
