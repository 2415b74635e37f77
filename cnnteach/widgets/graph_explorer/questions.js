// What GraphExplorer asks before it shows: a gradient, a local derivative, the number of paths, what a nudge does.

const atValues = ({ values }) =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${numberText(value, 6)}`)
    .join(", ");
const decimalsOf = (value) => exactDecimals([value], 3);
const rounded = (value) => (decimalsOf(value) === 3 ? " (3 decimals)" : "");

function gradientQuestion(rng, now) {
  if (now.problem) return null;
  const { output, source, by, gradient, nodes, values } = now,
    name = outputName(output),
    paths = pathsTo(output, source),
    count = countPaths(nodes, source),
    gradients = gradientsOf(output);
  const others = nodes.filter((node) => !node.operation && node !== source),
    slopes = paths.flatMap((path) => path.slopes);
  return {
    hides: "gradient",
    decimals: decimalsOf(gradient),
    answer: gradient,
    text: `With ${atValues(now)}, what is \u2202${name}/\u2202${by}${rounded(gradient)}? The numbers on the edges are the local derivatives.`,
    because:
      count > 1
        ? `The products along ${count} paths from ${by} to ${name} add up to it.`
        : `It is the product of the derivatives along the path from ${by} to ${name}.`,
    mistakes: [
      ...(paths.length > 1
        ? paths.map((path) => ({
            value: path.product,
            hint: `that is the path ${pathText(path)} alone; add the other paths from ${by} to ${name}.`,
          }))
        : []),
      ...others.map((node) => ({
        value: gradients.get(node),
        hint: `that is \u2202${name}/\u2202${node.name}; follow the edges back to ${by}.`,
      })),
      { value: output.value, hint: `that is the value of ${name}; the gradient says how fast it changes with ${by}.` },
      {
        value: slopes.reduce((sum, slope) => sum + slope, 0),
        hint: "along a path the derivatives are multiplied; only paths are added.",
      },
      { value: paths.reduce((product, path) => product * path.product, 1), hint: "paths are added, not multiplied." },
      { value: values[by], hint: `that is the value of ${by} itself.` },
    ],
  };
}

// Whether the two edges from an operand to a node, of which nobody can tell which is meant, have one answer.
const isOneAnswer = ({ operands, slopes }) => operands[0] !== operands[1] || slopes[0] === slopes[1];

function localQuestion(rng, now) {
  if (now.problem) return null;
  const curved = edgesOf(now.nodes).filter(
    ({ to }) =>
      !["{x} + {y}", "{x} \u2212 {y}"].includes(now.nodes[to].operation.formula) && isOneAnswer(now.nodes[to]),
  );
  if (!curved.length) return null;
  const edge = rng.pick(curved),
    node = now.nodes[edge.to],
    operand = now.nodes[edge.from],
    local = node.slopes[edge.operand];
  const [above, under] = [labelOf(node), labelOf(operand)],
    inputs = node.operands
      .map((each) => (each.constant ? null : `${labelOf(each)} = ${numberText(each.value, 6)}`))
      .filter(Boolean);
  return {
    hides: "local",
    which: [edge.from, edge.to, edge.operand],
    decimals: decimalsOf(local),
    answer: local,
    text:
      `${node.name ? `${node.name} = ` : ""}${formulaOf(node, 1)}, with ${[...new Set(inputs)].join(" and ")}: ` +
      `what is the local derivative of ${above} by ${under}` +
      `${node.operands[0] === node.operands[1] ? ", along one of the two edges" : ""}${rounded(local)}?`,
    because: `${reasonOf(node, edge.operand)}.`,
    mistakes: [
      {
        value: operand.value,
        hint: `that is ${under} itself; hold all but ${under} still, and ask how fast ${above} grows.`,
      },
      {
        value: node.value,
        hint: `that is the value of ${above}; the derivative says how fast it grows with ${under}.`,
      },
      { value: 1, hint: `1 would be right if ${under} were added to something.` },
      { value: 0, hint: `${above} does change when ${under} does.` },
      { value: -local, hint: "mind the sign: does it grow or fall?" },
    ],
  };
}

function pathsQuestion(rng, now) {
  if (now.problem) return null;
  const { nodes, source, by, output } = now,
    count = countPaths(nodes, source),
    edges = edgesOf(nodes),
    leaving = edges.filter(({ from }) => nodes[from] === source).length;
  return {
    hides: "paths",
    answer: count,
    text: `Over how many different paths does ${by} reach ${outputName(output)}?`,
    because: "The gradient is the sum over all of them.",
    mistakes: [
      { value: leaving, hint: `so many edges leave ${by}; follow each of them on: may it split again?` },
      { value: edges.length, hint: "those are all the edges there are." },
      {
        value: edges.filter(({ to }) => to === nodes.length - 1).length,
        hint: `so many edges arrive at ${outputName(output)}.`,
      },
      { value: nodes.filter((node) => !node.operation).length, hint: "those are the inputs." },
      { value: count - 1, hint: "there is one more." },
    ],
  };
}

function nudgeQuestion(rng, now) {
  if (now.problem) return null;
  const { gradient, by, output } = now,
    name = outputName(output),
    nudge = rng.pick([0.1, 0.01, -0.01]),
    change = gradient * nudge,
    decimals = exactDecimals([change], 5);
  return {
    hides: "nudge",
    decimals,
    answer: change,
    text:
      `\u2202${name}/\u2202${by} is ${numberText(gradient, 6)}. ${by} changes by ${numberText(nudge)}: by how much does ` +
      `${name} change, to first order${decimals === 5 ? " (5 decimals)" : ""}?`,
    because: "The gradient times the nudge; what is left over falls with the square of the nudge.",
    mistakes: [
      { value: gradient, hint: `that is the change per unit of ${by}; the nudge is smaller than a unit.` },
      { value: nudge, hint: `so much does ${by} change; ${name} changes ${numberText(gradient)} times that.` },
      { value: output.value + change, hint: `that is where ${name} goes; asked is how far.` },
      { value: gradient / nudge, hint: "multiply by the nudge; do not divide." },
      { value: -change, hint: "mind the sign." },
    ],
  };
}

// The next question is about other numbers, with which the expression still has a value.
function varyGraph(rng, { expression, values }) {
  const drawn = Object.fromEntries(Object.keys(values).map((name) => [name, rng.pick([-3, -2, -1, 1, 2, 3, 4])])),
    by = rng.pick(expression.inputs);
  try {
    computed(expression, drawn);
    return { values: drawn, by };
  } catch {
    return { by };
  }
}

const GRAPH_QUIZ = { questions: [gradientQuestion, localQuestion, pathsQuestion, nudgeQuestion], vary: varyGraph };
