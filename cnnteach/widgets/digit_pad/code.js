// DigitPad's state as Python that prints the same probabilities: with Keras, and with cnnteach.ops alone.

function digitCode(image, name) {
  const hex = (v) => v.toString(16).padStart(2, "0"),
    rows = Array.from(
      { length: SIDE },
      (_, r) => `    ${Array.from(image.subarray(r * SIDE, (r + 1) * SIDE), hex).join("")}`,
    ),
    own = name === "yours";
  return [
    ...[
      "import numpy as np",
      "",
      'rows = """',
      ...rows,
      '""".split()',
      "x = np.array([list(bytes.fromhex(row)) for row in rows], np.uint8)[None]",
      "",
    ],
    ...(own
      ? ["# model: your LeNet-5"]
      : ["from cnnteach.models import weights", "", `model = weights.load("${name}")`]),
    ...["print(model.predict(x[..., None] / np.float32(255), verbose=0).round(3))", ""],
    ...["from cnnteach import numpy_lenet", ""],
    'names = [f"{layer} {part}" for layer in numpy_lenet.KERNELS for part in "wb"]',
    "learned = dict(zip(names, model.get_weights()))",
    "logits, seen = numpy_lenet.forward(learned, numpy_lenet.prepare(x))",
    "powers = np.exp(logits - logits.max())",
    "print((powers / powers.sum()).round(3))  # the same, every line of it to be read",
    "",
  ].join("\n");
}
