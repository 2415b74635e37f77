// Where an axis has its numbers.

// Round numbers from low to high, about `count` of them.
function ticks(low, high, count = 5) {
  const rough = (high - low) / count || 1,
    unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * unit).find((each) => each >= rough * 0.999),
    found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    found.push(Number((k * step).toPrecision(12)));
  return found;
}

// Powers of ten from low to high; every second, third ... where they are many.
function decades(low, high) {
  const first = Math.ceil(low - 1e-9),
    last = Math.floor(high + 1e-9),
    step = Math.max(1, Math.ceil((last - first) / 5));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);
}

// For an axis whose lengths are logarithms: powers of ten, and 2, 3 and 5 times these where there is room; where it spans too
// little for these, round numbers.
function logTicks(low, high) {
  const tens = Math.log10(high / low),
    few = tens > 2.5 ? [1] : tens > 1.3 ? [1, 2, 5] : [1, 2, 3, 5],
    found = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++)
    for (const d of few) if (d * 10 ** e >= low * 0.999 && d * 10 ** e <= high * 1.001) found.push(d * 10 ** e);
  return found.length < 3 ? ticks(low, high, 4) : found;
}
