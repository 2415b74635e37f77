// VolumeExplorer's state as Python that computes the same volumes: with cnnteach.ops, and with Keras.

function volumeCode(now, get) {
  const settings = [
    "filters",
    "kernel",
    "stride",
    "padding",
    ...(now.count === 2 ? ["layers", "filters2", "kernel2"] : []),
  ].map((name) => `${name}=${get(name)}`);
  if (now.relu) settings.push("relu=True");
  const isOwn = get("image") === "yours",
    { stride, padding } = { stride: get("stride"), padding: get("padding") },
    spaced = padding ? `, padding=${padding}` : "";
  const made = `v = VolumeExplorer(${isOwn ? "x, " : `image=${JSON.stringify(get("image"))}, `}seed=${get("seed")}, ${settings.join(", ")})`;
  const relu = now.relu ? ["maps = ops.relu(maps)"] : [],
    two = now.count === 2;
  const lines = [
    "import numpy as np",
    "from cnnteach import ops",
    "from cnnteach.widgets import VolumeExplorer",
    "",
    ...(isOwn ? ["# x: your own array"] : []),
    `${made}  # weights that you typed: Copy link brings them along`,
    `maps = ops.conv2d(v.x[None], v.w, v.b${stride > 1 ? `, stride=${stride}` : ""}${spaced})`,
    ...relu,
    `output = ${two ? "ops.conv2d(maps, v.w2, v.b2)" : "maps"}`,
    "print(v.x.shape, maps.shape[1:], output.shape[1:])",
    "",
    "import keras",
    "",
    `first = keras.layers.Conv2D(${get("filters")}, ${get("kernel")}, strides=${stride}${now.relu ? ', activation="relu"' : ""})`,
    ...(two ? [`second = keras.layers.Conv2D(${get("filters2")}, ${get("kernel2")})`] : []),
    `model = keras.Sequential([keras.Input(v.x.shape), ${padding ? `keras.layers.ZeroPadding2D(${padding}), ` : ""}first${two ? ", second" : ""}])`,
    "first.set_weights([v.w, v.b])",
    ...(two ? ["second.set_weights([v.w2, v.b2])"] : []),
    "same = keras.ops.convert_to_numpy(model(v.x[None]))",
    "model.summary()",
    "",
  ];
  return lines.join("\n");
}
