// What NetworkExplorer says, and asks before it shows.

const shapeText = ([rows, columns, units]) =>
  rows * columns === 1 ? String(units) : `${rows}\u00d7${columns}\u00d7${units}`;
const unitText = (layer, unit, [row, column]) =>
  `${layer.name}, unit ${unit}${layer.shape[0] * layer.shape[1] === 1 ? "" : `, row ${row}, column ${column}`}`;

// What a unit sees of the image: rows and columns from the first to before the last; null where it is not known.
function boxOf({ field }, [row, column], [H, W]) {
  if (!field) return null;
  const ends = [row, column].map((at, a) => {
    const start = Math.floor(field.start[a] + at * (field.jump ? field.jump[a] : 0));
    return [start, start + field.size[a], [H, W][a]];
  });
  const [[top, bottom, high], [left, right, wide]] = ends;
  const inside = {
    row: Math.max(0, top),
    column: Math.max(0, left),
    rows: Math.min(bottom, high) - Math.max(0, top),
    columns: Math.min(right, wide) - Math.max(0, left),
  };
  return { top, left, bottom, right, inside, clipped: top < 0 || left < 0 || bottom > high || right > wide };
}

function placeSentence({ layer, unit, place, value, box, decimals, hidden }) {
  const [top, left] = box ? [box.top, box.left].map((at) => fixed(at, 0)) : [];
  const seen = box
    ? `it sees rows ${top} to ${box.bottom - 1} and columns ${left} to ${box.right - 1} of the image` +
      `${box.clipped ? ", the border cuts it" : ""}`
    : "what it sees is not known";
  return `${unitText(layer, unit, place)}: ${hidden ? "?" : fixed(value, decimals)}; ${seen}.`;
}

function scoreSentence({ best, first }) {
  if (first === null) return `Its strongest answer to this image is ${fixed(best, 3)}.`;
  if (best > first) return `You beat the dataset: ${fixed(best, 3)} is more than its rank 1, ${fixed(first, 3)}.`;
  return `Its strongest answer to this image is ${fixed(best, 3)}; rank 1 of the dataset reaches ${fixed(first, 3)}. Paint until yours is stronger.`;
}

// ---- questions ----

const sliding = (state) =>
  state.layers.map((layer, index) => ({ ...layer, index })).filter((layer) => layer.kernel && layer.parent_shape);

function rowsQuestion(rng, state) {
  const found = sliding(state).filter(({ kernel, shape }) => kernel[0] > 1 && shape[0] > 1);
  if (!found.length) return null;
  const { index, name, kernel, stride, padding, shape, parent_shape: below } = rng.pick(found),
    [k, s, n] = [kernel[0], stride[0], below[0]],
    pads = padding[0];
  const size = (rows, step = s) => Math.floor((rows - k) / step) + 1,
    padded = n + pads[0] + pads[1];
  return {
    hides: "shape",
    which: index,
    text:
      `${name} slides a window ${k} high over ${n} rows` +
      `${pads[0] + pads[1] ? `, padded by ${pads[0]} above and ${pads[1]} below` : ""}, by ${s}: how many rows do its maps have?`,
    answer: shape[0],
    because: `\u230a(${padded} ${MINUS} ${k}) / ${s}\u230b + 1 = ${shape[0]}.`,
    mistakes: [
      {
        value: Math.floor((padded - k) / s),
        hint: "those are the jumps; the first window stands before any of them: + 1.",
      },
      { value: n, hint: "as many as the input only if padding makes up for the window, and it moves by 1." },
      { value: size(padded, 1), hint: `that is for jumps of 1; here it jumps by ${s}.` },
      { value: size(n), hint: "the padding belongs to the input: add it first." },
      { value: k, hint: "that is the window; count the places where it can stand." },
    ],
  };
}

function fieldQuestion(rng, state) {
  const found = state.layers.filter(
    ({ field, kernel, shape }) => field?.jump && kernel && shape[0] > 1 && field.size[0] > kernel[0],
  );
  if (!found.length) return null;
  const { name, field, kernel, stride, below_field: below } = rng.pick(found),
    [size, jump] = [below.size[0], below.jump[0]],
    k = kernel[0],
    others = k === 2 ? "the other adds" : `each of the ${k - 1} others adds`;
  return {
    hides: "box",
    text:
      `A unit of the layer below ${name} sees ${size} rows of pixels, and its neighbour's start ${jump} further down. ` +
      `${name} looks at ${k} of them in a column: how many rows of pixels does its unit see?`,
    answer: field.size[0],
    because: `The first sees ${size}, and ${others} ${jump}: ${size} + ${k - 1} \u00b7 ${jump} = ${field.size[0]}.`,
    mistakes: [
      { value: size * k, hint: "neighbours see overlapping rows: each adds only by how far it is moved." },
      { value: size + k - 1, hint: `a step in the map below is ${jump} pixels of the image.` },
      { value: size + k * jump, hint: "the first of them is already counted: one less." },
      { value: k, hint: "those are units of the map below; each of them sees several pixels." },
      {
        value: size + (k - 1) * jump * stride[0],
        hint: "its own stride moves its neighbour; what it sees itself depends on the jumps below.",
      },
    ],
  };
}

function valueQuestion(rng, { sums, decimals }) {
  if (sums?.kind !== "weighted" || sums.activation !== "relu") return null;
  const { bias, total, value } = sums,
    products = total - bias,
    [p, b] = apportion([products, bias], decimals, total);
  return {
    hides: "value",
    decimals,
    text:
      `The products of this unit add up to ${p}, and its bias is ${b}. ` +
      `What comes out of the ReLU (${counted(decimals, "decimal")})?`,
    answer: value,
    because:
      total > 0
        ? "The sum is above 0, and the ReLU lets it through."
        : total < 0
          ? "The sum is below 0, and the ReLU makes it 0."
          : "The sum is 0, and so is what comes out.",
    mistakes: [
      { value: products, hint: "add the bias too." },
      { value: total, hint: "the ReLU lets nothing below 0 through." },
      { value: Math.max(0, products), hint: "the bias comes before the ReLU: add it first." },
      { value: products - bias, hint: "the bias is added, not taken away." },
      { value: -total, hint: "a ReLU does not turn the sign: what is below 0 becomes 0." },
    ],
  };
}

const NETWORK_QUIZ = { questions: [rowsQuestion, fieldQuestion, valueQuestion] };
