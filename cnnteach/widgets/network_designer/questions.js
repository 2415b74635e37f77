// What NetworkDesigner asks before it shows: a size, a receptive field, parameters, and what a swap saves.

const MOST_TYPED = 1e6; // what a field for an answer takes
const mapRows = ({ counts, stack }) =>
  counts.rows.filter(
    (row) =>
      row.path.length === 1 &&
      row.shape?.length === 3 &&
      ["conv", "max_pool", "average_pool"].includes(stack[row.path[0]].kind),
  );
const incoming = ({ stack, image, counts }, path) => shapeBefore(stack, image, counts, path);

function outputQuestion(rng, now) {
  const rows = mapRows(now);
  if (now.counts.problem || !rows.length) return null;
  const found = rng.pick(rows),
    row = now.stack[found.path[0]],
    before = incoming(now, found.path),
    [n] = before,
    [k] = row.kernel,
    [s] = row.stride;
  const [[top, bottom]] = fourSides(row.padding, before.slice(0, 2), row.kernel, row.stride, [1, 1]),
    room = n + top + bottom - k,
    padding = top + bottom ? `, ${top} + ${bottom} rows of padding` : "";
  return {
    hides: "output",
    which: found.path.join("."),
    answer: found.shape[0],
    text: `${row.name}: ${n} rows come in${padding}; the window is ${k} high and jumps ${s}. How many rows go out?`,
    because: `\u230a(${n} + ${top} + ${bottom} ${MINUS} ${k}) / ${s}\u230b + 1 = ${found.shape[0]}.`,
    mistakes: [
      { value: Math.floor(room / s), hint: "those are the jumps; the first window stands before any jump: + 1." },
      { value: Math.ceil(room / s) + 1, hint: "the last of those windows would hang over the edge: round down." },
      { value: outputSize(n + top, k, s, 1), hint: "the padding stands on both sides." },
      { value: outputSize(n, k, s, 1), hint: "the padding belongs to what comes in." },
      { value: room + 1, hint: `that is for stride 1; here the window jumps ${s}.` },
      { value: Math.floor(n / s), hint: "that leaves the size of the window out." },
      { value: n, hint: "it stays as it is only with the right padding and a stride of 1." },
    ],
  };
}

function fieldQuestion(rng, now) {
  const rows = mapRows(now).filter(
    ({ sees, path }) => path[0] > 0 && sees && sees[0] === sees[1] && now.stack[path[0]].kernel[0] > 1,
  );
  if (now.counts.problem || !rows.length) return null;
  const found = rng.pick(rows.slice(0, 6)),
    row = now.stack[found.path[0]],
    before = now.counts.rows.find(({ path }) => path.join() === String(found.path[0] - 1));
  if (!before?.sees) return null;
  const [k] = row.kernel,
    jump = (found.sees[0] - before.sees[0]) / (k - 1);
  return {
    hides: "sees",
    which: found.path.join("."),
    answer: found.sees[0],
    text:
      `A unit before ${row.name} sees ${before.sees[0]} rows of the image; neighbours are ${counted(jump, "row")} apart. ` +
      `${row.name} is ${k} high: how many rows does its unit see?`,
    because: `${before.sees[0]} + (${k} ${MINUS} 1)\u00b7${jump} = ${found.sees[0]}.`,
    mistakes: [
      {
        value: before.sees[0] + k - 1,
        hint: `neighbours of the layer below are ${jump} rows of the image apart, not 1.`,
      },
      { value: before.sees[0] + k * jump, hint: "the first of them adds nothing: there are k \u2212 1 steps." },
      { value: before.sees[0] * k, hint: "their windows overlap: do not multiply." },
      { value: k, hint: "that is what it sees of the layer below; asked are rows of the image." },
      { value: before.sees[0], hint: "that is one unit of the layer below; this one reads several." },
    ],
  };
}

function parametersQuestion(rng, now) {
  const rows = now.counts.rows.filter(
    (row) =>
      row.path.length === 1 &&
      ["conv", "dense"].includes(row.kind) &&
      row.parameters < MOST_TYPED &&
      !now.stack[row.path[0]].norm,
  );
  if (now.counts.problem || !rows.length) return null;
  const found = rng.pick(rows),
    row = now.stack[found.path[0]],
    before = incoming(now, found.path),
    outputs = row.filters ?? row.units,
    isConv = row.kind === "conv";
  const window = isConv ? product(row.kernel) : 1,
    depth = isConv ? before[2] / row.groups : before[0],
    bias = row.bias === false ? 0 : 1,
    kinds = isConv
      ? `${outputs} filters of ${times(row.kernel)}${row.groups > 1 ? ` in ${row.groups} groups` : ""}`
      : `${outputs} units`;
  return {
    hides: "parameters",
    which: found.path.join("."),
    answer: found.parameters,
    text: `${row.name}: ${kinds} read ${times(before)}${bias ? ", with a bias each" : ", without biases"}. How many parameters? Write digits alone.`,
    because: `(${isConv ? `${row.kernel.join("\u00b7")}\u00b7` : ""}${depth} + ${bias})\u00b7${outputs} = ${whole(found.parameters)}.`,
    mistakes: [
      { value: window * depth * outputs, hint: "one bias is missing for each of them." },
      { value: (window + bias) * outputs, hint: "a filter reaches through all the channels that it reads." },
      { value: window * depth * outputs + 1, hint: "each has a bias of its own." },
      { value: window * depth + bias, hint: `that is one of them; there are ${outputs}.` },
      ...(row.groups > 1
        ? [{ value: (window * before[2] + bias) * outputs, hint: "a group reads its own part of the channels alone." }]
        : []),
      { value: found.connections, hint: "those are the connections: the weights are shared by all places." },
    ].filter(({ value }) => value < MOST_TYPED),
  };
}

function swapQuestion(rng) {
  const channels = rng.pick([16, 32, 64, 128]),
    [text, before, after, hints] = rng.pick([
      [
        "one 5\u00d75 convolution by two of 3\u00d73",
        25,
        18,
        [
          [9, "there are two of them."],
          [36, "3\u00b73 is 9, and there are two."],
        ],
      ],
      [
        "one 7\u00d77 convolution by three of 3\u00d73",
        49,
        27,
        [
          [9, "there are three of them."],
          [18, "two of 3\u00d73 see only 5\u00d75."],
        ],
      ],
      [
        "one 3\u00d73 convolution by 1\u00d73 and 3\u00d71",
        9,
        6,
        [
          [3, "there are two of them, 1\u00d73 and 3\u00d71."],
          [9, "3 + 3, not 3\u00b73."],
        ],
      ],
    ]);
  const saved = 100 * (1 - after / before);
  return {
    hides: "swap",
    decimals: 0,
    answer: saved,
    text: `${channels} channels go in and come out. Replace ${text}: how many percent of the weights are saved (to the nearest percent)?`,
    because: `${after} instead of ${before} weights for each pair of channels.`,
    mistakes: [
      { value: 100 - saved, hint: "that is what stays; asked is what is saved." },
      ...hints.map(([weights, hint]) => ({ value: 100 * (1 - weights / before), hint })),
      { value: 0, hint: "count the weights of each kernel: rows times columns." },
    ],
  };
}

const DESIGNER_QUIZ = { questions: [outputQuestion, parametersQuestion, fieldQuestion, swapQuestion] };
