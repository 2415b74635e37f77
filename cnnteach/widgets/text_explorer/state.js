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

// What is large is read again only when it is another.
function readerOf(get) {
  const kept = {};
  return (name, how = floats) => {
    const value = get(name);
    if (kept[name]?.value !== value) kept[name] = { value, made: how(value) };
    return kept[name].made;
  };
}

// The words of the sentence that the network reads, and their numbers, filled up to its length.
function sentenceOf(get, read) {
  const places = read("_words", (words) => new Map(words.map((word, k) => [word, k])));
  const length = get("length"),
    all = wordsOf(get("sentence")),
    words = length ? all.slice(0, length) : all;
  const filling = Array(Math.max(0, length - words.length)).fill(FILLING);
  return { words, cut: all.length - words.length, numbers: [...numbersOf(words, places), ...filling] };
}

// The convolutions that lie beside each other: `first` is the number of a layer's first filter, `start` where its
// weights begin.
function layersOf(get, read, dimensions) {
  const kernels = read("_kernels"),
    biases = read("_biases");
  let start = 0,
    first = 0;
  return get("_layers").map(([width, filters]) => {
    const layer = {
      width,
      filters,
      first,
      relu: get("relu"),
      kernel: kernels.subarray(start, start + width * dimensions * filters),
      bias: biases.subarray(first, first + filters),
      start,
    };
    start += width * dimensions * filters;
    first += filters;
    return layer;
  });
}

const answersAt = ({ layer, y }, f) => tabulate(y.length / layer.filters, (place) => y[place * layer.filters + f]);

// Each filter's largest answer, and what it adds to the score of the second class less that of the first.
function scoreOf(heard, scores) {
  if (!scores.length) return {};
  const found = heard.flatMap((each) =>
    Array.from({ length: each.layer.filters }, (_, f) => {
      const answers = answersAt(each, f),
        place = kLargest(answers, 1)[0],
        filter = each.layer.first + f;
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
}

// The sum at one place of one filter.
function sumAt({ x, dimensions, layer, f, answers }, place) {
  const terms = wordProducts(x, dimensions, layer, place, f),
    bias = layer.bias[f];
  const [values, weights] = [terms.map((t) => t.x), terms.map((t) => t.w)];
  return {
    terms,
    bias,
    decimals: decimalsFor(values, weights, [bias], answers),
    sum: terms.reduce((sum, t) => sum + t.product, bias),
  };
}

function textState(model) {
  const get = (name) => model.get(name),
    own = { pointed: null },
    read = readerOf(get);
  const compute = () => {
    const vectors = read("_vectors"),
      dimensions = vectors.length / (get("_words").length + 2),
      sentence = sentenceOf(get, read),
      wide = get("wide");
    const heard = layersOf(get, read, dimensions).map((layer) => {
      const padding = wide ? layer.width - 1 : 0,
        x = vectorsOf(sentence.numbers, vectors, dimensions, padding);
      return { layer, padding, x, y: convolveWords(x, dimensions, layer) };
    });
    const total = heard.reduce((sum, { layer }) => sum + layer.filters, 0),
      filter = Math.min(get("filter"), total - 1),
      shown = heard.findLast(({ layer }) => layer.first <= filter),
      f = filter - shown.layer.first;
    const answers = answersAt(shown, f),
      now = {
        ...sentence,
        dimensions,
        ...shown,
        f,
        filter,
        total,
        wide,
        answers,
        k: get("k"),
        classes: get("classes"),
      };
    if (heard.some(({ y }) => y.length === 0)) {
      const most = Math.max(...heard.map(({ layer }) => layer.width)),
        count = sentence.words.length;
      return {
        ...now,
        problem: `A window of ${most} words does not fit into ${count}: type more words, or choose wide.`,
      };
    }
    const place = Math.max(0, Math.min(get("place"), answers.length - 1)),
      k = Math.min(now.k, answers.length);
    const kept = kLargest(answers, k);
    return { ...now, place, k, kept, ...sumAt(now, place), ...scoreOf(heard, read("_scores")) };
  };
  return { get, own, change: changerOf(model), compute, now: {} };
}

// The words under a window, as they were typed; what lies beyond the sentence is written as a dot.
const windowWords = ({ words }, place, width, padding) =>
  Array.from({ length: width }, (_, k) => words[place - padding + k] ?? "\u00b7");
