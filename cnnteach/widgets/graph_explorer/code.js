// The state of a GraphExplorer as Python: with cnnteach.graph, and with TensorFlow's gradient tape.

const pythonNumber = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));

function graphCode(text, expression, values) {
  const { inputs } = expression,
    at = inputs.map((name) => `${name}=${pythonNumber(values[name])}`).join(", ");
  return [
    "from cnnteach.graph import Expression, in_order",
    "",
    `output = Expression(${JSON.stringify(text)}).at(${at})`,
    "output.backward()",
    "for node in in_order(output):",
    '    print(f"{node!r:40} gradient {node.gradient:g}")',
  ].join("\n");
}

// A tensor's relu, log, exp and max have a module in front; a name that the code itself needs gets an underscore.
function tapeCode(text, expression, values) {
  const free = (part) => part.replace(/\b(tf|tape|float|print|output)\b/g, "$1_"),
    inputs = expression.inputs.map((name) => [free(name), pythonNumber(values[name])]),
    python = text.replace(/[\u00b7\u00d7\u2212^\n]/g, (sign) => SIGNS[sign]);
  const statements = python
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) =>
      free(part)
        .replace(/(?<![\w.])(\d+)(?![\w.])/g, "$1.0")
        .replace(
          /\b(relu|exp|log|tanh|max)(?=\s*\()/g,
          (name) =>
            ({ relu: "tf.nn.relu", exp: "tf.exp", log: "tf.math.log", tanh: "tf.tanh", max: "tf.maximum" })[name],
        ),
    );
  const made = statements.at(-1).match(/^(\w+)\s*=/)?.[1];
  if (!made) statements.push(`output = ${statements.pop()}`);
  return [
    "import tensorflow as tf",
    "",
    ...inputs.map(([name, value]) => `${name} = tf.Variable(${value})`),
    "with tf.GradientTape() as tape:",
    ...statements.map((part) => `    ${part}`),
    `print([float(slope) for slope in tape.gradient(${made ?? "output"}, [${inputs.map(([name]) => name).join(", ")}])])`,
  ].join("\n");
}
