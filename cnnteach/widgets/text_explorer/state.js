// The state of a TextConvExplorer, and all that follows from it.

const TEXT_TRAITS = [
  "sentence",
  "examples",
  "filter",
  "place",
  "wide",
  "k",
  "classes",
  "length",
  "relu",
  "_words",
  "_vectors",
  "_layers",
  "_kernels",
  "_biases",
  "_scores",
];
const SOME_DIMENSIONS = 4; // up to so many numbers a word, each product is a term; beyond, each word is one

function textState(model) {
  const get = (name) => model.get(name),
    own = { pointed: null },
    kept = {};
  const change = changerOf(model);
  // What is large is read again only when it is another.
  const read = (name, how) => {
    const value = get(name);
    if (kept[name]?.value !== value) kept[name] = { value, made: how(value) };
    return kept[name].made;
  };
  const layers = () => {
    const kernels = read("_kernels", floats),
      biases = read("_biases", floats),
      dimensions = wordLength();
    let at = 0,
      first = 0;
    return get("_layers").map(([width, filters]) => {
      const size = width * dimensions * filters;
      const layer = {
        width,
        filters,
        first,
        relu: get("relu"),
        kernel: kernels.subarray(at, at + size),
        bias: biases.subarray(first, first + filters),
        start: at,
      };
      [at, first] = [at + size, first + filters];
      return layer;
    });
  };
  const wordLength = () => read("_vectors", floats).length / (get("_words").length + 2);

  const compute = () => {
    const vectors = read("_vectors", floats),
      places = read("_words", (words) => new Map(words.map((word, k) => [word, k])));
    const dimensions = wordLength(),
      length = get("length"),
      all = wordsOf(get("sentence")),
      words = length ? all.slice(0, length) : all;
    const known = numbersOf(words, places),
      numbers = [...known, ...Array(Math.max(0, length - words.length)).fill(FILLING)];
    const stack = layers(),
      total = stack.reduce((sum, layer) => sum + layer.filters, 0),
      filter = Math.min(get("filter"), total - 1);
    const of = (f) => stack.findLast((layer) => layer.first <= f),
      wide = get("wide");
    const heard = stack.map((layer) => {
      const padding = wide ? layer.width - 1 : 0,
        x = vectorsOf(numbers, vectors, dimensions, padding);
      return { layer, padding, x, y: convolveWords(x, dimensions, layer) };
    });
    const shown = heard.find((each) => each.layer === of(filter)),
      f = filter - shown.layer.first;
    const answersOf = ({ layer, y }, g) =>
      Float64Array.from({ length: y.length / layer.filters }, (_, place) => y[place * layer.filters + g]);
    const now = {
      words,
      cut: all.length - words.length,
      numbers,
      dimensions,
      heard,
      ...shown,
      f,
      filter,
      total,
      wide,
      answers: answersOf(shown, f),
      k: get("k"),
      classes: get("classes"),
    };
    if (heard.some(({ y }) => y.length === 0)) {
      const most = Math.max(...stack.map((layer) => layer.width));
      return {
        ...now,
        problem: `A window of ${most} words does not fit into ${words.length}: type more words, or choose wide.`,
      };
    }
    now.place = Math.max(0, Math.min(get("place"), now.answers.length - 1));
    now.k = Math.min(now.k, now.answers.length);
    now.kept = kLargest(now.answers, now.k);
    const terms = wordProducts(shown.x, dimensions, shown.layer, now.place, f),
      bias = shown.layer.bias[f];
    const decimals = decimalsFor(
      terms.map((t) => t.x),
      terms.map((t) => t.w),
      [bias],
      now.answers,
    );
    return {
      ...now,
      terms,
      bias,
      decimals,
      sum: terms.reduce((sum, t) => sum + t.product, bias),
      ...scored(heard, answersOf),
    };
  };

  // Each filter's largest answer, and what it adds to the score of the second class less that of the first.
  const scored = (heard, answersOf) => {
    const scores = read("_scores", floats);
    if (!scores.length) return {};
    const found = heard.flatMap((each) =>
      Array.from({ length: each.layer.filters }, (_, g) => {
        const answers = answersOf(each, g),
          place = kLargest(answers, 1)[0],
          filter = each.layer.first + g;
        return {
          filter,
          place,
          width: each.layer.width,
          padding: each.padding,
          answer: answers[place],
          value: answers[place] * (scores[2 * filter + 1] - scores[2 * filter]),
        };
      }),
    );
    const bias = scores.at(-1) - scores.at(-2),
      score = found.reduce((sum, each) => sum + each.value, bias);
    return { found, scoreBias: bias, score, probability: 1 / (1 + Math.exp(-score)) };
  };
  return { get, own, change, compute, now: {} };
}

// The words under a window, as they were typed; what lies beyond the sentence is written as a dot.
const windowWords = ({ words }, place, width, padding) =>
  Array.from({ length: width }, (_, k) => words[place - padding + k] ?? "\u00b7");
