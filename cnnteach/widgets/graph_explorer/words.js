// What GraphExplorer says: of a step, of a node that is pointed at, and of one of its edges.

// While a quiz asks for a gradient or a derivative, none is shown that would give it away.
const asksForSlope = (quiz) => quiz.hides("gradient") || quiz.hides("local");

function nodeSentence({ output, backwards, by, nodes, source, known }, node) {
  const says = node.operation ? [node.name, formulaOf(node, 1)].filter(Boolean).join(" = ") : node.name,
    name = outputName(output);
  if (!known.has(node)) return `${says}: its value comes in a later step.`;
  const value = node.operation
    ? `${says} = ${numberText(node.value)}`
    : `${says} = ${numberText(node.value)}, an input; drag it, or press the up and down arrows`;
  const gradient = backwards ? gradientsOf(output).get(node) : forwardSteps(nodes, source).at(-1).gradients.get(node),
    up = `${value}. To first order, `;
  return backwards
    ? `${up}each unit more of it adds ${numberText(gradient)} to ${name}.`
    : `${up}each unit more of ${by} adds ${numberText(gradient)} to it.`;
}

const edgeSentence = ([node, operand]) =>
  `${labelOf(node.operands[operand])} \u2192 ${labelOf(node)}: ${reasonOf(node, operand)}; the local derivative is ${numberText(node.slopes[operand])}.`;

// The node that stands now for the one that is pointed at: the graph may have been computed anew.
const pointedNode = ({ nodes }, { pointed }) =>
  pointed?.node && nodes.find((each) => each.name === pointed.node.name && labelOf(each) === labelOf(pointed.node));

function liveSentence(now, own, quiz) {
  if (asksForSlope(quiz)) return "Predict first; the steps are told then.";
  const node = pointedNode(now, own);
  if (node) return nodeSentence(now, node);
  return own.pointed?.edge ? edgeSentence(own.pointed.edge) : now.step.text;
}
