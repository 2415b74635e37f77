// The drawing of a computational graph: values go right, gradients come back left. Each node is a stop of the Tab key.

const NODE = { high: 46, row: 96, gap: 76, apart: 16, letter: 14, least: 0.8 };
const pen = document.createElement("canvas").getContext("2d");
const textWidth = (text, weight = "") => {
  pen.font = `${weight} ${NODE.letter}px system-ui, sans-serif`;
  return pen.measureText(text).width;
};

const nodeLabel = (node) => (node.operation ? [node.name, formulaOf(node, 0)].filter(Boolean).join(" = ") : node.name);

class GraphPicture {
  constructor({ onPoint, onChoose, onDrag }) {
    Object.assign(this, { onPoint, onChoose, onDrag });
    this.element = s("svg", { class: "cn-graph", role: "group", "aria-label": "computational graph" });
    this.element.addEventListener("pointerleave", () => onPoint(null));
  }

  // nodes in order; known: those whose value is there; below: a text for each node that has a gradient; room: pixels across.
  show({ nodes, known, below, marked, onPath, hidden, backwards, room, rem, pointed }) {
    const edges = edgesOf(nodes),
      { positions, bends } = layout(
        nodes.length,
        edges.map(({ from, to }) => [from, to]),
      );
    const texts = nodes.map((node) => [nodeLabel(node), known.has(node) ? numberText(node.value) : "?"]);
    const widths = nodes.map((node, k) => Math.max(44, ...texts[k].map((text) => textWidth(text, "600") + 22)));
    const spans = nodes.map((node, k) => Math.max(widths[k], textWidth(below.get(node) ?? "", "600"))),
      centres = this.columns(positions, widths, spans),
      heights = positions.map(([, height]) => height);
    const all = [...heights, ...bends.flat().map(([, height]) => height)],
      top = Math.max(...all);
    const place = ([column, height]) => [centres[column], (top - height) * NODE.row + NODE.high / 2 + 8];
    const right = Math.max(...nodes.map((_, k) => centres[positions[k][0]] + spans[k] / 2)) + 8,
      tall = (top - Math.min(...all)) * NODE.row + NODE.high + 36;
    const scale = (rem / NODE.letter) * Math.max(NODE.least, Math.min(1, room / ((right * rem) / NODE.letter)));
    this.element.setAttribute("viewBox", `0 0 ${right} ${tall}`);
    Object.assign(this.element.style, { width: `${right * scale}px`, height: `${tall * scale}px` });
    const onTop = (edge) => 2 * Boolean(marked(edge, nodes)) + Boolean(onPath(edge, nodes)),
      order = [...edges.keys()].sort((a, b) => onTop(edges[a]) - onTop(edges[b])); // no other arrow's head on a marked one
    const drawn = order.map((e) => {
      const edge = edges[e];
      const same = edges.filter((other) => other.from === edge.from && other.to === edge.to),
        apart = 26 * (same.indexOf(edge) - (same.length - 1) / 2);
      const points = [positions[edge.from], ...bends[e], positions[edge.to]].map(place).map(([x, y]) => [x, y + apart]);
      points[0][0] += widths[edge.from] / 2;
      points.at(-1)[0] -= widths[edge.to] / 2;
      return this.edge(
        edge,
        nodes,
        points,
        marked(edge, nodes),
        onPath(edge, nodes),
        backwards,
        known.has(nodes[edge.to]),
        hidden(edge),
      );
    });
    const focused = this.element.querySelector(":focus")?.dataset.node;
    this.element.replaceChildren(
      ...drawn,
      ...nodes.map((node, k) =>
        this.node(
          node,
          k,
          texts[k],
          widths[k],
          place(positions[k]),
          below.get(node),
          marked(node, nodes),
          pointed === node,
        ),
      ),
    );
    if (focused !== undefined) this.element.querySelector(`[data-node="${focused}"]`)?.focus();
  }

  // Between the nodes of two columns lies a number, below them stand their gradients.
  columns(positions, widths, spans) {
    const boxes = [],
      needed = [],
      centres = [];
    positions.forEach(([column], k) => {
      boxes[column] = Math.max(boxes[column] ?? 0, widths[k]);
      needed[column] = Math.max(needed[column] ?? 0, spans[k]);
    });
    needed.forEach((width, column) => {
      const half = (all) => (all[column - 1] + all[column]) / 2;
      centres[column] = column
        ? centres[column - 1] + Math.max(half(boxes) + NODE.gap, half(needed) + NODE.apart)
        : 8 + width / 2;
    });
    return centres;
  }

  edge(edge, nodes, points, marked, onPath, backwards, known, hidden) {
    const way = [`M${points[0].join(" ")}`];
    for (let k = 1; k < points.length; k++) {
      const [[x0, y0], [x1, y1]] = [points[k - 1], points[k]],
        half = (x0 + x1) / 2;
      way.push(`C${half} ${y0} ${half} ${y1} ${x1} ${y1}`);
    }
    const [tip, turn] = marked && backwards ? [points[0], 1] : [points.at(-1), -1],
      [[x0, y0], [x1, y1]] = points;
    const slope = hidden ? "?" : numberText(nodes[edge.to].slopes[edge.operand]),
      wide = textWidth(slope, "600") + 8,
      [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
    return s(
      "g",
      {
        class: `cn-edge${marked ? " cn-marked" : ""}${onPath ? " cn-on-path" : ""}`,
        "data-edge": `${edge.from}-${edge.to}`,
        "aria-hidden": "true",
        onpointerenter: () => this.onPoint({ edge: [nodes[edge.to], edge.operand] }),
      },
      s("path", { class: "cn-wire", d: way.join("") }),
      s("path", { class: "cn-tip", d: `M${tip.join(" ")}l${9 * turn} -5v10z` }),
      ...(known
        ? [
            s("rect", { class: "cn-plate", x: mx - wide / 2, y: my - 10, width: wide, height: 20, rx: 4 }),
            s("text", { class: "cn-slope", x: mx, y: my + 5 }, slope),
          ]
        : []),
    );
  }

  node(node, k, [label, value], width, [x, y], below, marked, pointed) {
    const isInput = !node.operation;
    const element = s(
      "g",
      {
        class: `cn-node${isInput ? " cn-input" : ""}${marked ? " cn-marked" : ""}${pointed ? " cn-pointed" : ""}`,
        "data-node": k,
        tabindex: "0",
        role: "button",
        "aria-label": `${label}, ${value}${below ? `; ${below}` : ""}`,
        onpointerenter: () => this.onPoint({ node }),
        onfocus: () => this.onPoint({ node }),
        onblur: () => this.onPoint(null),
        onkeydown: (event) => this.key(event, node),
        onpointerdown: (event) => this.press(event, node),
      },
      s("rect", { x: x - width / 2, y: y - NODE.high / 2, width, height: NODE.high, rx: 7 }),
      s("text", { x, y: y - 5 }, label),
      s("text", { class: "cn-value", x, y: y + 15 }, value),
    );
    if (below) element.append(s("text", { class: "cn-gradient", x, y: y + NODE.high / 2 + 17 }, below));
    return element;
  }

  key(event, node) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 }[event.key];
    if (change && !node.operation) this.onDrag(node, node.value + change);
    else if (event.key === "Enter" || event.key === " ") this.onChoose(node);
    else return;
    event.preventDefault();
  }

  // An input follows the pointer that drags it: right is more, left is less.
  press(event, node) {
    this.onChoose(node);
    if (node.operation) return;
    event.preventDefault();
    const from = event.clientX,
      value = node.value,
      own = new AbortController(),
      { signal } = own;
    const done = () => own.abort();
    window.addEventListener(
      "pointermove",
      (moved) => this.onDrag(node, value + Math.round((moved.clientX - from) / 4) / 10),
      { signal },
    );
    window.addEventListener("pointerup", done, { signal });
    window.addEventListener("pointercancel", done, { signal });
  }
}
