// The state of SharingDial as Python: the layer with cnnteach.ops, and with Keras.

function sharingCode({ s, g, x, matrix, table, tied }) {
  const [outputs, pixels] = [g.out[0] * g.out[1], x.length],
    lines = ["import numpy as np", "from cnnteach import ops", ""];
  lines.push(arrayCode("x", Array.from(x), [1, ...g.sizes, 1], g.sizes[0]));
  const dense = arrayCode("matrix", Array.from(matrix), [outputs, pixels], outputs);
  const first = Array.from(matrix.subarray(0, pixels)).filter((_, i) => tied[i] >= 0),
    out = g.out.join(", ");
  const done = ["print(y[0, :, :, 0])", "", "import keras", ""],
    keras = ["y = keras.ops.convert_to_numpy(layer(x))", `print(y.reshape(${out}))`];
  const flat = [
    `layer = keras.layers.Dense(${outputs}, use_bias=False)`,
    `layer.build((1, ${pixels}))`,
    "layer.set_weights([matrix.T])",
    "y = keras.ops.convert_to_numpy(layer(x.reshape(1, -1)))",
    `print(y.reshape(${out}))`,
  ];
  if (s.sharing === "dense")
    lines.push(dense, `y = ops.dense(x.reshape(1, -1), matrix.T).reshape(1, ${out}, 1)`, ...done, ...flat);
  else if (s.sharing === "local") {
    const own = Array.from(matrix).filter((_, k) => tied[k] >= 0);
    lines.push(
      arrayCode("w", own, [...g.out, ...g.kernels, 1, 1], outputs),
      "y = ops.locally_connected2d(x, w)",
      ...done,
      "# Keras 3 has no locally connected layer: a dense one with zeros gives the same output",
      dense,
      ...flat,
    );
  } else
    lines.push(
      arrayCode("w", first, [...g.kernels, 1, 1], g.kernels[0]),
      "y = ops.conv2d(x, w)",
      `matrix = ops.toeplitz(w, (${g.sizes.join(", ")}, 1))`,
      "assert np.allclose(matrix @ x.ravel(), y.ravel())",
      ...done,
      `layer = keras.layers.Conv2D(1, (${g.kernels.join(", ")}), use_bias=False)`,
      "layer.build(x.shape)",
      "layer.set_weights([w])",
      ...keras,
    );
  return `${lines.join("\n")}\n`;
}
