// What DigitPad asks before it shows: receptive fields, weights, and what pooling keeps.

const FIELDS = [5, 6, 14, 16]; // pixels of the image that a unit of c1, s2, c3, s4 sees, across

function fieldQuestion(rng) {
  const n = rng.pick([2, 3]),
    name = LENET[n].name;
  return {
    hides: "field",
    text:
      `How many pixels of the image, from left to right, can a unit of ${name} see? (c1: 5\u00d75, s2: maximum ` +
      `of 2\u00d72, c3: 5\u00d75, s4: maximum of 2\u00d72)`,
    answer: FIELDS[n],
    because:
      n === 2
        ? "s2\u2019s units see 6 and stand 2 apart: 6 + 4\u00b72 = 14."
        : "c3\u2019s units see 14 and stand 2 apart: 14 + 2 = 16.",
    mistakes: [
      {
        value: n === 2 ? 5 : 2,
        hint: `that is its window in the maps before it; each of those units sees several pixels itself.`,
      },
      { value: n === 2 ? 10 : 20, hint: "pooling doubles the steps, but neighbouring windows overlap." },
      { value: n === 2 ? 9 : 10, hint: "that would hold without pooling; behind s2 each step is 2 pixels." },
      { value: 28, hint: "only f5 sees the whole image." },
    ],
  };
}

function weightsQuestion(rng) {
  const n = rng.pick([0, 2, 4, 5]),
    { name, kernel, depth, inputs, shape } = LENET[n],
    one = kernel ? kernel * kernel * depth : inputs;
  return {
    hides: "weights",
    which: name,
    text: kernel
      ? `${name} has ${shape[2]} filters of ${kernel}\u00d7${kernel} over ${counted(depth, "map")}. How many parameters does it learn, biases included?`
      : `${name} has ${shape[2]} units that each read ${inputs} units. How many parameters does it learn, biases included?`,
    answer: weightsOf(LENET[n]),
    because: `(${kernel ? `${kernel}\u00b7${kernel}\u00b7${depth}` : inputs} + 1)\u00b7${shape[2]} = ${weightsOf(LENET[n]).toLocaleString("en")}.`,
    mistakes: [
      { value: one * shape[2], hint: "add one bias for each." },
      { value: one * shape[2] + 1, hint: "each has a bias of its own." },
      {
        value: kernel ? (kernel * kernel + 1) * shape[2] : inputs + shape[2],
        hint: kernel
          ? "each filter reaches through all maps."
          : "each unit has a weight for each unit that it reads: multiply.",
      },
      { value: one + 1, hint: `that is one of them; there are ${shape[2]}.` },
    ],
  };
}

function poolQuestion(rng, { read }) {
  const [, columns, maps] = LENET[1].shape,
    busy = Array.from({ length: read.outputs[1].length }, (_, k) => k).filter((k) => read.outputs[1][k] > 0.05);
  if (!busy.length) return null;
  const k = rng.pick(busy),
    map = k % maps,
    column = Math.floor(k / maps) % columns,
    row = Math.floor(k / maps / columns);
  const four = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ].map(([i, j]) => Number(read.outputs[0][((2 * row + i) * 28 + 2 * column + j) * 6 + map].toFixed(2))),
    sum = four.reduce((a, v) => a + v, 0);
  return {
    hides: "pool",
    decimals: 2,
    text: `Four neighbours of map ${map} of c1 are ${four.map((v) => fixed(v, 2)).join(", ")}. What does s2 make of them (2 decimals)?`,
    answer: Math.max(...four),
    because: "The largest of the four: where it stood is forgotten, that it was there is kept.",
    mistakes: [
      { value: sum / 4, hint: "that is their mean, as in 1998; here the largest is kept." },
      { value: sum, hint: "they are not added: the largest is kept." },
      { value: Math.min(...four), hint: "that is the smallest." },
      { value: four[0], hint: "that is the first; take the largest." },
    ],
  };
}

const DIGIT_QUIZ = {
  questions: [fieldQuestion, weightsQuestion, poolQuestion],
  vary: (rng, { samples }) => {
    const sample = rng.whole(0, samples.length / SIDE ** 2 - 1);
    return { sample, _ink: inkOfSample(samples, sample) };
  },
};
