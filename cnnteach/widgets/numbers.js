// Numbers as they are shown: what is printed as terms adds up exactly to what is printed as their sum.

const MINUS = "\u2212";
const isClose = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

// The fewest decimals (at most `most`) that print each value exactly.
function exactDecimals(values, most = 4) {
  for (let d = 0; d < most; d++) if (values.every((v) => isClose(v * 10 ** d, Math.round(v * 10 ** d)))) return d;
  return most;
}

// Decimals for sums of products of x and w: exact where that is short, else about three digits.
function decimalsFor(x, w, b, y) {
  const natural = exactDecimals(Array.from(x)) + exactDecimals(Array.from(w));
  const largest = y.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const readable = largest === 0 || largest >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(largest)));
  return Math.min(Math.max(natural, exactDecimals(Array.from(b))), readable);
}

// Halves go away from zero; the hair added keeps a sum that lost its last bit on the right side.
const inUnits = (value, decimals) => Math.sign(value) * Math.round(Math.abs(value) * 10 ** decimals + 1e-9);

function fixed(value, decimals) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "\u221e" : MINUS + "\u221e";
  const units = inUnits(value, decimals), text = (Math.abs(units) / 10 ** decimals).toFixed(decimals);
  return units < 0 ? MINUS + text : text;
}

// A weight such as 1/9 or 1/16 reads best as a fraction.
function weightText(value) {
  if (isClose(value, Math.round(value))) return fixed(value, 0);
  for (let denominator = 2; denominator <= 4096; denominator++) {
    const numerator = value * denominator;
    const simple = denominator <= 64 || (denominator & (denominator - 1)) === 0;
    if (simple && Math.round(numerator) !== 0 && Math.abs(numerator - Math.round(numerator)) < 1e-6 * denominator) {
      const tenths = exactDecimals([value], 3) < 3;
      return tenths ? String(Number(value.toFixed(2))).replace("-", MINUS) : `${fixed(Math.round(numerator), 0)}/${denominator}`;
    }
  }
  return String(Number(value.toPrecision(3))).replace("-", MINUS);
}

// Round terms so that they add up to their rounded sum: the units that rounding down leaves over
// go to the terms with the largest remainders (Hamilton's apportionment).
function apportion(terms, decimals) {
  const unit = 10 ** decimals, total = inUnits(terms.reduce((a, v) => a + v, 0), decimals);
  if (!Number.isFinite(total)) return terms.map((v) => fixed(v, decimals));
  const scaled = terms.map((v) => (isClose(v * unit, Math.round(v * unit)) ? Math.round(v * unit) : v * unit));
  const down = scaled.map(Math.floor);
  const byRemainder = scaled.map((v, k) => [v - down[k], k]).sort((a, b) => b[0] - a[0]);
  let left = total - down.reduce((a, v) => a + v, 0);
  for (let n = 0; left > 0 && n < byRemainder.length; n++, left--) down[byRemainder[n][1]] += 1;
  return down.map((v) => fixed(v / unit, decimals));
}

// A learner's typing: 1.5, -2, 1/9; anything else is null.
function parseNumber(text) {
  const match = text.trim().replace(MINUS, "-").replace(",", ".").match(/^([-+]?[\d.]+)(?:\s*\/\s*([\d.]+))?$/);
  const value = match ? Number(match[1]) / Number(match[2] ?? 1) : NaN;
  return Number.isFinite(value) && Math.abs(value) < 1e6 ? value : null;
}
