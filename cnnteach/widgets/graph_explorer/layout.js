// Where nodes stand: inputs on the left, the output on the right; as cnnteach.graph.drawing places them.

// edges: [from, to] by number, each node after those it is made of. Returns {positions, bends}: [column, height] a node, and the points an edge goes through.
function layout(count, edges) {
  const column = columnsOf(count, edges),
    standing = Array.from({ length: Math.max(...column) + 1 }, () => []);
  const before = new Map(),
    height = new Map();
  for (let node = 0; node < count; node++) {
    standing[column[node]].push(String(node));
    before.set(String(node), []);
  }
  edges.forEach(([start, end], e) => {
    let last = String(start);
    for (let passed = column[start] + 1; passed < column[end]; passed++) {
      const bend = `${e},${passed}`;
      standing[passed].push(bend);
      before.set(bend, [last]);
      last = bend;
    }
    before.get(String(end)).push(last);
  });
  for (const here of standing) {
    const middle = (item) => {
      const known = before.get(item).map((operand) => height.get(operand));
      return known.length ? known.reduce((a, v) => a + v, 0) / known.length : 0;
    };
    const middles = new Map(here.map((item) => [item, middle(item)]));
    here.sort((a, b) => middles.get(b) - middles.get(a));
    here.forEach((item, place) => height.set(item, (here.length - 1) / 2 - place));
  }
  const bends = edges.map(([start, end], e) =>
    Array.from({ length: Math.max(0, column[end] - column[start] - 1) }, (_, k) => [
      column[start] + 1 + k,
      height.get(`${e},${column[start] + 1 + k}`),
    ]),
  );
  return { positions: column.map((c, node) => [c, height.get(String(node))]), bends };
}

function columnsOf(count, edges) {
  const column = Array(count).fill(0),
    made = new Set(edges.map(([, end]) => end));
  for (let end = 0; end < count; end++)
    column[end] = Math.max(0, ...edges.filter(([, e]) => e === end).map(([s]) => column[s] + 1));
  for (let start = 0; start < count; start++)
    if (!made.has(start))
      column[start] = Math.min(...edges.filter(([s]) => s === start).map(([, e]) => column[e]), count) - 1;
  if (!edges.length) column.fill(0);
  return column;
}

// The edges of nodes in order: {from, to, operand}, by number.
function edgesOf(nodes) {
  const number = new Map(nodes.map((node, k) => [node, k]));
  return nodes.flatMap((node, to) =>
    node.operands
      .map((operand, k) => ({ from: number.get(operand), to, operand: k }))
      .filter((edge) => edge.from !== undefined),
  );
}
