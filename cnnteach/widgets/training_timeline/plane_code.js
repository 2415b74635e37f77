// TrainingTimeline's state as Python: the small net with cnnteach.ops and with Keras; of a recording its snapshot.

const pythonWord = (value) => (typeof value === "string" ? JSON.stringify(value) : String(value));

const decimal = (value) => (Number.isInteger(value) ? `${value}.0` : String(value)); // Keras takes no whole number here

function planeNumpyCode(s, branchAt) {
  const words = SETTINGS.map((name) => `${name}=${pythonWord(s[name])}`),
    [step, rate] = branchAt;
  if (step !== undefined) words.push(`branch_step=${step}`, `branch_rate=${rate}`);
  return [
    "import numpy as np",
    "from cnnteach.widgets.training_timeline import plane_net",
    "",
    "training = plane_net.train(",
    ...words.map((word) => `    ${word},`),
    ")",
    "print(training.loss[-1])  # of all 40 points, at the end",
  ];
}

function planeKerasCode(s, branchAt) {
  const U = s.units,
    [from, rate] = branchAt,
    layers = [
      `keras.Input((2,))`,
      `keras.layers.Dense(${U}, activation="relu")`,
      ...(s.dropout ? [`keras.layers.Dropout(${s.dropout}, seed=${s.seed})`] : []),
      "keras.layers.Dense(1)",
    ];
  return [
    ...["import keras", "from cnnteach.widgets.training_timeline.plane_data import points", ""],
    `(places, labels), tested = points("${s.data}", seed=${s.seed}, mislabelled=${s.mislabelled})`,
    ...["net = keras.Sequential([", ...layers.map((layer) => `    ${layer},`), "])"],
    `w1, b1, w2, b2 = np.split(plane_net.first_weights(${U}, seed=${s.seed}), [${2 * U}, ${3 * U}, ${4 * U}])`,
    `net.set_weights([w1.reshape(2, ${U}), b1, w2[:, None], b2])`,
    `optimizer = keras.optimizers.SGD(${s.learning_rate}, momentum=${decimal(s.momentum)})`,
    "net.compile(optimizer, keras.losses.BinaryCrossentropy(from_logits=True))",
    `for step in range(${s.steps}):`,
    `    chosen = plane_net.batch_at(step, ${s.batch_size}, seed=${s.seed})`,
    ...(from === undefined ? [] : [`    if step == ${from}:`, `        optimizer.learning_rate = ${rate}`]),
    "    net.train_on_batch(places[chosen], labels[chosen, None])",
    `print(net.evaluate(places, labels[:, None], verbose=0))  # ${s.dropout ? "near: Keras draws masks of its own" : "the same, in 32 bits"}`,
  ];
}

const planeCode = (s, branchAt) =>
  `${planeNumpyCode(s, branchAt).join("\n")}\n\n${planeKerasCode(s, branchAt).join("\n")}\n`;

const recordedCode = (film, layer, step) =>
  `${[
    "# recording: what this TrainingTimeline was given, as in recording = timeline.recording",
    `snapshot = recording.at(${step})`,
    "print(snapshot.predictions)  # of each example",
    `print(snapshot.layers[${JSON.stringify(layer)}].filters.shape)`,
    `print(recording.loss[${Math.min(step, film.steps - 1)}], recording.learning_rate[${Math.min(step, film.steps - 1)}])`,
  ].join("\n")}\n`;
