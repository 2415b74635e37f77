// Bars, gratings, spots and light, Gabor filters, and how simple and complex cells answer (cnnteach.stimuli).

const STIMULI = {
  bar:
    ({ width, drift }) =>
    (away) =>
      Math.max(0, Math.min(1, width / 2 + 0.5 - Math.abs(away - drift))),
  grating:
    ({ wavelength, drift }) =>
    (away) =>
      Math.cos((2 * Math.PI * (away - drift)) / wavelength),
  spot:
    ({ width, drift }) =>
    (away, along) =>
      Math.max(0, Math.min(1, width / 2 + 0.5 - Math.hypot(away - drift, along))),
  light: () => () => 1,
};

// A square picture: value(away, along) by the distance from the line through the middle at an orientation, and along it.
function oriented(size, orientation, value) {
  const [c, s] = [Math.cos((orientation * Math.PI) / 180), Math.sin((orientation * Math.PI) / 180)],
    middle = (size - 1) / 2;
  return tabulate(size * size, (k) => {
    const x = (k % size) - middle,
      y = middle - Math.floor(k / size);
    return value(y * c - x * s, x * c + y * s);
  });
}

function gabor(size, { orientation, wavelength, phase, spread = 0.5, aspect = 0.6 }) {
  const wide = 2 * (spread * wavelength) ** 2;
  const bell = oriented(size, orientation, (away, along) => Math.exp(-(away ** 2 + (aspect * along) ** 2) / wide));
  const wave = oriented(size, orientation, (away) =>
    Math.cos((2 * Math.PI * away) / wavelength - (phase * Math.PI) / 180),
  ).map((v, k) => v * bell[k]);
  const sum = (values) => values.reduce((a, v) => a + v, 0),
    share = sum(wave) / sum(bell);
  const kernel = wave.map((v, k) => v - share * bell[k]),
    length = Math.sqrt(sum(kernel.map((v) => v * v)));
  return kernel.map((v) => v / length);
}

// What the field of a cell adds up that stands `row`, `column` away from the first; image and kernel are squares.
function fieldSum(image, size, kernel, side, row, column) {
  let sum = 0;
  for (let i = 0; i < side; i++) {
    const at = (row + i) * size + column;
    for (let j = 0; j < side; j++) sum += image[at + j] * kernel[i * side + j];
  }
  return sum;
}

// The sums of the fields up to `reach` cells from the middle, a square of 2 reach + 1.
function sumsAround(image, size, kernel, side, reach) {
  const middle = (size - side) / 2,
    n = 2 * reach + 1;
  return tabulate(n * n, (k) =>
    fieldSum(image, size, kernel, side, middle - reach + Math.floor(k / n), middle - reach + (k % n)),
  );
}

// A simple cell in the middle, and a complex one: the most of the simple ones around, or the energy of a pair.
function cellsOf(image, { size, side, kernel, pair, reach, pooling }) {
  const sum = fieldSum(image, size, kernel, side, (size - side) / 2, (size - side) / 2);
  const complex =
    pooling === "energy"
      ? Math.hypot(sum, fieldSum(image, size, pair, side, (size - side) / 2, (size - side) / 2))
      : Math.max(0, ...sumsAround(image, size, kernel, side, reach));
  return { sum, simple: Math.max(0, sum), complex };
}
