// The size of an output in words: the formula with today's numbers in it, and what its floor leaves over.

// The formula of which `formulaText` is an example. A kernel that is dilated has a span.
function sizeRule(window, isDilated = false) {
  const width = isDilated ? "span" : window,
    of = isDilated ? `, span = (${window} ${MINUS} 1)\u00b7dilation + 1` : "";
  return `output = \u230a(input + padding before + after ${MINUS} ${width}) / stride\u230b + 1${of}`;
}

function formulaText(g, axis) {
  const [before, after] = g.pads[axis],
    k = span(g.kernels[axis], g.dilations[axis]),
    s = g.strides[axis];
  const room = g.padded[axis] - k;
  const width = g.dilations[axis] > 1 ? `((${g.kernels[axis]} ${MINUS} 1)\u00b7${g.dilations[axis]} + 1)` : String(k);
  const quotient = room % s ? ` = \u230a${fixed(room / s, 2)}\u230b + 1` : "";
  return `\u230a(${g.sizes[axis]} + ${before} + ${after} ${MINUS} ${width}) / ${s}\u230b + 1${quotient} = ${fixed(Math.floor(room / s) + 1, 0)}`;
}

function unreachedText(g) {
  const lost = [0, 1].map((axis) => reached(g, axis).filter((hit) => !hit).length);
  const words = lost.map((n, axis) => (n ? counted(n, ["row", "column"][axis]) : "")).filter(Boolean);
  return words.length ? `No window reaches ${words.join(" and ")} (hatched).` : "Every pixel is reached.";
}

// One number where all four sides agree, else those of the rows and those of the columns.
function paddingText([[top, bottom], [left, right]]) {
  const even = top === bottom && top === left && top === right;
  return even ? String(top) : `${top}+${bottom}, ${left}+${right}`;
}
