// What can be done with numbers, as cnnteach.graph does it: the value, the slope by each operand, and its reason.

// As Python writes "%g": six digits, no zeros behind them.
function g(value) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = value.toExponential(5).split("e"),
    exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)));
  return `${Number(digits)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// As it is read: four digits, or all that stand before the point, up to six; as cnnteach.graph.writing does it.
function numberText(value, digits = 4) {
  const power = Number(value.toExponential(5).split("e")[1]);
  const rounded = Number(value.toPrecision(Math.min(6, Math.max(digits, power + 1))));
  return g(rounded + 0).replaceAll("-", MINUS);
}
const factorText = (value) => (value < 0 ? `(${numberText(value)})` : numberText(value)); // behind a sign
const productText = (...factors) => [numberText(factors[0]), ...factors.slice(1).map(factorText)].join(" \u00b7 ");

// "3 + 2 = 5" or "3 \u2212 2 = 1", with decimals that add up.
function additionText(first, second, total, sign = "+") {
  const way = sign === "+" ? 1 : -1,
    terms = [first, way * second];
  const values = [first, second, total],
    largest = largestOf(values);
  const least = largest ? Math.max(0, Math.min(10, 3 - Math.floor(Math.log10(largest)))) : 0,
    exact = exactDecimals(values, least);
  const decimals = addUp(terms, exact, total) ? exact : decimalsThatAddUp(terms, least, total),
    [left, whole] = [first, total].map((value) => inUnits(value, decimals)),
    [one, other, result] = [left, way * (whole - left), whole].map((units) => fixed(units / 10 ** decimals, decimals));
  return `${one} ${sign} ${other.startsWith(MINUS) ? `(${other})` : other} = ${result}`;
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
    formula: "{x} \u2212 {y}",
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
    reasons: ["{x} is divided by {y_is}", "the slope of {x} / {y} by {y} is \u2212{x} / {y} ** 2"],
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
    reasons: ["the slope of tanh is 1 \u2212 tanh({x_bare}) ** 2"],
  },
};

function power(n) {
  const refusal = (x) => {
    if (x === 0 && n < 1 && n !== 0) return `0 ** ${numberText(n, 6)} has no value or no slope`;
    return x < 0 && !Number.isInteger(n) ? "only whole powers of negative numbers are real numbers" : "";
  };
  return {
    formula: `{x_base} ** ${numberText(n, 6)}`,
    value: (x) => x ** n,
    slopes: (x) => [n ? n * x ** (n - 1) : 0],
    reasons: [`the slope is ${numberText(n, 6)} \u00b7 {x_base} ** ${numberText(n - 1, 6)}`],
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
const equation = (node) => (node.constant ? labelOf(node) : `${labelOf(node)} = ${numberText(node.value)}`);

function labelOf(node, depth = DEEPEST) {
  if (node.name) return node.name;
  if (!node.operation) return numberText(node.value, 6);
  const written = depth ? formulaOf(node, depth - 1) : "\u2026";
  return written.includes(" ") && node.operation.formula.startsWith("{") ? `(${written})` : written;
}

function words(operands, depth = DEEPEST) {
  const written = {};
  operands.forEach((node, k) => {
    const letter = "xy"[k],
      text = labelOf(node, depth),
      loose = !node.name && text.startsWith("("),
      signed = text.startsWith(MINUS) ? `(${text})` : text;
    written[letter] = letter === "y" ? signed : text;
    written[`${letter}_base`] = signed;
    written[`${letter}_bare`] = loose ? text.slice(1, -1) : text;
    written[`${letter}_is`] = node.constant ? text : `${text} = ${numberText(node.value)}`;
  });
  return written;
}

const reasonOf = (node, operand) =>
  filled(node.operation.reasons[operand], { result: labelOf(node), ...words(node.operands) });
