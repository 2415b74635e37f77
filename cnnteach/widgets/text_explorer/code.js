// The state of a TextConvExplorer as Python that prints the same answers: with cnnteach.ops, and with Keras.

function textCode({ words, numbers, dimensions, x, layer, f, padding, k }) {
  const rows = x.subarray(padding * dimensions, x.length - padding * dimensions),
    kernel = layer.kernel.filter((_, place) => place % layer.filters === f);
  const wide = padding ? `, padding=${padding}` : "",
    bias = layer.bias[f];
  return [
    "import numpy as np",
    "from cnnteach import ops",
    "",
    `# ${words.join(" ")}`,
    arrayCode("x", Array.from(rows), [1, numbers.length, dimensions], numbers.length),
    arrayCode("w", Array.from(kernel), [layer.width, dimensions, 1], layer.width),
    `b = np.array([${literal(bias)}], "float32")`,
    `y = ops.conv1d(x, w, b${wide})`,
    ...(layer.relu ? ["y = np.maximum(y, 0)"] : []),
    "print(y[0, :, 0])",
    `kept, places = ops.k_max_pool(y, ${k})`,
    "print(kept[0, :, 0], places[0, :, 0])",
  ].join("\n");
}

function textKerasCode({ layer, padding }) {
  const input = padding ? `np.pad(x, ((0, 0), (${padding}, ${padding}), (0, 0)))` : "x";
  return [
    "import keras",
    "",
    `layer = keras.layers.Conv1D(1, ${layer.width}${layer.relu ? ', activation="relu"' : ""})`,
    `words = ${input}`,
    "layer.build(words.shape)",
    "layer.set_weights([w, b])",
    "print(keras.ops.convert_to_numpy(layer(words))[0, :, 0])  # the same answers",
  ].join("\n");
}
