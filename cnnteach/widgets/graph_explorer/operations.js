// What can be done with numbers, as cnnteach.graph does it: the value, the slope by each operand, and its reason.

// As Python writes "%g": six digits, no zeros behind them.
function g(value) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = value.toExponential(5).split("e"),
    exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)));
  return `${Number(digits)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const larger = "max passes only the larger of {x_is} and {y_is}";
const OPERATIONS = {
  add: {
    formula: "{x} + {y}",
    value: (x, y) => x + y,
    slopes: () => [1, 1],
    reasons: ["{result} grows as fast as {x}", "{result} grows as fast as {y}"],
  },
  subtract: {
    formula: "{x} - {y}",
    value: (x, y) => x - y,
    slopes: () => [1, -1],
    reasons: ["{result} grows as fast as {x}", "{result} falls as fast as {y} grows"],
  },
  multiply: {
    formula: "{x} \u00b7 {y}",
    value: (x, y) => x * y,
    slopes: (x, y) => [y, x],
    reasons: ["{x} is multiplied by {y_is}", "{y} is multiplied by {x_is}"],
  },
  divide: {
    formula: "{x} / {y}",
    value: (x, y) => x / y,
    slopes: (x, y) => [1 / y, -x / y / y],
    refusal: (x, y) => (y === 0 ? "nothing can be divided by 0" : ""),
    reasons: ["{x} is divided by {y_is}", "the slope of {x} / {y} by {y} is -{x} / {y} ** 2"],
  },
  relu: {
    formula: "relu({x_bare})",
    value: (x) => Math.max(x, 0),
    slopes: (x) => [x > 0 ? 1 : 0],
    reasons: ["relu passes what is positive and cuts the rest, and {x_is}"],
  },
  max: {
    formula: "max({x_bare}, {y_bare})",
    value: Math.max,
    slopes: (x, y) => (x >= y ? [1, 0] : [0, 1]),
    reasons: [larger, larger],
  },
  exp: { formula: "exp({x_bare})", value: Math.exp, slopes: (x) => [Math.exp(x)], reasons: ["exp is its own slope"] },
  log: {
    formula: "log({x_bare})",
    value: Math.log,
    slopes: (x) => [1 / x],
    reasons: ["the slope of log is 1 / {x}"],
    refusal: (x) => (x > 0 ? "" : "only positive numbers have a logarithm"),
  },
  tanh: {
    formula: "tanh({x_bare})",
    value: Math.tanh,
    slopes: (x) => [1 - Math.tanh(x) ** 2],
    reasons: ["the slope of tanh is 1 - tanh({x_bare}) ** 2"],
  },
};

function power(n) {
  const refusal = (x) => {
    if (x === 0 && n < 1 && n !== 0) return `0 ** ${g(n)} has no value or no slope`;
    return x < 0 && !Number.isInteger(n) ? "only whole powers of negative numbers are real numbers" : "";
  };
  return {
    formula: `{x} ** ${g(n)}`,
    value: (x) => x ** n,
    slopes: (x) => [n ? n * x ** (n - 1) : 0],
    reasons: [`the slope is ${g(n)} \u00b7 {x} ** ${g(n - 1)}`],
    refusal,
  };
}

// A node: a number that remembers how it was made.
const inputNode = (name, value) => ({ name, value, constant: false, operation: null, operands: [], slopes: [] });
const constantNode = (value) => ({ ...inputNode("", value), constant: true });

function applied(operation, operands) {
  const numbers = operands.map((node) => node.value),
    refusal = operation.refusal?.(...numbers);
  if (refusal) throw new Error(`${attempt(operation, operands)} cannot be computed: ${refusal}`);
  const node = {
    ...inputNode("", operation.value(...numbers)),
    operation,
    operands,
    slopes: operation.slopes(...numbers),
  };
  if (![node.value, ...node.slopes].every(Number.isFinite))
    throw new Error(`${attempt(operation, operands)} is too large for a number`);
  return node;
}

function attempt(operation, operands) {
  const values = operands.filter((node) => !node.constant).map(equation);
  return filled(operation.formula, words(operands)) + (values.length ? `, where ${values.join(" and ")},` : "");
}

// How numbers are written: by name, or else by formula, or else by value.
const DEEPEST = 4;
const filled = (pattern, texts) => pattern.replace(/\{(\w+)\}/g, (_, name) => texts[name]);
const formulaOf = (node, depth = DEEPEST) =>
  node.operation ? filled(node.operation.formula, words(node.operands, depth)) : "";
const equation = (node) => (node.constant ? labelOf(node) : `${labelOf(node)} = ${g(node.value)}`);

function labelOf(node, depth = DEEPEST) {
  if (node.name) return node.name;
  if (!node.operation) return g(node.value);
  const written = depth ? formulaOf(node, depth - 1) : "\u2026";
  return written.includes(" ") && node.operation.formula.startsWith("{") ? `(${written})` : written;
}

function words(operands, depth = DEEPEST) {
  const written = {};
  operands.forEach((node, k) => {
    const letter = "xy"[k],
      text = labelOf(node, depth),
      loose = !node.name && text.startsWith("(");
    written[letter] = text;
    written[`${letter}_bare`] = loose ? text.slice(1, -1) : text;
    written[`${letter}_is`] = node.constant ? text : `${text} = ${g(node.value)}`;
  });
  return written;
}

const reasonOf = (node, operand) =>
  filled(node.operation.reasons[operand], { result: labelOf(node), ...words(node.operands) });
