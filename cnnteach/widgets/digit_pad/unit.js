// One unit of one layer: the window it reads, its products, and how they add up.

const STRONGEST = 8;

// Input maps of a layer: those of the layer before, or the image; rows, columns and values with the maps innermost.
const inputOf = (read, n) =>
  n === 0
    ? { rows: 28, columns: 28, maps: 1, values: read.input }
    : {
        rows: LENET[n - 1].shape[0],
        columns: LENET[n - 1].shape[1],
        maps: LENET[n - 1].shape[2],
        values: read.outputs[n - 1],
      };

// Which window of its input a unit reads; rows and columns may be negative, in the padding.
function windowOf(n, row, column) {
  const layer = LENET[n];
  if (layer.pool) return { row: 2 * row, column: 2 * column, size: 2 };
  return layer.kernel
    ? { row: row - GEOMETRIES[n].pads[0][0], column: column - GEOMETRIES[n].pads[1][0], size: layer.kernel }
    : null;
}

// The products of a unit with a kernel, map by map: {x, w, product, channel, ...}.
function unitProducts(read, weights, n, filter, row, column) {
  const { values } = inputOf(read, n),
    { w } = weights[n],
    layer = LENET[n];
  if (layer.kernel) return products(GEOMETRIES[n], pad(GEOMETRIES[n], values), w, row, column, filter);
  return Array.from(values, (x, i) => ({
    x,
    w: w[i * layer.shape[2] + filter],
    product: x * w[i * layer.shape[2] + filter],
    channel: i,
  }));
}

// What the chips show: every product of one map; else one sum a map; of many single products the strongest, and the rest in one.
function unitTerms(read, weights, n, filter, row, column) {
  const layer = LENET[n],
    found = unitProducts(read, weights, n, filter, row, column),
    bias = { words: "bias", value: weights[n].b[filter], kind: "bias" };
  if (layer.depth === 1)
    return [...found.map((t) => ({ words: timesText(shortly(t.x), shortly(t.w)), value: t.product })), bias];
  if (layer.kernel) {
    const sums = Array.from({ length: layer.depth }, (_, c) => ({ words: `map ${c}`, value: 0, channel: c }));
    for (const t of found) sums[t.channel].value += t.product;
    return [...sums, bias];
  }
  const order = [...found].sort((a, b) => Math.abs(b.product) - Math.abs(a.product)),
    rest = order.slice(STRONGEST);
  return [
    ...order
      .slice(0, STRONGEST)
      .map((t) => ({ words: `unit ${t.channel}: ${timesText(shortly(t.x), shortly(t.w))}`, value: t.product })),
    { words: `${rest.length} others`, value: rest.reduce((sum, t) => sum + t.product, 0) },
    bias,
  ];
}

const shortly = (v) => Number(v.toFixed(2));
const strongestMap = (terms) =>
  terms
    .filter((t) => t.channel !== undefined)
    .reduce((best, t) => (Math.abs(t.value) > Math.abs(best.value) ? t : best)).channel;

const unitName = (n, tile, row, column) =>
  LENET[n].shape[0] === 1
    ? `Unit ${tile} of ${LENET[n].name}`
    : `Unit at row ${row}, column ${column} of map ${tile} of ${LENET[n].name}`;

function unitSentence(read, n, tile, row, column) {
  const [, columns, maps] = LENET[n].shape,
    k = (row * columns + column) * maps + tile,
    sum = read.sums[n][k],
    name = unitName(n, tile, row, column),
    layer = LENET[n];
  if (layer.pool) return `${name} is ${fixed(sum, 3)}: the largest of the four values under its window.`;
  if (layer.name === "scores")
    return `${name} is ${fixed(sum, 3)}: the score of digit ${tile}; softmax makes ${fixed(read.probabilities[tile], 3)} of it.`;
  return `${name} is ${fixed(read.outputs[n][k], 3)}: its products and its bias add up to ${fixed(sum, 3)}${sum < 0 ? ", and ReLU makes 0 of it" : ""}.`;
}
