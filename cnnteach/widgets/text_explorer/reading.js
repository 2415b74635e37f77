// A sentence as a network reads it: words, their vectors, a filter that slides over the words, the largest answers.

const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
const WORD = new RegExp(`${LETTER}+(?:'${LETTER}+)?|\\p{Nd}+(?:[.,]\\p{Nd}+)*|[\u00a3$\u20ac!?%]`, "gu");
const wordsOf = (text) => text.match(WORD) ?? [];
const plainWord = (word) => word.toLowerCase().replace(/\p{Nd}/gu, "0");
const FILLING = 0,
  UNKNOWN = 1; // numbers that are no word's; that of the word at place i of the list is i + 2

const numbersOf = (words, places) =>
  words.map((word) => (places.has(plainWord(word)) ? places.get(plainWord(word)) + 2 : UNKNOWN));

// The vectors of words, one a row; `padding` rows of zeros stand before and after them.
function vectorsOf(numbers, vectors, dimensions, padding = 0) {
  const x = new Float64Array((numbers.length + 2 * padding) * dimensions);
  numbers.forEach((number, row) =>
    x.set(vectors.subarray(number * dimensions, (number + 1) * dimensions), (row + padding) * dimensions),
  );
  return x;
}

// What each filter of a layer answers at each place: (places, filters). kernel: (width, dimensions, filters), as Keras keeps it.
function convolveWords(x, dimensions, { width, filters, kernel, bias, relu }) {
  const places = Math.max(0, x.length / dimensions - width + 1),
    y = new Float64Array(places * filters);
  for (let place = 0; place < places; place++)
    for (let f = 0; f < filters; f++) {
      let sum = bias[f];
      for (let k = 0; k < width * dimensions; k++) sum += x[place * dimensions + k] * kernel[k * filters + f];
      y[place * filters + f] = relu ? Math.max(0, sum) : sum;
    }
  return y;
}

// The places of the k largest numbers, in the order in which they come; of equals the first are taken.
function kLargest(values, k) {
  const order = Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  return order.slice(0, k).sort((a, b) => a - b);
}

// One product a number of a window: {row, column, x, w, product}.
function wordProducts(x, dimensions, { width, filters, kernel }, place, f) {
  return Array.from({ length: width * dimensions }, (_, k) => {
    const value = x[place * dimensions + k],
      w = kernel[k * filters + f];
    return { row: Math.floor(k / dimensions), column: k % dimensions, x: value, w, product: value * w };
  });
}
