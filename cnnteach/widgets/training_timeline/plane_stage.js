// TrainingTimeline with a small net that the view trains itself, whole, whenever a setting changes.

const RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
const BATCHES = [1, 4, 10, 20, 40],
  WEIGHT_ROWS = ["from x", "from y", "bias", "to output"];
const SETTINGS = [
  "data",
  "units",
  "steps",
  "learning_rate",
  "batch_size",
  "momentum",
  "dropout",
  "mislabelled",
  "seed",
];
const nearest = (values, value) =>
  values.reduce(
    (best, v, k) => (Math.abs(Math.log(v / value)) < Math.abs(Math.log(values[best] / value)) ? k : best),
    0,
  );
const rateText = (value) => String(Number(value.toPrecision(3)));

function rateSlider(words, onRate) {
  const row = slider({ ...words, min: 0, max: RATES.length - 1 }, (k) => onRate(RATES[k]));
  return { ...row, show: (rate, limits) => row.show(nearest(RATES, rate), rateText(rate), limits) };
}

function planeControls(ex) {
  const { get, change } = ex;
  const whole = (name, label, min, max, title) =>
    slider({ name, label, min, max, title }, (v) => change({ [name]: v }));
  const share = (name, label, most, title) => {
    const row = slider({ name, label, min: 0, max: most, title }, (v) => change({ [name]: v / 20 }));
    return { ...row, show: (v) => row.show(Math.round(v * 20), `${Math.round(v * 100)} %`) };
  };
  const lesson = choice(
    { name: "lesson", label: "show me", options: Object.keys(get("lessons")).map((name) => [name, name]) },
    (name) => change({ ...get("lessons")[name], step: 0 }),
  );
  const data = choice(
    { name: "data", label: "points", options: Object.keys(PLACES).map((name) => [name, name]) },
    (v) => change({ data: v }),
  );
  const mislabelled = share(
    "mislabelled",
    "mislabelled",
    8,
    "share of the 40 training points that may carry the wrong class",
  );
  const seed = whole("seed", "seed", 0, 20, "of the points, the first weights, the order and dropout");
  const units = whole("units", "units", 1, MOST_UNITS, "hidden units"),
    dropout = share("dropout", "dropout", 18, "share of the hidden units that each step leaves out");
  const rate = rateSlider(
    { name: "learning_rate", label: "rate", says: "learning rate", title: "how far each step goes" },
    (v) => change({ learning_rate: v }),
  );
  const batch = slider(
    { name: "batch_size", label: "batch", says: "batch size", min: 0, max: BATCHES.length - 1, title: "points a step" },
    (k) => change({ batch_size: BATCHES[k] }),
  );
  const momentum = share("momentum", "momentum", 19, "share of the last move that goes on");
  const steps = slider({ name: "steps", label: "steps", min: 1, max: 12 }, (k) =>
    change({ steps: 50 * k, step: Math.min(get("step"), 50 * k) }),
  );
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Points", h("div", { class: "cn-line" }, lesson.row, data.row), mislabelled.row, seed.row),
    group("Net", units.row, dropout.row),
    group("Training", rate.row, batch.row, momentum.row, steps.row),
  );
  const show = () => {
    const same = Object.entries(get("lessons")).find(([, settings]) =>
      Object.entries(settings).every(([name, value]) => String(get(name)) === String(value)),
    );
    lesson.show(same ? same[0] : "your own");
    data.show(get("data"));
    for (const [row, name] of [
      [mislabelled, "mislabelled"],
      [seed, "seed"],
      [units, "units"],
      [dropout, "dropout"],
      [rate, "learning_rate"],
      [momentum, "momentum"],
    ])
      row.show(get(name));
    batch.show(Math.max(0, BATCHES.indexOf(get("batch_size"))), String(get("batch_size")));
    steps.show(Math.round(get("steps") / 50), String(get("steps")));
  };
  return { element, show };
}

// All that follows from the settings, without the step: points, training, branch, the plane of its paths.
function planeTraining(s, branchAt) {
  const points = drawPoints(s),
    run = trainPlane(s, points),
    [step, rate] = branchAt;
  const branch = branchAt.length ? trainPlane(s, points, { step, rate }) : null;
  const rows = (each) => each.looked.map((k) => weightsAt(each, k));
  const runs = branch ? [run, branch] : [run],
    all = runs.map(rows),
    plane = directions(all.flat());
  const paths = all.map((each) => each.map((row) => placeIn(plane, row)));
  return { s, points, run, branch, plane, paths, frame: frameOf(paths.flat()) };
}

// What is known of one step of a training: weights, gradient of its batch, the move that follows, units that are dead.
function planeMoment({ s, points }, run, step, rate) {
  const w = weightsAt(run, step),
    U = s.units,
    gradient = new Float64Array(w.length);
  const finite = w.every(Number.isFinite),
    batchLoss = finite ? batchGradient(s, points, run.order, w, step, gradient) : NaN;
  const before = step > 0 ? weightsAt(run, step - 1) : w,
    kept = w.map((v, k) => s.momentum * (v - before[k])),
    on = onCounts(w, U, points);
  const right = Array.from({ length: TRAINED }, (_, i) => isRight(w, U, points, i));
  return {
    w,
    U,
    gradient,
    batchLoss,
    kept,
    rate,
    on,
    finite,
    dead: on.map((n) => n === 0),
    right: right.filter(Boolean).length,
    loss: finite ? lossOf(w, U, points, 0, TRAINED) : NaN,
    tested: finite ? lossOf(w, U, points, TRAINED, TRAINED + TESTED) : NaN,
    batch: Array.from(run.order.subarray(step * s.batch_size, (step + 1) * s.batch_size)),
  };
}
