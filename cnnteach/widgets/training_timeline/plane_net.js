// A net with one hidden layer on points of a plane, and its whole training (plane_net.py): a row of numbers holds its
// weights: for each of U units that of x; of y; the biases; those to the output; the output's bias.

const FIRST = 4,
  SECOND = 5,
  ORDER = 6,
  MASK = 7,
  MOST_UNITS = 12,
  LOOKS = 100;

function firstWeights(U, seed) {
  const w = new Float64Array(4 * U + 1);
  for (let j = 0; j < U; j++) {
    w[j] = normal(seed, FIRST, j);
    w[U + j] = normal(seed, FIRST, MOST_UNITS + j);
    w[3 * U + j] = Math.sqrt(2 / U) * normal(seed, SECOND, j);
  }
  return w;
}

const unitSum = (w, U, j, x, y) => x * w[j] + y * w[U + j] + w[2 * U + j];

function logit(w, U, x, y) {
  let z = w[4 * U];
  for (let j = 0; j < U; j++) {
    const sum = unitSum(w, U, j, x, y);
    if (sum > 0) z += sum * w[3 * U + j];
  }
  return z;
}

const logistic = (z) => (z > 0 ? 1 / (1 + Math.exp(-z)) : 1 - 1 / (1 + Math.exp(z)));
const surprise = (z, label) => Math.max(z, 0) - label * z + Math.log1p(Math.exp(-Math.abs(z)));

const isRight = (w, U, { places, label }, i) => logit(w, U, places[2 * i], places[2 * i + 1]) > 0 === label[i] > 0;

function lossOf(w, U, points, from, to) {
  let sum = 0,
    product = 1; // of what `surprise` takes logarithms of: none is above 2, so that one logarithm does for all points
  for (let i = from; i < to; i++) {
    const z = logit(w, U, points.places[2 * i], points.places[2 * i + 1]);
    sum += Math.max(z, 0) - points.label[i] * z;
    product *= 1 + Math.exp(-Math.abs(z));
  }
  return (sum + Math.log(product)) / (to - from);
}

// Which of the 40 points each step learns from, one after the other; and the step that would come after the last.
function ordersOf({ steps, batch_size, seed }) {
  const order = new Uint8Array(Math.ceil(((steps + 1) * batch_size) / TRAINED) * TRAINED),
    index = Array.from({ length: TRAINED }, (_, i) => i);
  for (let epoch = 0; epoch * TRAINED < order.length; epoch++) {
    const keys = index.map((i) => uniform(seed, ORDER, epoch * TRAINED + i));
    order.set(
      [...index].sort((a, b) => keys[a] - keys[b]),
      epoch * TRAINED,
    );
  }
  return order;
}

// Does dropout keep unit j for point n of a step's batch?
function keepsOf(s) {
  const draw = drawsOf(s.seed, MASK);
  return s.dropout === 0 ? () => true : (step, n, j) => draw((step * s.batch_size + n) * MOST_UNITS + j) >= s.dropout;
}

// The loss of a step's batch, and its gradient by each weight, written into g.
function batchGradient(s, points, order, w, step, g) {
  const U = s.units,
    N = s.batch_size,
    hidden = new Float64Array(U),
    keeps = keepsOf(s),
    enlarged = 1 / (1 - s.dropout);
  let loss = 0;
  g.fill(0);
  for (let n = 0; n < N; n++) {
    const i = order[step * N + n],
      x = points.places[2 * i],
      y = points.places[2 * i + 1];
    let z = w[4 * U];
    for (let j = 0; j < U; j++) {
      const sum = unitSum(w, U, j, x, y);
      hidden[j] = sum > 0 && keeps(step, n, j) ? sum * enlarged : 0;
      z += hidden[j] * w[3 * U + j];
    }
    const dz = (logistic(z) - points.label[i]) / N;
    loss += surprise(z, points.label[i]);
    g[4 * U] += dz;
    for (let j = 0; j < U; j++) {
      if (hidden[j] === 0) continue; // off, or dropped: nothing comes back
      const dsum = dz * w[3 * U + j] * enlarged;
      g[3 * U + j] += dz * hidden[j];
      g[j] += dsum * x;
      g[U + j] += dsum * y;
      g[2 * U + j] += dsum;
    }
  }
  return loss / N;
}

const looksAt = (steps) => {
  const every = Math.ceil(steps / LOOKS),
    at = [];
  for (let k = 0; k < steps; k += every) at.push(k);
  return [...at, steps];
};

// The whole training: the weights before each step and after the last, the losses.
function trainPlane(s, points, branch = null) {
  const U = s.units,
    P = 4 * U + 1,
    weights = new Float64Array((s.steps + 1) * P),
    batchLoss = new Float64Array(s.steps);
  const order = ordersOf(s),
    velocity = new Float64Array(P),
    g = new Float64Array(P);
  weights.set(firstWeights(U, s.seed));
  for (let step = 0; step < s.steps; step++) {
    const rate = branch && step >= branch.step ? branch.rate : s.learning_rate,
      at = step * P;
    batchLoss[step] = batchGradient(s, points, order, weights.subarray(at, at + P), step, g);
    for (let k = 0; k < P; k++) {
      velocity[k] = s.momentum * velocity[k] - rate * g[k];
      weights[at + P + k] = weights[at + k] + velocity[k];
    }
  }
  const looked = looksAt(s.steps),
    lossAt = (from, to) => looked.map((step) => lossOf(weights.subarray(step * P, step * P + P), U, points, from, to));
  return { weights, batchLoss, looked, loss: lossAt(0, TRAINED), testedLoss: lossAt(TRAINED, TRAINED + TESTED), order };
}

const weightsAt = (run, step) => {
  const P = run.weights.length / (run.batchLoss.length + 1);
  return run.weights.subarray(step * P, step * P + P);
};

// For how many of the training points each unit is on; a unit that is on for none learns nothing any more.
function onCounts(w, U, points) {
  return Array.from({ length: U }, (_, j) => {
    let count = 0;
    for (let i = 0; i < TRAINED; i++) if (unitSum(w, U, j, points.places[2 * i], points.places[2 * i + 1]) > 0) count++;
    return count;
  });
}

// The first step whose batch was ten times as far off as the first: from there on the training is lost.
function divergedAt(run) {
  const most = 10 * Math.max(run.batchLoss[0], Math.LN2);
  return run.batchLoss.findIndex((loss) => !(loss < most));
}
