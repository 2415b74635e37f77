// Changes of a stack: rows put in and taken out, and one layer written as several.

// Change the list that holds the row at `path`, [place] or [place, branch, place]; the stack itself stays as it is.
function editedStack(stack, path, edit) {
  if (path.length === 1) return edit([...stack], path[0]);
  const [place, branch, ...rest] = path;
  return stack.map((row, k) =>
    k === place
      ? { ...row, branches: row.branches.map((inner, b) => (b === branch ? editedStack(inner, rest, edit) : inner)) }
      : row,
  );
}

const replaced = (stack, path, rows) => editedStack(stack, path, (list, place) => list.toSpliced(place, 1, ...rows));
const rowAt = (stack, [place, branch, ...rest]) =>
  branch === undefined ? stack[place] : rowAt(stack[place]?.branches[branch] ?? [], rest);
const moved = (stack, path, by) =>
  editedStack(stack, path, (list, place) => {
    const to = place + by;
    if (to < 0 || to >= list.length) return list;
    return list.toSpliced(place, 1).toSpliced(to, 0, list[place]);
  });

// A name that no other row has: conv3, conv3_2, conv3_3 ...
function freshName(stack, name) {
  const names = new Set(),
    collect = (rows) =>
      rows.forEach((row) => {
        names.add(row.name);
        row.branches?.forEach(collect);
      });
  collect(stack);
  const stem = name.replace(/_\d+$/, "");
  for (let k = 2; ; k++) if (!names.has(`${stem}_${k}`)) return `${stem}_${k}`;
}
function withFreshNames(row, stack) {
  return {
    ...row,
    name: freshName(stack, row.name),
    ...(row.branches
      ? { branches: row.branches.map((branch) => branch.map((inner) => withFreshNames(inner, stack))) }
      : {}),
  };
}

const usualConv = (name, filters, kernel) => ({
  kind: "conv",
  name,
  filters,
  kernel,
  stride: [1, 1],
  padding: "same",
  groups: 1,
  bias: true,
  norm: false,
  activation: "relu",
});
// What can be put behind a layer through which `channels` flow.
const NEW_ROWS = [
  ["conv", "convolution 3\u00d73", (channels) => usualConv("conv", channels, [3, 3])],
  [
    "max_pool",
    "max pooling 2\u00d72",
    () => ({ kind: "max_pool", name: "pool", kernel: [2, 2], stride: [2, 2], padding: "valid" }),
  ],
  [
    "average_pool",
    "average pooling 2\u00d72",
    () => ({ kind: "average_pool", name: "pool", kernel: [2, 2], stride: [2, 2], padding: "valid" }),
  ],
  [
    "block",
    "residual block of two 3\u00d73",
    (channels) => ({
      kind: "block",
      name: "block",
      join: "add",
      skip: true,
      repeat: 1,
      activation: "relu",
      branches: [
        [usualConv("block_a", channels, [3, 3]), { ...usualConv("block_b", channels, [3, 3]), activation: "none" }],
        [],
      ],
    }),
  ],
  ["global_pool", "global average pooling", () => ({ kind: "global_pool", name: "means" })],
  ["flatten", "flatten", () => ({ kind: "flatten", name: "flatten" })],
  ["dense", "dense, 100 units", () => ({ kind: "dense", name: "dense", units: 100, activation: "relu" })],
];

const isPadded = (padding) => padding !== "valid" && [padding].flat(2).some((side) => side !== 0);
const square = ([rows, columns]) => rows === columns;
const unstrided = ({ stride }) => stride.every((s) => s === 1);

// Padding of each of `count` layers of 3 x 3 that together take the place of one; null where it cannot be shared out.
function sharedPadding(padding, count) {
  if (typeof padding === "string") return padding;
  return typeof padding === "number" && padding % count === 0 ? padding / count : null;
}

// One k x k convolution as (k - 1) / 2 of 3 x 3, which see as much.
function asThrees(row) {
  const [k] = row.kernel,
    count = (k - 1) / 2,
    padding = sharedPadding(row.padding, count);
  if (!square(row.kernel) || k < 5 || k % 2 === 0 || !unstrided(row) || padding === null) return null;
  return Array.from({ length: count }, (_, n) => ({
    ...row,
    name: `${row.name}${"abcdefghijklmno"[n]}`,
    kernel: [3, 3],
    padding,
  }));
}

// One k x k convolution as 1 x k and k x 1.
function asStrips(row) {
  const [k] = row.kernel,
    sides = typeof row.padding === "string" ? null : pair(row.padding).map(pair);
  if (!square(row.kernel) || k < 2 || !unstrided(row)) return null;
  const across = sides ? [[0, 0], sides[1]] : row.padding,
    down = sides ? [sides[0], [0, 0]] : row.padding;
  return [
    { ...row, name: `${row.name}a`, kernel: [1, k], padding: across },
    { ...row, name: `${row.name}b`, kernel: [k, 1], padding: down },
  ];
}

// A 1 x 1 convolution to a quarter of the channels in front.
function withBottleneck(row, channels) {
  const filters = Math.max(row.groups, Math.floor(channels / 4 / row.groups) * row.groups);
  if (product(row.kernel) === 1 || filters >= channels) return null;
  const before = {
    ...row,
    name: `${row.name}_reduce`,
    filters,
    kernel: [1, 1],
    stride: [1, 1],
    padding: "valid",
    groups: 1,
    activation: "relu",
  };
  return [before, row];
}

// What can be done with a layer at one click: [name, label, the rows in its place].
function transformations(row, channels) {
  const found = [];
  const offer = (name, label, rows) => {
    if (rows) found.push([name, label, rows]);
  };
  if (row.padding !== undefined)
    offer("padding", isPadded(row.padding) ? "remove the padding" : 'pad to "same"', [
      { ...row, padding: isPadded(row.padding) ? "valid" : "same" },
    ]);
  if (row.kind === "conv") {
    const k = row.kernel[0],
      words = ["", "", "two", "three", "four", "five", "six"][(k - 1) / 2] ?? String((k - 1) / 2);
    offer("threes", `${times(row.kernel)} \u2192 ${words} 3\u00d73`, asThrees(row));
    offer("strips", `${times(row.kernel)} \u2192 1\u00d7${k} and ${k}\u00d71`, asStrips(row));
    offer("bottleneck", "1\u00d71 bottleneck in front", channels ? withBottleneck(row, channels) : null);
  }
  return found;
}

const hasSkips = (stack) => stack.some((row) => row.kind === "block" && row.join === "add");
const skipsOn = (stack) => stack.some((row) => row.kind === "block" && row.join === "add" && row.skip);
const withSkips = (stack, skip) =>
  stack.map((row) => (row.kind === "block" && row.join === "add" ? { ...row, skip } : row));
