// The state as Python that prints the same output: with cnnteach.ops, and with Keras.

const wordsCode = (s, g) =>
  [
    ["stride", tuple(g.strides), "1"],
    ["padding", paddingCode(s.padding), "0"],
    ["dilation", tuple(g.dilations), "1"],
    ["groups", String(g.groups), "1"],
  ]
    .filter(([, value, usual]) => value !== usual)
    .map(([word, value]) => `, ${word}=${value}`)
    .join("");

function numpyCode(s, g, x, w, b) {
  const shape = [...g.kernels, g.depth, g.filters];
  return [
    "import numpy as np",
    "from cnnteach import ops",
    "",
    arrayCode("x", Array.from(x), [1, ...g.sizes, g.channels], g.sizes[0]),
    arrayCode("w", Array.from(w), shape, g.kernels[0]),
    `b = np.array([${Array.from(b).map(literal).join(", ")}], "float32")`,
    ...(s.flip ? ["w = w[::-1, ::-1]  # flipped: the mathematician's convolution"] : []),
    `y = ops.conv2d(x, w, b${wordsCode(s, g)})`,
    "print(y[0].transpose(2, 0, 1))  # one map a filter",
  ].join("\n");
}

// What comes after it backwards; the gradient by w is that of the kernel as it was given.
function backwardCode(s, g, dy) {
  return [
    "",
    arrayCode("dy", Array.from(dy), [1, ...g.out, g.filters], g.out[0]),
    `dx, dw, db = ops.conv2d_backward(dy, x, w${wordsCode(s, g)})`,
    ...(s.flip ? ["dw = dw[::-1, ::-1]  # turned back"] : []),
    'print(dx[0].transpose(2, 0, 1), dw.transpose(3, 2, 0, 1), db, sep="\\n")',
  ].join("\n");
}

function kerasCode(s, g) {
  const both = Math.max(...g.strides) > 1 && Math.max(...g.dilations) > 1;
  const given = typeof s.padding === "string" && !both;
  const [rows, columns] = g.pads,
    lines = ["import keras", ""];
  let kernels = g.kernels,
    dilations = g.dilations,
    weights = "w",
    input = "x";
  if (both) {
    kernels = g.kernels.map((k, a) => span(k, g.dilations[a]));
    lines.push(
      "# Keras takes no stride and dilation at once: zeros between the weights do the same",
      `spread = np.zeros((${kernels.join(", ")}, ${g.depth}, ${g.filters}), "float32")`,
      `spread[::${g.dilations[0]}, ::${g.dilations[1]}] = w`,
    );
    [weights, dilations] = ["spread", [1, 1]];
  }
  if (!given && [...rows, ...columns].some(Boolean)) {
    lines.push(`padded = np.pad(x, ((0, 0), (${rows.join(", ")}), (${columns.join(", ")}), (0, 0)))`);
    input = "padded";
  }
  const words = [
    ["strides", `(${g.strides.join(", ")})`, "(1, 1)"],
    ["padding", given ? `"${s.padding}"` : '"valid"', '"valid"'],
    ["dilation_rate", `(${dilations.join(", ")})`, "(1, 1)"],
    ["groups", String(g.groups), "1"],
  ]
    .filter(([, value, usual]) => value !== usual)
    .map(([word, value]) => `, ${word}=${value}`)
    .join("");
  lines.push(
    `layer = keras.layers.Conv2D(${g.filters}, (${kernels.join(", ")})${words})`,
    `layer.build(${input}.shape)`,
    `layer.set_weights([${weights}, b])`,
    `y = keras.ops.convert_to_numpy(layer(${input}))`,
    "print(y[0].transpose(2, 0, 1))  # the same maps",
  );
  return lines.join("\n");
}

// All of it, or nothing where there is no output.
function stateCode({ s, g, x, w, b, y, back }) {
  if (!y) return "";
  const printed = numpyCode(s, g, x, w, b);
  return back ? `${printed}\n${backwardCode(s, g, back.dy)}\n` : `${printed}\n\n${kerasCode(s, g)}\n`;
}
