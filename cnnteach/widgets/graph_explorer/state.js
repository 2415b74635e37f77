// What GraphExplorer shows follows from its traits: the nodes, the steps, the paths, and what a nudge does.

const reading = { text: null, expression: null };
function expressionOf(text) {
  if (reading.text !== text) Object.assign(reading, { expression: readExpression(text), text });
  return reading.expression;
}

function graphState(get) {
  const expression = expressionOf(get("expression")),
    given = get("values"),
    { inputs } = expression;
  const values = Object.fromEntries(inputs.map((name) => [name, given[name] ?? 1]));
  const by = inputs.includes(get("by")) ? get("by") : inputs[0],
    state = { expression, values, by, backwards: get("direction") === "backward" };
  try {
    const output = computed(expression, values),
      nodes = inOrder(output),
      source = nodes.find((node) => !node.operation && node.name === by);
    const steps = [
      ...valueSteps(nodes),
      ...(state.backwards ? backwardSteps(output, nodes) : forwardSteps(nodes, source)),
    ];
    const at = Math.min(get("step"), steps.length - 1),
      step = steps[at];
    return {
      ...state,
      output,
      nodes,
      source,
      steps,
      at,
      step,
      known: step.known ?? new Set(nodes),
      gradient: gradientsOf(output).get(source),
    };
  } catch (error) {
    return { ...state, problem: error.message };
  }
}

// The output's name in sentences, and what stands below a node that has a gradient.
const outputName = (output) => output.name || "output";
function gradientTexts({ step, output, by, backwards }) {
  const texts = new Map();
  for (const [node, gradient] of step.gradients ?? []) {
    const [above, under] = backwards
      ? [outputName(output), node.name]
      : [node.name || (node === output ? "output" : ""), by];
    texts.set(
      node,
      above && under
        ? `\u2202${above}/\u2202${under} = ${shortNumber(gradient)}`
        : `${backwards ? "gradient" : `by ${by}:`} ${shortNumber(gradient)}`,
    );
  }
  return texts;
}

// What one step of size `nudge` along one input does to the output; printed numbers subtract and divide exactly.
function nudged({ expression, values, by, output }, nudge) {
  try {
    const after = computed(expression, { ...values, [by]: values[by] + nudge }).value,
      change = after - output.value;
    const decimals =
      change === 0
        ? exactDecimals([after], 4)
        : Math.max(0, Math.min(10, 3 - Math.floor(Math.log10(Math.abs(change)))));
    const [end, start] = [after, output.value].map((value) => inUnits(value, decimals) / 10 ** decimals),
      printed = (inUnits(end, decimals) - inUnits(start, decimals)) / 10 ** decimals;
    const needed = exactDecimals([end, start], decimals);
    return {
      after: fixed(end, needed),
      before: fixed(start, needed),
      change: fixed(printed, needed),
      slope: Number((printed / nudge).toPrecision(6)),
    };
  } catch {
    return null;
  }
}

// The output along one input, where it can be computed.
function curveOf({ expression, values, by }, low, high, count = 81) {
  const points = [];
  for (let k = 0; k < count; k++) {
    const x = low + ((high - low) * k) / (count - 1);
    try {
      points.push([x, computed(expression, { ...values, [by]: x }).value]);
    } catch {
      /* not defined there */
    }
  }
  return points;
}

// What is said about a node that is pointed at, and about one of its edges.
function nodeSentence({ output, backwards, by, nodes, source, known }, node) {
  const says = node.operation ? [node.name, formulaOf(node, 1)].filter(Boolean).join(" = ") : node.name,
    name = outputName(output);
  if (!known.has(node)) return `${says}: its value comes in a later step.`;
  const value = node.operation
    ? `${says} = ${g(node.value)}`
    : `${says} = ${g(node.value)}, an input; drag it, or press the up and down arrows`;
  const gradient = backwards ? gradientsOf(output).get(node) : forwardSteps(nodes, source).at(-1).gradients.get(node),
    up = `${value}. To first order, `;
  return backwards
    ? `${up}each unit more of it adds ${g(gradient)} to ${name}.`
    : `${up}each unit more of ${by} adds ${g(gradient)} to it.`;
}

const edgeSentence = ([node, operand]) =>
  `${labelOf(node.operands[operand])} \u2192 ${labelOf(node)}: ${reasonOf(node, operand)}; the local derivative is ${g(node.slopes[operand])}.`;

// "b -> c -> e" by the names on the way.
const pathText = (path) =>
  path.nodes
    .map((node) => node.name)
    .filter(Boolean)
    .concat(path.nodes.at(-1).name ? [] : ["output"])
    .join(" \u2192 ");

function pathsSentence({ nodes, source, expression }, count) {
  const edges = edgesOf(nodes).length,
    inputs = expression.inputs.length,
    [one, all] = [`${count} path${count === 1 ? " leads" : "s lead"}`, `each of the ${edges} edges once`];
  const whole =
    inputs > 1 ? `and has the gradients by all ${inputs} inputs` : "and has the gradient of every number on the way";
  const forward = inputs > 1 ? `; forward mode takes ${all}, too, but needs ${inputs} passes for ${inputs} inputs` : "";
  return `${one} from ${labelOf(source)} to the output. Backpropagation takes ${all}, ${whole}${forward}.`;
}
