// Filtering as cnnteach.widgets.kernel_lab.filtering defines it, for the view. A plane is a Float64Array of rows * columns numbers.

const BINS = 1024,
  RARE = 0.005,
  PEAKS = 5;

// Red, green and blue of a picture (three bytes a pixel), or its brightness alone.
function splitPlanes(picture, colour) {
  const count = picture.length / 3,
    planes = Array.from({ length: colour ? 3 : 1 }, () => new Float64Array(count));
  for (let k = 0; k < count; k++) {
    const r = picture[3 * k],
      g = picture[3 * k + 1],
      b = picture[3 * k + 2];
    if (colour) [planes[0][k], planes[1][k], planes[2][k]] = [r, g, b];
    else planes[0][k] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
  }
  return planes;
}

const sidesOf = (size, border) => (border === "valid" ? [0, 0] : [Math.floor((size - 1) / 2), Math.floor(size / 2)]);

// Which pixel of 0 to size - 1 stands at a place, perhaps beyond the border; -1: a zero.
function borderPixel(at, size, border) {
  if (at >= 0 && at < size) return at;
  if (border === "edge") return at < 0 ? 0 : size - 1;
  if (border === "reflect") return at < 0 ? -at : 2 * (size - 1) - at;
  return -1;
}

function padPlane(plane, H, W, KH, KW, border) {
  const [[top, bottom], [left, right]] = [sidesOf(KH, border), sidesOf(KW, border)],
    PH = H + top + bottom,
    PW = W + left + right;
  if (PH === H && PW === W) return { padded: plane, PH, PW };
  const padded = new Float64Array(PH * PW),
    across = Array.from({ length: PW }, (_, q) => borderPixel(q - left, W, border)),
    beyond = [...across.keys()].filter((q) => (q < left || q >= left + W) && across[q] >= 0);
  for (let r = 0; r < PH; r++) {
    const row = borderPixel(r - top, H, border);
    if (row < 0) continue;
    padded.set(plane.subarray(row * W, (row + 1) * W), r * PW + left);
    for (const q of beyond) padded[r * PW + q] = plane[row * W + across[q]];
  }
  return { padded, PH, PW };
}

// Each place's sum of products: row by row, one weight after the other.
function correlate(padded, PH, PW, w, KH, KW) {
  const OH = PH - KH + 1,
    OW = PW - KW + 1,
    out = new Float64Array(OH * OW);
  for (let r = 0; r < OH; r++) {
    const row = out.subarray(r * OW, (r + 1) * OW);
    for (let k = 0; k < KH * KW; k++) {
      const weight = w[k];
      if (weight === 0) continue;
      const from = (r + Math.floor(k / KW)) * PW + (k % KW),
        under = padded.subarray(from, from + OW);
      for (let q = 0; q < OW; q++) row[q] += weight * under[q];
    }
  }
  return out;
}

function filterPlane(plane, H, W, w, KH, KW, border) {
  const { padded, PH, PW } = padPlane(plane, H, W, KH, KW, border);
  return correlate(padded, PH, PW, w, KH, KW);
}

// The column's pass, and the row's pass over what that left.
function twoPasses(plane, H, W, { column, row }, border) {
  const first = filterPlane(plane, H, W, column, column.length, 1, border),
    OH = first.length / W;
  return [first, filterPlane(first, OH, W, row, 1, row.length, border)];
}

const SOBEL_X = [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  SOBEL_Y = [-1, -2, -1, 0, 0, 0, 1, 2, 1];

function steepness(plane, H, W, border) {
  const across = filterPlane(plane, H, W, SOBEL_X, 3, 3, border),
    down = filterPlane(plane, H, W, SOBEL_Y, 3, 3, border);
  return across.map((gx, k) => Math.sqrt(gx * gx + down[k] * down[k]));
}

function cut(plane, W, row, column, KH, KW) {
  const piece = new Float64Array(KH * KW);
  for (let i = 0; i < KH; i++) piece.set(plane.subarray((row + i) * W + column, (row + i) * W + column + KW), i * KW);
  return piece;
}

// Sums over all windows, from the sums over all upper left parts of the plane.
function windowSums(plane, H, W, KH, KW, of = (v) => v) {
  const sums = new Float64Array((H + 1) * (W + 1)),
    OH = H - KH + 1,
    OW = W - KW + 1,
    S = W + 1,
    out = new Float64Array(OH * OW);
  for (let r = 0; r < H; r++) {
    let row = 0;
    for (let q = 0; q < W; q++) {
      row += of(plane[r * W + q]);
      sums[(r + 1) * S + q + 1] = sums[r * S + q + 1] + row;
    }
  }
  for (let r = 0; r < OH; r++)
    for (let q = 0; q < OW; q++)
      out[r * OW + q] = sums[(r + KH) * S + q + KW] - sums[r * S + q + KW] - sums[(r + KH) * S + q] + sums[r * S + q];
  return out;
}

// How well a template fits at each place: "raw", "without mean" or "normalised".
function match(plane, H, W, template, KH, KW, how) {
  const count = KH * KW,
    mean = how === "raw" ? 0 : template.reduce((a, v) => a + v, 0) / count,
    t = template.map((v) => v - mean);
  const found = correlate(plane, H, W, t, KH, KW);
  if (how !== "normalised") return found;
  const total = windowSums(plane, H, W, KH, KW),
    squares = windowSums(plane, H, W, KH, KW, (v) => v * v),
    own = t.reduce((a, v) => a + v * v, 0);
  return found.map((v, k) => {
    const scale = (squares[k] - (total[k] * total[k]) / count) * own;
    return scale > 0 ? v / Math.sqrt(scale) : 0;
  });
}

// The places of the highest responses, best first; of windows that share more than half, the better one.
function peaksOf(response, OH, OW, KH, KW, count = PEAKS) {
  const left = Float64Array.from(response),
    found = [],
    [up, aside] = [KH, KW].map((n) => Math.floor((n - 1) / 2));
  while (found.length < count) {
    let best = -1;
    for (let k = 0; k < left.length; k++) if (left[k] !== -Infinity && (best < 0 || left[k] > left[best])) best = k;
    if (best < 0) break;
    const row = Math.floor(best / OW),
      column = best % OW;
    found.push([row, column]);
    for (let r = Math.max(0, row - up); r <= Math.min(OH - 1, row + up); r++)
      left.fill(-Infinity, r * OW + Math.max(0, column - aside), r * OW + Math.min(OW - 1, column + aside) + 1);
  }
  return found;
}

// How far from 0 all but about half a per cent of the numbers lie.
function reach(planes) {
  let largest = 0,
    count = 0,
    covered = 0,
    bin = 0;
  for (const plane of planes) for (const v of plane) largest = Math.max(largest, Math.abs(v));
  if (largest === 0) return 1;
  const bins = new Uint32Array(BINS),
    scale = BINS / largest;
  for (const plane of planes) {
    count += plane.length;
    for (const v of plane) bins[Math.min(Math.abs(v) * scale, BINS - 1) | 0]++;
  }
  for (covered = bins[0]; covered < (1 - RARE) * count; covered += bins[bin]) bin++;
  return ((bin + 1) * largest) / BINS;
}

function extremes(planes) {
  let low = Infinity,
    high = -Infinity;
  for (const plane of planes)
    for (const v of plane) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
  return [low, high];
}

// Which numbers are black and white: {low, high, unsigned}.
function limitsOf(planes, { look, mode, matching, w }) {
  if (mode === "template") {
    if (matching === "normalised") return { low: -1, high: 1, unsigned: false };
    const [low, high] = extremes(planes),
      far = Math.max(-low, high);
    return matching === "raw" ? { low, high, unsigned: false } : { low: -far, high: far, unsigned: false };
  }
  const usual = mode === "steepness" ? "size" : w.reduce((a, v) => a + v, 0) > 0.5 ? "clipped" : "signed";
  const used = look === "auto" ? usual : look;
  if (used === "clipped") return { low: 0, high: 255, unsigned: false };
  const far = reach(planes);
  return used === "size" ? { low: 0, high: far, unsigned: true } : { low: -far, high: far, unsigned: false };
}

// From 0, black, to 255, white; what is beyond them is to be clamped.
const shadeBy = ({ low, high, unsigned }) => {
  const scale = 255 / (high - low || 1);
  return (v) => Math.round(((unsigned ? Math.abs(v) : v) - low) * scale);
};
const greyBy = (limits) => {
  const shade = shadeBy(limits);
  return (v) => Math.max(0, Math.min(255, shade(v)));
};

// One plane is grey, three are red, green and blue. The array clamps.
function rgbaOf(planes, limits) {
  const shade = shadeBy(limits),
    rgba = new Uint8ClampedArray(4 * planes[0].length).fill(255);
  planes.forEach((plane, c) => {
    for (let k = 0; k < plane.length; k++) rgba[4 * k + c] = shade(plane[k]);
  });
  if (planes.length === 1) for (let k = 0; k < rgba.length; k += 4) rgba[k + 1] = rgba[k + 2] = rgba[k];
  return rgba;
}
