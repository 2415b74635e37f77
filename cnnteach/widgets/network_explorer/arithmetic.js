// How a unit's number comes about: its window in the layer below, weights, products, bias, sum, activation.

const MOST_TERMS = 24;

// The products of a window, the largest first; those beyond the most are one term.
function productTerms(window, weights, [rows, columns, channels]) {
  const all = Array.from(window, (x, k) => ({ x, w: weights[k], value: x * weights[k], k }));
  const order = [...all].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    shown = order.slice(0, MOST_TERMS),
    rest = order.slice(MOST_TERMS);
  const terms = shown.map(({ x, w, value, k }) => {
    const [cell, channel] = [Math.floor(k / channels), k % channels];
    return {
      words: `${plainText(x)}\u00b7${w < 0 ? `(${plainText(w)})` : plainText(w)}`,
      value,
      channel,
      row: Math.floor(cell / columns),
      column: cell % columns,
    };
  });
  if (rest.length) terms.push({ words: `${rest.length} more`, value: rest.reduce((sum, t) => sum + t.value, 0) });
  return terms;
}

// Three digits, and no more decimals than a cell has room for.
const plainText = (v) => String(Number(Math.abs(v) < 1 ? v.toFixed(3) : v.toPrecision(3))).replace("-", MINUS);

// Which channel of the window contributes most: the one to look at first.
function strongestChannel(window, weights, channels) {
  const sums = new Float64Array(channels);
  window.forEach((x, k) => {
    sums[k % channels] += Math.abs(x * (weights.length ? weights[k] : 1));
  });
  return sums.indexOf(Math.max(...sums));
}

function sumSentence({ kind, activation, total, value, below, said }, decimals, hidden) {
  const shown = hidden ? "?" : fixed(value, decimals);
  if (kind === "weighted")
    return activation === "linear" ? `= ${shown}` : `= ${fixed(total, decimals)}, and after ${activation} ${shown}`;
  if (kind === "maximum") return `the largest of these: ${shown}`;
  if (kind === "mean") return `the mean of these: ${shown}`;
  if (kind === "sum") return `= ${shown}`;
  if (kind === "copy") return `${fixed(total, decimals)} in ${below} becomes ${shown}`;
  return said;
}
