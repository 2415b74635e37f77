// Shapes, parameters, connections, neurons, memory and receptive fields of a stack, as cnnteach.widgets.network_designer.stack_counts counts them.

const COUNTED = ["parameters", "fixed", "connections", "neurons", "memory"],
  BYTES = 4;
const product = (numbers) => numbers.reduce((all, n) => all * n, 1);
const times = (shape) => shape.join("\u00d7");
const noCounts = () => Object.fromEntries(COUNTED.map((name) => [name, 0]));
const unfit = (path, message) => Object.assign(new Error(message), { path });

// {rows: [{path, name, kind, shape, sees, ...counts}], totals, problem: {path, message} or null}; sees is null where a unit sees the whole image.
function countStack(stack, image) {
  const found = { rows: [], totals: noCounts(), problem: null };
  const start = { shape: image, fields: [0, 1].map(() => ({ size: 1, jump: 1, start: 0 })) };
  try {
    walk(stack, start, [], found);
  } catch (error) {
    if (!error.path) throw error;
    found.problem = { path: error.path, message: error.message };
  }
  return found;
}

const walk = (stack, signal, path, found) =>
  stack.reduce(
    (before, row, place) => (row.kind === "block" ? countBlock : countLayer)(row, before, [...path, place], found),
    signal,
  );

const seesOf = ({ fields }) => fields?.map((axis) => axis.size) ?? null;
const addCounts = (to, from) =>
  COUNTED.forEach((name) => {
    to[name] += from[name] ?? 0;
  });

function countLayer(row, signal, path, found) {
  const { after, ...numbers } = LAYER_COUNTS[row.kind](row, signal, path);
  const memory = row.kind === "flatten" ? 0 : BYTES * product(after.shape);
  const counted = {
    ...noCounts(),
    path,
    name: row.name,
    kind: row.kind,
    shape: after.shape,
    sees: seesOf(after),
    memory,
    ...numbers,
  };
  found.rows.push(counted);
  addCounts(found.totals, counted);
  return after;
}

// A block's branches, once for each repetition; the rows of the first are kept.
function countBlock(row, signal, path, found) {
  const own = { ...noCounts(), path, name: row.name, kind: "block" };
  found.rows.push(own);
  let now = signal;
  for (let repetition = 0; repetition < row.repeat; repetition++) {
    const inner = { rows: [], totals: noCounts() };
    try {
      now = joinBranches(row, now, path, inner);
    } catch (error) {
      found.rows.push(...inner.rows);
      Object.assign(own, { shape: now.shape, sees: seesOf(now) });
      throw error.path && repetition ? unfit(error.path, `${error.message} (in repetition ${repetition})`) : error;
    }
    if (repetition === 0) found.rows.push(...inner.rows);
    addCounts(own, inner.totals);
  }
  Object.assign(own, { shape: now.shape, sees: seesOf(now) });
  addCounts(found.totals, own);
  return now;
}

function joinBranches(row, signal, path, inner) {
  const ends = (row.skip ? row.branches : row.branches.slice(0, 1)).map((branch, number) =>
    walk(branch, signal, [...path, number], inner),
  );
  if (ends.length === 1) return ends[0];
  const wanted = row.join === "add" ? 3 : 2,
    first = ends[0].shape;
  if (ends.some(({ shape }) => shape.length !== 3 || shape.slice(0, wanted).join() !== first.slice(0, wanted).join()))
    throw unfit(
      path,
      `${row.name} joins ${ends.map((end) => times(end.shape)).join(" and ")}; to ${row.join} they must ` +
        `${row.join === "add" ? "be equal" : "have equal rows and columns"}`,
    );
  const fields = ends.every((end) => end.fields)
    ? [0, 1].map((axis) =>
        union(
          ends.map((end) => end.fields[axis]),
          path,
        ),
      )
    : null;
  const shape =
    row.join === "concat" ? [...first.slice(0, 2), ends.reduce((sum, end) => sum + end.shape[2], 0)] : first;
  inner.totals.memory += BYTES * product(shape);
  return { shape, fields };
}

function union(fields, path) {
  if (fields.some(({ jump }) => jump !== fields[0].jump))
    throw unfit(path, "the branches jump by different steps, so that their units do not meet");
  const start = Math.min(...fields.map((one) => one.start)),
    end = Math.max(...fields.map((one) => one.start + one.size));
  return { size: end - start, jump: fields[0].jump, start };
}

function windowOver(row, { shape, fields }, path) {
  if (shape.length !== 3) throw unfit(path, `${row.name} needs rows and columns, but a vector comes in`);
  const { kernel, stride } = row,
    sizes = shape.slice(0, 2),
    pads = fourSides(row.padding, sizes, kernel, stride, [1, 1]);
  const outputs = sizes.map((size, a) => {
    const room = size + pads[a][0] + pads[a][1];
    if (kernel[a] > room)
      throw unfit(
        path,
        `${row.name} is ${kernel[a]} ${["high", "wide"][a]}, but there ${room === 1 ? "is" : "are"} only ${counted(room, ["row", "column"][a])}` +
          ` (${pads[a][0]} + ${size} + ${pads[a][1]}, padding and what comes in); make the kernel smaller, or the padding here or in a layer above larger`,
      );
    return outputSize(room, kernel[a], stride[a], 1);
  });
  const moved =
    fields?.map((f, a) => ({
      size: f.size + (kernel[a] - 1) * f.jump,
      jump: f.jump * stride[a],
      start: f.start - pads[a][0] * f.jump,
    })) ?? null;
  return { outputs, fields: moved };
}

function countConv(row, signal, path) {
  const { outputs, fields } = windowOver(row, signal, path),
    { filters, groups } = row,
    channels = signal.shape[2];
  if (channels % groups || filters % groups)
    throw unfit(
      path,
      `${row.name} has ${groups} groups, which must divide its ${channels} channels and its ${filters} filters`,
    );
  const weights = (product(row.kernel) * (channels / groups) + (row.bias ? 1 : 0)) * filters,
    scales = row.norm ? 2 * filters : 0;
  return {
    after: { shape: [...outputs, filters], fields },
    parameters: weights + scales,
    fixed: scales,
    connections: product(outputs) * weights,
    neurons: product(outputs) * filters,
  };
}

function countPool(row, signal, path) {
  const { outputs, fields } = windowOver(row, signal, path);
  return { after: { shape: [...outputs, signal.shape[2]], fields } };
}

function countDense(row, { shape, fields }, path) {
  if (shape.length !== 1)
    throw unfit(
      path,
      `${row.name} takes a vector, but ${times(shape)} comes in; put a flatten or a global pooling before it`,
    );
  const weights = (shape[0] + 1) * row.units;
  return { after: { shape: [row.units], fields }, parameters: weights, connections: weights, neurons: row.units };
}

function countGlobalPool(row, { shape }, path) {
  if (shape.length !== 3) throw unfit(path, `${row.name} takes the mean of maps, but a vector comes in`);
  return { after: { shape: [shape[2]], fields: null } };
}

const LAYER_COUNTS = {
  conv: countConv,
  max_pool: countPool,
  average_pool: countPool,
  dense: countDense,
  global_pool: countGlobalPool,
  flatten: (row, { shape }) => ({ after: { shape: [product(shape)], fields: null } }),
};

// Layers that learn, one after the other along the longest way; and how many a block has, or 2.
function depthOf(stack) {
  return stack.reduce(
    (sum, row) =>
      sum +
      (row.kind === "block"
        ? row.repeat * Math.max(...(row.skip ? row.branches : row.branches.slice(0, 1)).map(depthOf))
        : Number(row.kind === "conv" || row.kind === "dense")),
    0,
  );
}
const blockLength = (stack) => {
  const block = stack.find((row) => row.kind === "block");
  return block ? Math.max(1, depthOf(block.branches[0])) : 2;
};
