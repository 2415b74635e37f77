// Numbers as they are shown: what is printed as terms adds up exactly to what is printed as their sum.

const MINUS = "\u2212",
  NUMBER_HINT = "Write a number, such as 3, -1.5 or 1/9.";
// As far as float32 can tell.
const isClose = (a, b) => Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(a), Math.abs(b));
// The numbers value(0), value(1), ...: what Float64Array.from makes of a count and a function, in a fifth of the time.
function tabulate(count, value) {
  const all = new Float64Array(count);
  for (let k = 0; k < count; k++) all[k] = value(k);
  return all;
}
const largestOf = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

// The fewest decimals (at most `most`) that print each value exactly.
function exactDecimals(values, most = 4) {
  const exact = (v, whole) => v === 0 || (whole !== 0 && isClose(v, whole));
  for (let d = 0; d < most; d++) if (values.every((v) => exact(v * 10 ** d, Math.round(v * 10 ** d)))) return d;
  return most;
}

// Decimals for sums of products of x and w: exact where that is short, else about three digits; and
// never so many that the sum of the printed terms is beyond what a float64 counts exactly.
function decimalsFor(x, w, b, y) {
  const [ofX, ofW, ofB] = [x, w, b].map((values) => exactDecimals(Array.from(values), 5)),
    largest = largestOf(y);
  const natural = Math.max(ofX, ofW) > 4 ? Infinity : Math.max(ofX + ofW, ofB);
  const readable = largest === 0 || largest >= 1 ? 2 : Math.min(10, 2 - Math.floor(Math.log10(largest)));
  const countable = Math.max(0, 12 - Math.ceil(Math.log10(Math.max(1, largestOf(x) * largestOf(w)))));
  return Math.min(natural, readable, countable);
}

// Halves go away from zero; the hair added keeps a sum that lost its last bit on the right side.
const inUnits = (value, decimals) => Math.sign(value) * Math.round(Math.abs(value) * 10 ** decimals + 1e-9);

function fixed(value, decimals) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "\u221e" : `${MINUS}\u221e`;
  const units = inUnits(value, decimals),
    text = (Math.abs(units) / 10 ** decimals).toFixed(decimals);
  return units < 0 ? MINUS + text : text;
}

// A printed number with its thousands set apart.
const grouped = (text) => text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
const whole = (value) => grouped(fixed(value, 0));
const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

// A weight such as 1/9 or 1/16 reads best as a fraction; other numbers with three digits, two of them decimals.
function weightText(value) {
  if (value === 0 || (Math.abs(value) > 0.5 && isClose(value, Math.round(value)))) return fixed(value, 0);
  for (let denominator = 2; denominator <= 4096; denominator++) {
    const numerator = value * denominator;
    const simple = denominator <= 64 || (denominator & (denominator - 1)) === 0;
    if (simple && Math.round(numerator) !== 0 && Math.abs(numerator - Math.round(numerator)) < 1e-6 * denominator) {
      const decimal = exactDecimals([value], 3) < (denominator === 4 && Math.abs(value) < 1 ? 2 : 3);
      return decimal
        ? String(Number(value.toFixed(2))).replace("-", MINUS)
        : `${fixed(Math.round(numerator), 0)}/${denominator}`;
    }
  }
  return String(Number(value.toPrecision(Math.max(3, 3 + Math.floor(Math.log10(Math.abs(value))))))).replace(
    /-/g,
    MINUS,
  );
}

const addUp = (terms, decimals, sum) =>
  terms.reduce((units, v) => units + inUnits(v, decimals), 0) === inUnits(sum, decimals);

// Round terms so that they add up to their rounded sum. Where they do not by themselves, the units that rounding down leaves over
// go to the terms with the largest remainders (Hamilton's apportionment).
function apportion(terms, decimals, sum = terms.reduce((a, v) => a + v, 0)) {
  const unit = 10 ** decimals,
    total = inUnits(sum, decimals);
  if (!Number.isFinite(total) || !terms.every(Number.isFinite)) return terms.map((v) => fixed(v, decimals));
  if (addUp(terms, decimals, sum)) return terms.map((v) => fixed(v, decimals));
  const scaled = terms.map((v) => (Math.abs(v * unit - Math.round(v * unit)) < 1e-6 ? Math.round(v * unit) : v * unit));
  const units = scaled.map(Math.floor);
  const order = scaled
    .map((v, k) => [v - units[k], k])
    .sort((a, b) => b[0] - a[0])
    .map(([, k]) => k);
  let left = total - units.reduce((a, v) => a + v, 0);
  if (left < 0) order.reverse();
  for (let n = 0; left !== 0; n++) {
    units[order[n % order.length]] += Math.sign(left);
    left -= Math.sign(left);
  }
  return units.map((v) => fixed(v / unit, decimals));
}

// At most two more decimals than these, so that the terms, each rounded by itself, add up: else one contradicts its product.
function decimalsThatAddUp(terms, decimals, sum) {
  if (!terms.every(Number.isFinite)) return decimals;
  return [decimals, decimals + 1].find((d) => addUp(terms, d, sum)) ?? decimals + 2;
}

const THOUSANDS = /^[-+]?[1-9]\d{0,2}(,\d{3})+$/;

// A learner's typing: 1.5, -2, 1/9, 34,944, and 1,5 as some write 1.5; anything else, and what is not below `most`, is null.
function parseNumber(text, most = 1e6) {
  const typed = text.trim().replace(MINUS, "-");
  const match = (THOUSANDS.test(typed) ? typed.replaceAll(",", "") : typed.replace(",", ".")).match(
    /^([-+]?[\d.]+)(?:\s*\/\s*([\d.]+))?$/,
  );
  const value = match ? Number(match[1]) / Number(match[2] ?? 1) : NaN;
  return Number.isFinite(value) && Math.abs(value) < most ? value : null;
}
