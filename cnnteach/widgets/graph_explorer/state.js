// What GraphExplorer shows follows from its traits: the nodes, the steps, and the gradients that are known.

const reading = { text: null, expression: null };
function expressionOf(text) {
  if (reading.text !== text) Object.assign(reading, { expression: readExpression(text), text });
  return reading.expression;
}

function graphOf(get) {
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
        ? `\u2202${above}/\u2202${under} = ${numberText(gradient)}`
        : `${backwards ? "gradient" : `by ${by}:`} ${numberText(gradient)}`,
    );
  }
  return texts;
}

// `now` is the graph that the traits were last computed to; `own.pointed` what is pointed at, {node} or {edge}; `own.path`
// the path that is followed.
function graphState(model) {
  const get = (name) => model.get(name),
    change = changerOf(model);
  const tidy = (value) => Math.max(-1e6, Math.min(1e6, Number(value.toFixed(6))));
  return {
    get,
    change,
    setValue: (name, value) => change({ values: { ...get("values"), [name]: tidy(value) } }),
    compute: () => graphOf(get),
    now: null,
    own: { pointed: null, path: null },
  };
}
