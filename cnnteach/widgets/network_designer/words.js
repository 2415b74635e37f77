// What NetworkDesigner says about a layer: in its row, and in a sentence with its arithmetic.

const KINDS = {
  conv: "convolution",
  max_pool: "max pooling",
  average_pool: "average pooling",
  dense: "dense",
  flatten: "flatten",
  global_pool: "global average pooling",
  block: "block",
};
const sidesText = (sides) => (sides === null ? "all" : square(sides) ? String(sides[0]) : times(sides));
const strideText = ({ stride }) => (unstrided({ stride }) ? "" : ` / ${square(stride) ? stride[0] : times(stride)}`);

function paddingText(padding) {
  if (typeof padding === "string") return padding;
  const [rows, columns] = pair(padding).map(pair),
    all = [...rows, ...columns];
  return all.every((side) => side === all[0]) ? String(all[0]) : `${rows.join("+")}, ${columns.join("+")}`;
}

// "3x3, 64 / 2": what stands behind a layer's name.
function rowText(row) {
  if (row.kind === "conv") return `${times(row.kernel)}, ${row.filters}${strideText(row)}`;
  if (row.kernel) return `${row.kind === "max_pool" ? "max" : "mean"} ${times(row.kernel)}${strideText(row)}`;
  if (row.kind === "dense") return `dense ${row.units}`;
  if (row.kind === "global_pool") return "mean of each map";
  if (row.kind !== "block") return "";
  const parts =
    row.branches.length > 2
      ? `${row.branches.length} branches`
      : row.branches[0].map((inner) => (inner.kernel ? times(inner.kernel) : inner.kind)).join(", ");
  const past = row.join === "add" ? (row.skip ? " + x" : ", no shortcut") : "";
  return `${parts}${past}${row.repeat > 1 ? `, \u00d7${row.repeat}` : ""}`;
}

// The arithmetic behind a row's numbers, with `before`, the shape that comes in.
function rowSentence(row, counted, before) {
  if (!counted?.shape) return `${row.name} (${KINDS[row.kind]}): nothing arrives here.`;
  const { shape, sees, parameters, connections, neurons } = counted,
    from = `${row.name}: ${KINDS[row.kind]} from ${times(before)} to ${times(shape)}. `;
  const seen = sees ? `A unit sees ${times(sees)} pixels.` : "A unit sees the whole image.";
  if (row.kind === "conv") {
    const depth = before[2] / row.groups,
      bias = row.bias ? " + 1" : "",
      scales = row.norm ? ` + 2\u00b7${row.filters} of the normalisation` : "";
    return (
      `${from}(${row.kernel.join("\u00b7")}\u00b7${depth}${bias})\u00b7${row.filters}${scales} = ` +
      `${whole(parameters)} parameters; the weights are used at ${shape[0]}\u00b7${shape[1]} places: ` +
      `${whole(connections)} connections. ${seen}`
    );
  }
  if (row.kind === "dense")
    return `${from}(${before[0]} + 1)\u00b7${row.units} = ${whole(parameters)} parameters, each used once. ${seen}`;
  if (row.kind === "block")
    return (
      `${from}${row.repeat > 1 ? `${row.repeat} of them: ` : ""}${whole(parameters)} parameters, ` +
      `${whole(connections)} connections, ${whole(neurons)} neurons. ${seen}`
    );
  if (row.kernel) {
    const pads = fourSides(row.padding, before.slice(0, 2), row.kernel, row.stride, [1, 1]);
    return (
      `${from}\u230a(${before[0]} + ${pads[0][0]} + ${pads[0][1]} ${MINUS} ${row.kernel[0]}) / ` +
      `${row.stride[0]}\u230b + 1 = ${shape[0]} rows; it learns nothing. ${seen}`
    );
  }
  return `${from}It learns nothing. ${seen}`;
}

// What a change does to the sums: "parameters 614,656 -> 442,880".
function differenceText(before, after) {
  if (after.problem) return `then ${after.problem.message}`;
  return ["parameters", "connections"]
    .map((name) => `${name} ${whole(before.totals[name])} \u2192 ${whole(after.totals[name])}`)
    .join("; ");
}
