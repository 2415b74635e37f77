// LeNet-5 in its modern form, forward, with cnnteach.ops' convolution: what each layer makes of an image.

const LENET = [
  { name: "c1", shape: [28, 28, 6], kernel: 5, depth: 1, words: "convolution 5\u00d75, padding 2, ReLU" },
  { name: "s2", shape: [14, 14, 6], pool: 2, words: "maximum of 2\u00d72" },
  { name: "c3", shape: [10, 10, 16], kernel: 5, depth: 6, words: "convolution 5\u00d75, ReLU" },
  { name: "s4", shape: [5, 5, 16], pool: 2, words: "maximum of 2\u00d72" },
  { name: "f5", shape: [1, 1, 120], kernel: 5, depth: 16, words: "each unit reads all of s4, ReLU" },
  { name: "f6", shape: [1, 1, 84], inputs: 120, words: "each unit reads all of f5, ReLU" },
  { name: "scores", shape: [1, 1, 10], inputs: 84, words: "each digit reads all of f6" },
];
const weightsOf = ({ shape, kernel, depth, inputs, pool }) =>
  pool ? 0 : ((kernel ? kernel * kernel * depth : inputs) + 1) * shape[2];

// Kernels (KH, KW, C, F) and biases, layer by layer, out of all weights one after the other; none for pooling.
function lenetWeights(all) {
  let at = 0;
  const take = (count) => {
    at += count;
    return all.subarray(at - count, at);
  };
  return LENET.map((layer) =>
    layer.pool ? null : { w: take(weightsOf(layer) - layer.shape[2]), b: take(layer.shape[2]) },
  );
}

const geometryOf = (n) => {
  const { kernel, depth, shape } = LENET[n],
    size = n === 0 ? 28 : LENET[n - 1].shape[0];
  return geometry({
    size,
    kernel,
    stride: 1,
    padding: n === 0 ? 2 : 0,
    dilation: 1,
    channels: depth,
    filters: shape[2],
    groups: 1,
  });
};
const GEOMETRIES = LENET.map((layer, n) => (layer.kernel ? geometryOf(n) : null));

function maxPool([rows, columns, maps], x) {
  const y = new Float64Array(rows * columns * maps),
    wide = 2 * columns;
  for (let r = 0; r < rows; r++)
    for (let q = 0; q < columns; q++)
      for (let f = 0; f < maps; f++) {
        const at = (i, j) => x[((2 * r + i) * wide + 2 * q + j) * maps + f];
        y[(r * columns + q) * maps + f] = Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
      }
  return y;
}

function dense(x, w, b) {
  const y = Float64Array.from(b);
  for (let i = 0; i < x.length; i++)
    if (x[i] !== 0) for (let j = 0; j < y.length; j++) y[j] += x[i] * w[i * y.length + j];
  return y;
}

function softmax(scores) {
  const most = Math.max(...scores),
    powers = Array.from(scores, (v) => Math.exp(v - most)),
    sum = powers.reduce((a, v) => a + v, 0);
  return powers.map((v) => v / sum);
}

// An image of bytes to `input` (0 to 1), the outputs of each layer, the sums before each ReLU, and the probabilities.
function readDigit(image, weights) {
  const input = Float64Array.from(image, (v) => v / 255),
    sums = [],
    outputs = [];
  LENET.forEach((layer, n) => {
    const x = n === 0 ? input : outputs[n - 1],
      own = weights[n];
    sums.push(
      layer.pool
        ? maxPool(layer.shape, x)
        : layer.kernel
          ? conv2d(GEOMETRIES[n], pad(GEOMETRIES[n], x), own.w, own.b)
          : dense(x, own.w, own.b),
    );
    outputs.push(layer.pool || layer.name === "scores" ? sums[n] : sums[n].map((v) => Math.max(0, v)));
  });
  return { input, sums, outputs, probabilities: softmax(outputs.at(-1)) };
}
