// Expressions as a learner types them, such as "c = a + b; e = c * (b + 1)", made into a graph, as cnnteach.graph.Expression does.

const LONGEST = 160,
  MOST_NODES = 24;
const TOKEN = /\s*(?:((?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?![\w.]))|([a-zA-Z][a-zA-Z0-9]*)|(\*\*|[-+*/(),=]))/y;
const SIGNS = { "\u00b7": "*", "\u00d7": "*", "\u2212": "-", "^": "**", "\n": ";" };
const FUNCTIONS = { relu: 1, exp: 1, log: 1, tanh: 1, max: 2 };
const TAKES = "numbers, names and + - * / **, relu, exp, log, tanh, max";
// Python's words are no names, so that what is copied as code runs.
const RESERVED = new Set(
  (
    "and as assert async await break class def del elif else except False for from global if import in is lambda None not or pass raise " +
    "return True try while with yield"
  ).split(" "),
);

function tokensOf(part) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; part.slice(at).trim(); at = TOKEN.lastIndex) {
    const found = TOKEN.exec(part);
    if (!found || RESERVED.has(found[2])) throw unreadable(part);
    tokens.push(
      found[1] !== undefined ? { number: Number(found[1]) } : found[2] ? { name: found[2] } : { sign: found[3] },
    );
  }
  return tokens;
}
const unreadable = (part) => new Error(`"${part}" cannot be read; it takes ${TAKES}`);

// One statement: {name, tree, names, nodes}. Signs bind as in Python: ** before minus before * and / before + and -.
function parseStatement(part) {
  const tokens = tokensOf(part),
    names = [];
  let at = 0,
    nodes = 0;
  const is = (...signs) => signs.includes(tokens[at]?.sign);
  const take = (sign) => {
    if (!is(sign)) throw unreadable(part);
    at++;
  };
  const leftToRight = (signs, inner) => {
    let tree = inner();
    while (is(...Object.keys(signs))) {
      const operation = signs[tokens[at++].sign];
      nodes++;
      tree = { operation, parts: [tree, inner()] };
    }
    return tree;
  };
  const sum = () => leftToRight({ "+": "add", "-": "subtract" }, product);
  const product = () => leftToRight({ "*": "multiply", "/": "divide" }, signed);
  const signed = () => {
    if (!is("-")) return raised();
    at++;
    nodes++;
    return { operation: "multiply", parts: [{ number: -1 }, signed()] };
  };
  const raised = () => {
    const base = atom();
    if (!is("**")) return base;
    at++;
    nodes++;
    const start = at,
      exponent = signed();
    return {
      operation: "power",
      parts: [base, exponent],
      says: tokens
        .slice(start, at)
        .map((t) => t.name ?? t.sign ?? String(t.number))
        .join(""),
    };
  };
  const atom = () => {
    const token = tokens[at++];
    let tree;
    if (token?.number !== undefined) tree = token;
    else if (token?.name && token.name in FUNCTIONS && is("(")) tree = called(token.name);
    else if (token?.name && !(token.name in FUNCTIONS)) {
      names.push(token.name);
      tree = token;
    } else if (token?.sign === "(") {
      tree = sum();
      take(")");
    } else throw unreadable(part);
    if (is("(")) throw new Error(`there is no function before "(" in "${part}"; between factors write *`);
    return tree;
  };
  const called = (name) => {
    const parts = [];
    nodes++;
    take("(");
    do {
      if (is(")")) break;
      parts.push(sum());
    } while (is(",") && ++at);
    take(")");
    const count = FUNCTIONS[name];
    if (parts.length !== count) throw new Error(`${name} takes ${counted(count, "number")}, not ${parts.length}`);
    return { operation: name, parts };
  };
  const made = tokens[0]?.name && tokens[1]?.sign === "=" ? tokens[0].name : "";
  if (made) at = 2;
  const tree = sum();
  if (at < tokens.length) throw unreadable(part);
  return { name: made, tree, names, nodes };
}

// What a text means: {inputs, parts: [[name, computed]]}; computed(known) makes the node. Throws an Error that says what is wrong.
function readExpression(text) {
  if (text.length > LONGEST) throw new Error(`the expression has ${text.length} letters; at most ${LONGEST} are read`);
  const parts = text
    .replace(/[\u00b7\u00d7\u2212^\n]/g, (sign) => SIGNS[sign])
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean);
  const statements = parts.map(parseStatement);
  statements.slice(0, -1).forEach((s, k) => {
    if (!s.name) throw new Error(`"${parts[k]}" is no statement such as c = a + b`);
  });
  const inputs = inputsOf(statements);
  if (!inputs.length) throw new Error(`"${text}" has no input: write a name, such as x, for some number`);
  const nodes = statements.reduce((n, s) => n + s.nodes, inputs.length);
  if (nodes > MOST_NODES) throw new Error(`the expression has ${nodes} nodes; at most ${MOST_NODES} can be shown`);
  return { inputs, parts: prepared(statements) };
}

function inputsOf(statements) {
  const inputs = [],
    made = new Set();
  for (const { name, names } of statements) {
    for (const read of [...names, ...(name ? [name] : [])])
      if (read.length > 6) throw new Error(`"${read}" is no name of up to six letters and digits`);
    for (const read of names) if (!made.has(read) && !inputs.includes(read)) inputs.push(read);
    if (made.has(name) || inputs.includes(name) || name in FUNCTIONS)
      throw new Error(`${name} has a meaning already; call what is made here otherwise`);
    if (name) made.add(name);
  }
  return inputs;
}

function prepared(statements) {
  const numbers = {},
    unused = new Set(),
    parts = [];
  let last;
  for (const { name, tree, names } of statements) {
    names.forEach((read) => unused.delete(read));
    last = computedBy(tree, numbers);
    if (typeof last === "number") numbers[name] = last;
    else if (name && tree.name) throw new Error(`${name} would be a second name for ${tree.name}`);
    else parts.push([name, last]);
    unused.add(name);
  }
  unused.delete(statements.at(-1).name);
  if (unused.size || typeof last === "number")
    throw new Error(
      `${[...unused].join(", ") || "a number"} leads nowhere; the last statement must need all before it`,
    );
  return parts;
}

// A number, or what makes the node when the others are known.
function computedBy(tree, numbers) {
  if (tree.number !== undefined) return tree.number;
  if (tree.name) return numbers[tree.name] ?? ((known) => known[tree.name]);
  const parts = tree.parts.map((part) => computedBy(part, numbers));
  let operation = OPERATIONS[tree.operation];
  if (tree.operation === "power") {
    const exponent = parts.pop();
    if (typeof exponent !== "number") throw new Error(`the exponent ${tree.says} must be a number, such as 3`);
    operation = power(exponent);
  }
  const node = (part, known) => (typeof part === "number" ? constantNode(part) : part(known));
  if (parts.every((part) => typeof part === "number")) return applied(operation, parts.map(constantNode)).value;
  return (known) =>
    applied(
      operation,
      parts.map((part) => node(part, known)),
    );
}

// The output node, for a value of each input.
function computed(expression, values) {
  const known = Object.fromEntries(expression.inputs.map((name) => [name, inputNode(name, values[name])]));
  let result;
  for (const [name, part] of expression.parts) {
    result = part(known);
    if (name) known[name] = Object.assign(result, { name });
  }
  return result;
}
