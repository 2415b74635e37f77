// The loss over the plane in which a training moved most (plane_surface.py): a slice through the space of weights.

const CELLS = 32,
  MARGIN = 1.25,
  SQUARINGS = 6,
  APPLICATIONS = 40;
const dot = (a, b) => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
};

// The product of a symmetric matrix (rows one after the other) with itself, scaled so that its trace is 1.
function squared(a, n) {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const v = a[i * n + k];
      for (let j = i; j < n; j++) product[i * n + j] += v * a[k * n + j];
    }
    for (let j = i + 1; j < n; j++) product[j * n + i] = product[i * n + j];
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += product[i * n + i];
  return product.map((v) => v / (trace || 1));
}

function timesVector(matrix, n, v) {
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) product[i] += matrix[i * n + k] * v[k];
  return product;
}

function unitLength(v) {
  const length = Math.sqrt(dot(v, v)) || 1;
  return v.map((each) => each / length);
}

// The direction of a symmetric matrix's largest eigenvalue, by applying it some 2,500 times; its largest entry is positive.
function strongest(matrix, n) {
  let power = matrix;
  for (let k = 0; k < SQUARINGS; k++) power = squared(power, n);
  let most = 0;
  for (let i = 1; i < n; i++) if (power[i * n + i] > power[most * n + most]) most = i;
  let axis = unitLength(power.slice(most * n, (most + 1) * n));
  for (let k = 0; k < APPLICATIONS; k++) axis = unitLength(timesVector(power, n, axis));
  const largest = axis.reduce((far, v) => (Math.abs(v) > Math.abs(far) ? v : far), 0);
  return largest < 0 ? axis.map((v) => -v) : axis;
}

// The middle of a path (rows of weights), and the two directions in which it moved most.
function directions(rows) {
  const finite = rows.filter((row) => row.every(Number.isFinite)),
    P = finite[0].length,
    middle = new Float64Array(P),
    away = new Float64Array(P),
    scatter = new Float64Array(P * P);
  for (const row of finite) for (let k = 0; k < P; k++) middle[k] += row[k] / finite.length;
  for (const row of finite) {
    for (let k = 0; k < P; k++) away[k] = row[k] - middle[k];
    for (let i = 0; i < P; i++) for (let j = i; j < P; j++) scatter[i * P + j] += away[i] * away[j];
  }
  for (let i = 0; i < P; i++) for (let j = 0; j < i; j++) scatter[i * P + j] = scatter[j * P + i];
  let total = 0,
    held = 0;
  for (let i = 0; i < P; i++) total += scatter[i * P + i];
  const axes = [0, 1].map(() => {
    const axis = strongest(scatter, P),
      value = dot(axis, timesVector(scatter, P, axis));
    held += value;
    for (let i = 0; i < P; i++) for (let j = 0; j < P; j++) scatter[i * P + j] -= value * axis[i] * axis[j];
    return axis;
  });
  return { middle, axes, share: total > 0 ? held / total : 1 };
}

const placeIn = ({ middle, axes }, w) => axes.map((axis) => dot(axis, w) - dot(axis, middle));

// The square that holds some places of the plane.
function frameOf(places) {
  const finite = places.filter((place) => place.every(Number.isFinite));
  const range = [0, 1].map((a) => [Math.min(...finite.map((p) => p[a])), Math.max(...finite.map((p) => p[a]))]);
  return {
    middle: range.map(([low, high]) => (low + high) / 2),
    half: Math.max((MARGIN * Math.max(...range.map(([low, high]) => high - low))) / 2, 1e-3),
  };
}

// The loss over that square, in the plane through the weights w; row 0 is at the top.
function lossSurface(w, here, { axes }, { middle, half }, points) {
  const U = (w.length - 1) / 4,
    loss = new Float64Array(CELLS * CELLS),
    shifted = new Float64Array(w.length);
  const cell = (k) => (2 * k + 1) / CELLS - 1;
  for (let r = 0; r < CELLS; r++)
    for (let q = 0; q < CELLS; q++) {
      const across = middle[0] + half * cell(q) - here[0],
        up = middle[1] - half * cell(r) - here[1];
      for (let k = 0; k < w.length; k++) shifted[k] = w[k] + across * axes[0][k] + up * axes[1][k];
      loss[r * CELLS + q] = lossOf(shifted, U, points, 0, TRAINED);
    }
  return loss;
}
