// The graph as it is drawn now: what the step is about, the path that is followed, what a quiz hides.

const isOn = (path, { from, to, operand }, nodes) =>
  path.nodes.some((node, k) => node === nodes[from] && path.nodes[k + 1] === nodes[to] && path.operands[k] === operand);

// `part` is a node or an edge.
function isOfStep({ step, nodes }, part) {
  if (part.operand === undefined) return part === (step.parent ?? step.node);
  if (step.kind === "backward") return step.child === nodes[part.to] && step.operand === part.operand;
  return step.node === nodes[part.to];
}

function drawingOfGraph(ex, quiz, onPoint) {
  const { own, change, setValue } = ex;
  const picture = new GraphPicture({
    onPoint: (found) => {
      own.pointed = found;
      onPoint();
    },
    onChoose: (node) => {
      if (!node.operation) change({ by: node.name });
    },
    onDrag: (node, value) => setValue(node.name, value),
  });
  const paint = ({ width, rem }) => {
    const { now } = ex;
    picture.show({
      nodes: now.nodes,
      known: now.known,
      below: asksForSlope(quiz) ? new Map() : gradientTexts(now),
      backwards: now.backwards,
      pointed: own.pointed?.node,
      marked: (part) => isOfStep(now, part),
      onPath: (edge) => own.path && isOn(own.path, edge, now.nodes),
      hidden: (edge) => quiz.hides("local", [edge.from, edge.to, edge.operand]),
      room: width - 32,
      rem,
    });
  };
  // What is pointed at is marked in place: drawing anew would take the node from under the pointer.
  const light = () => {
    const node = pointedNode(ex.now, own);
    picture.element
      .querySelectorAll(".cn-node")
      .forEach((element, k) => element.classList.toggle("cn-pointed", ex.now.nodes[k] === node));
  };
  return { element: h("div", { class: "cn-scene" }, picture.element), paint, light };
}
