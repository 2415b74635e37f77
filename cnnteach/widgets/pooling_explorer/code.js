// The state of PoolingExplorer as Python: forward and backward with cnnteach.ops, forward with Keras.

function poolWords(s, g) {
  return [
    ["stride", s.stride === null ? "" : tuple(g.strides), ""],
    ["padding", paddingCode(s.padding), "0"],
  ]
    .filter(([, value, usual]) => value !== usual)
    .map(([word, value]) => `, ${word}=${value}`)
    .join("");
}

// The lines that make y and dx.
function poolNumpyLines(s, g) {
  const size = tuple(g.kernels),
    words = poolWords(s, g),
    shape = "x.shape",
    out = tuple(g.out);
  if (s.kind === "learned") {
    const steps = `, stride=${tuple(g.strides)}${paddingCode(s.padding) === "0" ? "" : `, padding=${paddingCode(s.padding)}`}`;
    return [`y = ops.conv2d(x, w${steps})`, `dx, dw, _ = ops.conv2d_backward(dy, x, w${steps})`];
  }
  return {
    "sliding max": [
      `y, argmax = ops.max_pool2d(x, ${size}${words})`,
      `dx = ops.max_pool2d_backward(dy, argmax, ${shape})`,
    ],
    "sliding average": [
      `y = ops.avg_pool2d(x, ${size}${words})`,
      `dx = ops.avg_pool2d_backward(dy, ${shape}, ${size}${words})`,
    ],
    "adaptive max": [
      `y, argmax = ops.adaptive_max_pool2d(x, ${out})`,
      `dx = ops.max_pool2d_backward(dy, argmax, ${shape})`,
    ],
    "adaptive average": [
      `y = ops.adaptive_avg_pool2d(x, ${out})`,
      `dx = ops.adaptive_avg_pool2d_backward(dy, ${shape})`,
    ],
    "global max": [
      "y, argmax = ops.global_max_pool(x)",
      `dx = ops.global_max_pool_backward(dy[:, 0, 0], argmax, ${shape})`,
    ],
    "global average": ["y = ops.global_avg_pool(x)", `dx = ops.global_avg_pool_backward(dy[:, 0, 0], ${shape})`],
  }[`${s.windows} ${s.kind}`];
}

function poolNumpyCode({ s, g, x, w, dy }) {
  const single = (name, values, [rows, columns]) => arrayCode(name, Array.from(values), [1, rows, columns, 1], rows);
  const weights = s.kind === "learned" ? [arrayCode("w", Array.from(w), [...g.kernels, 1, 1], g.kernels[0])] : [];
  return [
    "import numpy as np",
    "from cnnteach import ops",
    "",
    single("x", x, g.sizes),
    ...weights,
    single("dy", dy, g.out).replace(/$/, "  # the gradient from above"),
    ...poolNumpyLines(s, g),
    s.windows === "global" ? "print(y[0])" : "print(y[0, :, :, 0])",
    "print(dx[0, :, :, 0])",
  ].join("\n");
}

function poolKerasCode({ s, g }) {
  const name = { max: "Max", average: "Average" }[s.kind],
    out = `(${g.out.join(", ")})`,
    lines = ["import keras", ""];
  const run = (layer, input = "x") => [
    `layer = keras.layers.${layer}`,
    `y = keras.ops.convert_to_numpy(layer(${input}))`,
  ];
  if (s.windows === "global") return [...lines, ...run(`Global${name}Pooling2D()`), "print(y[0])"].join("\n");
  if (s.windows === "adaptive")
    return [...lines, ...run(`Adaptive${name}Pooling2D(${out})`), "print(y[0, :, :, 0])"].join("\n");
  const given = typeof s.padding === "string",
    [rows, columns] = g.pads,
    around = !given && g.pads.flat().some(Boolean);
  const words = `strides=(${g.strides.join(", ")})${s.padding === "same" ? ', padding="same"' : ""}`,
    size = `(${g.kernels.join(", ")})`;
  const sides = `((0, 0), (${rows.join(", ")}), (${columns.join(", ")}), (0, 0))`;
  const padded = (array, value) => `np.pad(${array}, ${sides}${value ? `, constant_values=${value}` : ""})`;
  if (s.kind === "max") lines.push(...run(`MaxPooling2D(${size}, ${words})`, around ? padded("x", "-np.inf") : "x"));
  else if (s.kind === "average" && around) {
    lines.push(
      "# padding is not counted: a mean of x over a mean of ones",
      `layer = keras.layers.AveragePooling2D(${size}, ${words})`,
      `above, below = layer(${padded("x")}), layer(${padded("np.ones_like(x)")})`,
      "y = keras.ops.convert_to_numpy(above / below)",
    );
  } else if (s.kind === "average") lines.push(...run(`AveragePooling2D(${size}, ${words})`));
  else {
    const input = around ? padded("x") : "x";
    lines.push(
      `layer = keras.layers.Conv2D(1, ${size}, ${words}, use_bias=False)`,
      `layer.build(x.shape)`,
      "layer.set_weights([w])",
      `y = keras.ops.convert_to_numpy(layer(${input}))`,
    );
  }
  return [...lines, "print(y[0, :, :, 0])"].join("\n");
}
