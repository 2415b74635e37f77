// From a drawing to what the network sees (digit_ink.py): scaled and centred as MNIST's digits are.

const INK = 56,
  SIDE = 28,
  BOX = 20,
  MIDDLE = 14; // the row and the column of MNIST's images that hold the centre of mass

// How far a point is from a line between two others; places are [row, column].
function distanceTo([row, column], [r0, c0], [r1, c1]) {
  const [dr, dc] = [r1 - r0, c1 - c0],
    length = dr * dr + dc * dc;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((row - r0) * dr + (column - c0) * dc) / length));
  return Math.hypot(row - r0 - t * dr, column - c0 - t * dc);
}

// A stroke from one place to another, with soft edges; it inks, or rubs out.
function stroke(ink, from, to, radius, rub = false) {
  const low = (k) => Math.max(0, Math.floor(Math.min(from[k], to[k]) - radius - 1)),
    high = (k) => Math.min(INK - 1, Math.ceil(Math.max(from[k], to[k]) + radius + 1));
  for (let r = low(0); r <= high(0); r++)
    for (let c = low(1); c <= high(1); c++) {
      const covers = Math.round(
          255 * Math.max(0, Math.min(1, radius + 0.5 - distanceTo([r + 0.5, c + 0.5], from, to))),
        ),
        k = r * INK + c;
      ink[k] = rub ? Math.min(ink[k], 255 - covers) : Math.max(ink[k], covers);
    }
}

// The shares by which `length` pixels make up those of an image whose side is 20.
function meansOf(length, side) {
  const each = side / BOX,
    count = Math.max(1, Math.ceil(length / each - 1e-9));
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length }, (_, p) => Math.max(0, Math.min((k + 1) * each, p + 1) - Math.max(k * each, p)) / each),
  );
}

function boundsOf(ink) {
  let [top, left, bottom, right] = [INK, INK, -1, -1];
  for (let k = 0; k < ink.length; k++)
    if (ink[k] > 0) {
      const [r, c] = [Math.floor(k / INK), k % INK];
      [top, left, bottom, right] = [Math.min(top, r), Math.min(left, c), Math.max(bottom, r), Math.max(right, c)];
    }
  return bottom < 0 ? null : { top, left, rows: bottom - top + 1, columns: right - left + 1 };
}

function normalised(ink) {
  const image = new Uint8Array(SIDE * SIDE),
    bounds = boundsOf(ink);
  if (!bounds) return image;
  const { top, left, rows, columns } = bounds,
    side = Math.max(rows, columns),
    down = meansOf(rows, side),
    across = meansOf(columns, side);
  const narrow = Array.from({ length: rows }, (_, r) =>
    across.map((shares) => shares.reduce((sum, share, c) => sum + share * ink[(top + r) * INK + left + c], 0)),
  );
  const small = down.map((shares) =>
    across.map((_, c) => shares.reduce((sum, share, r) => sum + share * narrow[r][c], 0)),
  );
  let [weight, mr, mc] = [0, 0, 0];
  small.forEach((line, r) =>
    line.forEach((v, c) => {
      weight += v;
      mr += r * v;
      mc += c * v;
    }),
  );
  const shift = [mr, mc].map((m) => Math.floor(MIDDLE - m / weight + 0.5));
  small.forEach((line, r) =>
    line.forEach((v, c) => {
      const [row, column] = [r + shift[0], c + shift[1]];
      if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) image[row * SIDE + column] = Math.floor(v + 0.5);
    }),
  );
  return image;
}

function asDrawn(ink) {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, k) => {
    const at = 2 * Math.floor(k / SIDE) * INK + 2 * (k % SIDE);
    return Math.floor((ink[at] + ink[at + 1] + ink[at + INK] + ink[at + INK + 1]) / 4 + 0.5);
  });
}

const enlarged = (image) =>
  Uint8Array.from({ length: INK * INK }, (_, k) => image[Math.floor(k / INK / 2) * SIDE + Math.floor((k % INK) / 2)]);
