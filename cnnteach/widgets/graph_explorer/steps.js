// What happens in a graph, step by step: values go forward, gradients come back (or derivatives go forward too); and the paths.

// The nodes that an output is made of, each after its operands, without constants.
function inOrder(output) {
  const done = new Set();
  const visit = (node) => {
    if (done.has(node) || node.constant) return;
    node.operands.forEach(visit);
    done.add(node);
  };
  visit(output);
  return [...done];
}

const isEdge = (operand) => !operand.constant;

// Each operation's value in turn; `known` counts the nodes whose value is there by then.
function valueSteps(nodes) {
  const inputs = nodes.filter((node) => !node.operation);
  const start = { kind: "start", known: new Set(inputs), text: `The inputs: ${inputs.map(equation).join(", ")}.` },
    steps = [start];
  for (const node of nodes.filter((each) => each.operation)) {
    const known = new Set([...steps.at(-1).known, node]),
      operands = node.operands.filter(isEdge);
    const sign = node.operation.formula.match(/^\{x\} ([+\u2212]) \{y\}$/)?.[1],
      numbers = node.operands.map((operand) => operand.value);
    const written = words(numbers.map((value) => ({ ...constantNode(value), name: numberText(value) })));
    const arithmetic = sign
      ? additionText(...numbers, node.value, sign)
      : `${filled(node.operation.formula, written)} = ${numberText(node.value)}`;
    const name = node.name ? `${node.name} = ` : "";
    steps.push({
      kind: "value",
      node,
      known,
      edges: operands.length,
      text: `${name}${formulaOf(node)} = ${arithmetic}.`,
    });
  }
  return steps;
}

// Backpropagation: each step adds to one gradient; `gradients` is how they stand then.
function backwardSteps(output, nodes) {
  const gradients = new Map([[output, 1]]),
    steps = [];
  const push = (step) => steps.push({ ...step, gradients: new Map(gradients) });
  push({
    kind: "backward",
    child: null,
    parent: output,
    operand: 0,
    local: 1,
    upstream: 1,
    share: 1,
    gradient: 1,
    text: `The gradient of ${labelOf(output)} by itself is 1: here backpropagation starts.`,
  });
  for (const child of [...nodes].reverse())
    child.operands.forEach((parent, operand) => {
      if (!isEdge(parent)) return;
      const local = child.slopes[operand],
        upstream = gradients.get(child),
        share = upstream * local + 0,
        before = gradients.get(parent);
      const gradient = before === undefined ? share : before + share,
        sum = before === undefined ? numberText(gradient) : additionText(before, share, gradient);
      gradients.set(parent, gradient);
      push({
        kind: "backward",
        child,
        parent,
        operand,
        local,
        upstream,
        share,
        gradient,
        text:
          `${labelOf(child)} \u2192 ${labelOf(parent)}: ${reasonOf(child, operand)}, ` +
          `so \u2202${labelOf(child)}/\u2202${labelOf(parent)} = ${numberText(local)}. ${labelOf(parent)} gets ` +
          `${productText(upstream, local)} = ${numberText(share)}; its gradient is ${sum}.`,
      });
    });
  return steps;
}

// Forward mode: the derivative of every node by one input, together with the values.
function forwardSteps(nodes, source) {
  const gradients = new Map(nodes.filter((node) => !node.operation).map((node) => [node, node === source ? 1 : 0])),
    by = labelOf(source),
    steps = [];
  const push = (step) => steps.push({ kind: "forward", ...step, gradients: new Map(gradients) });
  push({
    node: source,
    derivative: 1,
    text: `The derivative of ${by} by itself is 1, that of every other input by ${by} is 0.`,
  });
  for (const node of nodes.filter((each) => each.operation)) {
    const pairs = node.operands
      .map((operand, k) => [operand, node.slopes[k]])
      .filter(([operand]) => isEdge(operand))
      .map(([operand, slope]) => [slope, gradients.get(operand)]);
    const derivative = pairs.reduce((sum, [slope, inner]) => sum + slope * inner, 0);
    gradients.set(node, derivative);
    push({
      node,
      derivative,
      text:
        `\u2202${labelOf(node)}/\u2202${by} = ${pairs.map((pair) => productText(...pair)).join(" + ")} = ${numberText(derivative)}: ` +
        `each operand's slope times its own derivative by ${by}.`,
    });
  }
  return steps;
}

// The gradient of the output by each node, when all is done.
function gradientsOf(output) {
  return backwardSteps(output, inOrder(output)).at(-1).gradients;
}

function countPaths(nodes, source) {
  const counts = new Map();
  for (const node of nodes)
    counts.set(node, node === source ? 1 : node.operands.reduce((sum, operand) => sum + (counts.get(operand) ?? 0), 0));
  return counts.get(nodes.at(-1));
}

// At most `most` ways from the source to the output: {nodes, operands, slopes, product}; operands[k] says which operand nodes[k] is of nodes[k + 1].
function pathsTo(output, source, most = 16) {
  if (output === source) return [{ nodes: [source], operands: [], slopes: [], product: 1 }];
  const found = [];
  output.operands.forEach((operand, k) => {
    if (operand.constant || found.length >= most) return;
    for (const path of pathsTo(operand, source, most - found.length))
      found.push({
        nodes: [...path.nodes, output],
        operands: [...path.operands, k],
        slopes: [...path.slopes, output.slopes[k]],
        product: path.product * output.slopes[k],
      });
  });
  return found;
}
