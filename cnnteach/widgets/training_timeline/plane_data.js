// Points of two classes in a plane (plane_data.py): 40 to learn from, 120 to test with.

const TRAINED = 40,
  TESTED = 120,
  ANGLE = 0,
  REACH = 1,
  SPREAD = 2,
  FLIP = 3;
const PLACES = {
  moons: (label, far, turn, noise) =>
    [Math.cos(Math.PI * turn) - 0.5, Math.sin(Math.PI * turn) - 0.25].map(
      (v, a) => (1 - 2 * label) * v + 0.14 * noise[a],
    ),
  ring: (label, far, turn) =>
    [Math.cos, Math.sin].map((f) => (label ? 1 + 0.5 * far : 0.75 * Math.sqrt(far)) * f(2 * Math.PI * turn)),
  corners: (label, far, turn) => {
    const across = turn < 0.5 ? -1 : 1;
    return [across * (0.1 + 1.3 * far), (label ? 1 : -1) * across * (0.1 + 1.3 * Math.abs(2 * turn - 1))];
  },
  overlap: (label, far, turn, noise) => [0.5, 0.3].map((v, a) => (2 * label - 1) * v + 0.6 * noise[a]),
};

// All points, the 40 first; `truth` is what a point is, `label` what the net is told.
function drawPoints({ data, seed, mislabelled }) {
  const count = TRAINED + TESTED,
    places = new Float64Array(2 * count),
    label = new Uint8Array(count),
    truth = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    truth[i] = i % 2;
    label[i] = i < TRAINED && uniform(seed, FLIP, i) < mislabelled ? 1 - truth[i] : truth[i];
    const noise = [normal(seed, SPREAD, 2 * i), normal(seed, SPREAD, 2 * i + 1)];
    places.set(PLACES[data](truth[i], uniform(seed, REACH, i), uniform(seed, ANGLE, i), noise), 2 * i);
  }
  return { places, label, truth };
}
