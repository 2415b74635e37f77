// Where the sheets of the volumes lie: one for each channel. From a cube (each volume's sheets one behind the other, seen from
// the side) to a table (each volume a row, each sheet by itself) everything moves in straight lines.

const SLANT = [0.42, -0.3]; // of a cube's columns, which lead into the picture
const mixed = (a, b, t) => a + (b - a) * t;

// How far apart the sheets of a cube stand, in cells.
const spread = (depth) => Math.max(2.4, Math.min(5, 26 / depth));

function cubes(volumes, width, rem) {
  const arrow = Math.max(4.5 * rem, Math.min(16 * rem, (0.45 * width) / volumes.length)),
    pad = rem,
    wide = (v) => v.columns * SLANT[0] + (v.depth - 1) * spread(v.depth);
  const cells = volumes.reduce((sum, v) => sum + wide(v), 0),
    tall = Math.max(...volumes.map((v) => v.rows - v.columns * SLANT[1]));
  const cell = Math.min((width - 2 * pad - arrow * (volumes.length - 1)) / cells, (15 * rem) / tall);
  let left = pad;
  const places = volumes.map((v) => {
    const top = 0.4 * rem + (tall - v.rows + (v.rows - v.columns * SLANT[1] - tall) / 2) * cell;
    const at = { left, top, gap: spread(v.depth) * cell, cell, width: wide(v) * cell };
    left += at.width + arrow;
    return at;
  });
  return { places, arrow, height: tall * cell + 4 * rem, foot: tall * cell + 1.9 * rem };
}

function table(volumes, width, rem) {
  const deepest = Math.max(...volumes.map((v) => v.depth)),
    gap = 0.7 * rem,
    pad = rem,
    widest = Math.max(...volumes.map((v) => v.columns)),
    tallest = Math.max(...volumes.map((v) => v.rows));
  const cell = Math.min((width - 2 * pad - (deepest - 1) * gap) / (deepest * widest), (9 * rem) / tallest);
  let top = 3.4 * rem;
  const places = volumes.map((v) => {
    const at = { left: pad, top, gap: v.columns * cell + gap, cell };
    top += v.rows * cell + 4 * rem;
    return at;
  });
  return { places, height: top - 3.2 * rem };
}

// sheets: {volume, channel, origin, across, down, rows, columns}; a cell's corner is origin + column * across + row * down.
// names: where each volume's name begins, below a cube and above a row of the table: it goes with its first sheet.
function layOut(volumes, width, rem, t) {
  const from = cubes(volumes, width, rem),
    to = table(volumes, width, rem);
  const sheets = volumes.flatMap((v, k) =>
    Array.from({ length: v.depth }, (_, channel) => {
      const [a, b] = [from.places[k], to.places[k]];
      return {
        volume: k,
        channel,
        rows: v.rows,
        columns: v.columns,
        origin: [mixed(a.left + channel * a.gap, b.left + channel * b.gap, t), mixed(a.top, b.top, t)],
        across: [mixed(SLANT[0] * a.cell, b.cell, t), mixed(SLANT[1] * a.cell, 0, t)],
        down: [0, mixed(a.cell, b.cell, t)],
      };
    }),
  );
  const isTable = t >= 0.5;
  const names = from.places.map((a, k) => {
    const b = to.places[k],
      foot = b.top + volumes[k].rows * b.cell - 1.2 * rem;
    return [
      mixed(a.left, b.left, t),
      isTable ? mixed(a.top - 0.9 * rem, b.top - 2.2 * rem, t) : mixed(from.foot, foot, t),
    ];
  });
  const arrows = from.places
    .slice(0, -1)
    .map((a) => ({ left: a.left + a.width, width: from.arrow, top: 0.45 * from.foot }));
  return { sheets, names, isTable, arrows, height: mixed(from.height, to.height, t) };
}

const cornerAt = ({ origin, across, down }, row, column) =>
  [0, 1].map((axis) => origin[axis] + column * across[axis] + row * down[axis]);

// A rectangle of cells as the four corners of a polygon.
const patchOf = (sheet, row, column, rows, columns) =>
  [
    [row, column],
    [row, column + columns],
    [row + rows, column + columns],
    [row + rows, column],
  ].map(([r, q]) => cornerAt(sheet, r, q));

// The cell under a point: that of the sheet in front.
function sheetAt(sheets, x, y) {
  for (const sheet of [...sheets].reverse()) {
    const { origin, across, down, rows, columns } = sheet,
      det = across[0] * down[1] - across[1] * down[0],
      [px, py] = [x - origin[0], y - origin[1]];
    const column = Math.floor((px * down[1] - py * down[0]) / det),
      row = Math.floor((across[0] * py - across[1] * px) / det);
    if (row >= 0 && column >= 0 && row < rows && column < columns)
      return { volume: sheet.volume, channel: sheet.channel, row, column };
  }
  return null;
}
