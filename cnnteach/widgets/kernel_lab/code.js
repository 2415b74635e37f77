// KernelLab's state as Python that computes the same numbers: with cnnteach.ops, and with Keras.

const COMPARED = "print(output.shape, np.abs(output - same).max())";
const PAD_MODES = { zero: "constant", edge: "edge", reflect: "reflect" };

function planesCode(now, image) {
  const source = ["edited", "yours"].includes(image)
    ? "picture = lab.picture  # lab: your KernelLab, as in lab = KernelLab(my_picture)"
    : `picture = KernelLab(${JSON.stringify(image)}).picture`;
  const planes = now.colour
    ? 'x = np.moveaxis(picture, 2, 0)[..., None].astype("float32")  # each colour an image of its own'
    : 'x = filtering.grey(picture)[None, ..., None].astype("float32")';
  return [
    "import numpy as np",
    "from cnnteach import ops",
    "from cnnteach.widgets import KernelLab",
    ...(now.colour ? [] : ["from cnnteach.widgets.kernel_lab import filtering"]),
    "",
    source,
    planes,
  ];
}

function padCode(now) {
  if (now.border === "valid") return [];
  const [rows, columns] = [now.KH, now.KW].map((size) => `(${sidesOf(size, now.border).join(", ")})`);
  return [`x = np.pad(x, ((0, 0), ${rows}, ${columns}, (0, 0)), mode="${PAD_MODES[now.border]}")`];
}

const back = (now, y) => (now.colour ? `np.moveaxis(${y}[..., 0], 0, 2)` : `${y}[0, ..., 0]`);

function kernelCode(now) {
  return [
    ...padCode(now),
    arrayCode("w", Array.from(now.w), [now.KH, now.KW, 1, 1], now.KH),
    `output = ${back(now, "ops.conv2d(x, w)")}`,
    "",
    "import keras",
    "",
    `layer = keras.layers.Conv2D(1, (${now.KH}, ${now.KW}), use_bias=False)`,
    "layer.build(x.shape)",
    "layer.set_weights([w])",
    `same = ${back(now, "keras.ops.convert_to_numpy(layer(x))")}`,
    COMPARED,
  ];
}

function steepnessCode(now) {
  return [
    ...padCode(now),
    arrayCode("across", SOBEL_X, [3, 3, 1, 1], 3),
    "down = across.transpose(1, 0, 2, 3)",
    `output = ${back(now, "np.hypot(ops.conv2d(x, across), ops.conv2d(x, down))")}`,
    "",
    "import keras",
    "",
    "both = np.concatenate([across, down], axis=3)",
    "layer = keras.layers.Conv2D(2, 3, use_bias=False)",
    "layer.build(x.shape)",
    "layer.set_weights([both])",
    "g = keras.ops.convert_to_numpy(layer(x))",
    `same = ${back(now, "np.sqrt((g**2).sum(axis=3, keepdims=True))")}`,
    COMPARED,
  ];
}

function templateCode(now) {
  const { size, row, column } = now.at;
  return [
    `template = x[0, ${row}:${row + size}, ${column}:${column + size}, 0]`,
    `output = filtering.match(x[0, ..., 0].astype(int), template, ${JSON.stringify(now.s.matching)})`,
    "print(divmod(int(output.argmax()), output.shape[1]))  # the upper left corner of the best match",
  ];
}

function labCode(now, image) {
  const rest = { kernel: kernelCode, steepness: steepnessCode, template: templateCode }[now.s.mode];
  return [...planesCode(now, image), ...rest(now), ""].join("\n");
}
