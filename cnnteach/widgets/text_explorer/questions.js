// What TextConvExplorer asks before it shows: how many answers, one of them, which are kept and where the largest is.

function placesQuestion(rng, now) {
  if (now.problem) return null;
  const L = now.numbers.length,
    { width } = now.layer,
    answer = now.answers.length;
  const around = now.wide ? `${width - 1} rows of zeros before and after them (wide)` : "nothing around them (narrow)";
  return {
    hides: "places",
    answer,
    text: `A filter over ${width} words slides over ${L} words, with ${around}: how many answers does it give?`,
    because: now.wide
      ? `${L} + 2 \u00b7 ${width - 1} ${MINUS} ${width} + 1 = ${answer}: the last word is under the filter's first row, too.`
      : `${L} ${MINUS} ${width} + 1 = ${answer}.`,
    mistakes: [
      {
        value: answer * now.dimensions,
        hint: "it slides over the words alone: along a vector there is nowhere to go, since it is as wide as a vector.",
      },
      {
        value: L,
        hint: now.wide
          ? "one for each word would be right with half as many zeros at either end."
          : "only with zeros around them is there one for each word.",
      },
      { value: L - width, hint: "those are the steps; the first window stands before any step: + 1." },
      ...(now.wide
        ? [{ value: L - width + 1, hint: "that is narrow; with zeros around the sentence there are more." }]
        : [{ value: L + width - 1, hint: "that is wide, with zeros around the sentence; here it is narrow." }]),
      { value: width, hint: "so many words are in each window." },
    ],
  };
}

function answerQuestion(rng, now) {
  if (now.problem || now.layer.width * now.dimensions > 12) return null; // more products than one likes to add
  const busy = [...now.answers.keys()].filter((place) => now.answers[place] !== 0),
    place = rng.pick(busy.length ? busy : [0]);
  const { layer, f, x, dimensions, bias, decimals } = now,
    answer = now.answers[place],
    terms = wordProducts(x, dimensions, layer, place, f);
  const sum = terms.reduce((total, t) => total + t.product, bias),
    count = layer.width;
  const turned = terms.reduce(
    (total, t) => total + t.x * layer.kernel[((count - 1 - t.row) * dimensions + t.column) * layer.filters + f],
    bias,
  );
  const rows = Array.from({ length: count }, (_, row) =>
    terms.filter((t) => t.row === row).reduce((total, t) => total + t.product, 0),
  );
  return {
    hides: "answer",
    which: place,
    decimals,
    answer,
    text:
      `What does the filter answer at place ${place}, where its first row lies on ` +
      `${now.wide && place < now.padding ? "zeros" : `\u201c${now.words[place - now.padding] ?? "filling"}\u201d`}? ` +
      `Places count from 0.`,
    because: "Each weight times the number under it, all added up.",
    mistakes: [
      { value: turned, hint: "you turned the filter upside down; lay it on the words as it is shown." },
      { value: rows[0], hint: `that is the first word alone; the filter covers ${count} words.` },
      {
        value: terms.reduce((total, t) => total + t.x, 0),
        hint: "those are the numbers of the words; multiply each by the weight on it first.",
      },
      { value: now.answers[place + 1] ?? NaN, hint: `that is place ${place + 1}; places count from 0.` },
      { value: -sum, hint: "mind the signs." },
      ...(bias ? [{ value: sum - bias, hint: "add the bias too." }] : []),
    ].filter(({ value }) => Number.isFinite(value)),
  };
}

function keptQuestion(rng, now) {
  if (now.problem || now.answers.length < 3) return null;
  const k = 2,
    list = (values) => values.map((value) => fixed(value, now.decimals)).join(", "),
    { answers } = now;
  const falling = [...answers].sort((a, b) => b - a),
    kept = kLargest(answers, k).map((place) => answers[place]);
  const all = [
    ["kept", list(kept)],
    ["reversed", list([...kept].reverse())],
    ["first", list([...answers].slice(0, k))],
    ["last", list([...answers].slice(-k))],
    ["smallest", list(falling.slice(-k).reverse())],
    ["one", list(falling.slice(0, 1))],
  ];
  const options = all.filter(([, text], n) => all.findIndex(([, other]) => other === text) === n);
  const hints = {
    reversed: "the largest are kept in the order in which they come in the sentence.",
    first: "not the first two: the two largest.",
    last: "not the last two: the two largest.",
    smallest: "those are the two smallest.",
    one: "that is max over time, which keeps one; here two are kept.",
  };
  const from = rng.whole(0, options.length - 1);
  return {
    kind: "choice",
    hides: "kept",
    answer: "kept",
    options: [...options.slice(from), ...options.slice(0, from)],
    text:
      `The filter answers ${list([...answers].slice(0, 12))}${answers.length > 12 ? ", \u2026" : ""}. ` +
      "What does k-max pooling with k = 2 keep?",
    because: "The two largest, in the order of the sentence; of equals the first.",
    mistakes: options.filter(([value]) => value in hints).map(([value]) => ({ value, hint: hints[value] })),
  };
}

function winnerQuestion(rng, now) {
  if (now.problem) return null;
  const answer = kLargest(now.answers, 1)[0],
    largest = now.answers[answer];
  return {
    hides: "kept",
    answer,
    text: "At which place does max over time find its answer? Of equal ones the first counts; places count from 0.",
    because: `${fixed(largest, now.decimals)} is the largest; where it stands in the sentence is forgotten.`,
    mistakes: [
      { value: answer + 1, hint: "places count from 0." },
      { value: largest, hint: "that is the answer; asked is its place." },
      {
        value: answer + now.layer.width - 1,
        hint: "that is where its window ends; a window's place is where it starts.",
      },
      {
        value: kLargest(
          now.answers.map((value) => -value),
          1,
        )[0],
        hint: "there the answer is smallest.",
      },
    ],
  };
}

// The next question is about another sentence.
function varyText(rng, { sentence, examples, k }) {
  const others = examples.filter((each) => each !== sentence);
  return {
    sentence: others.length ? rng.pick(others) : sentence,
    wide: rng.next() < 0.4,
    k: Math.max(1, Math.min(2, k)),
    place: 0,
  };
}

const TEXT_QUIZ = { questions: [placesQuestion, answerQuestion, keptQuestion, winnerQuestion], vary: varyText };
