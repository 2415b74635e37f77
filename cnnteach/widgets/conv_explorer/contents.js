// What each grid of ConvExplorer holds: its numbers, how they are written and coloured, its names, and what a quiz hides.

const extent = (sizes) => sizes.join("\u00d7");

function forwardContents({ g, s, x, padded, used, y, decimals }, filter, quiz) {
  const low = Math.min(0, ...x),
    grey = low < 0 ? signedScale(largestOf(x)) : greyScale(low, Math.max(1, ...x)),
    xDecimals = exactDecimals(Array.from(x), 2);
  return {
    input: {
      values: padded,
      text: (v) => fixed(v, xDecimals),
      colour: grey,
      name: "input",
      caption: `input ${extent(g.sizes)}${g.pads.flat().some(Boolean) ? `, padded to ${extent(g.padded)}` : ""}`,
      prefix: "",
      suffix: "",
    },
    kernel: {
      values: used,
      text: weightText,
      colour: signedScale(largestOf(used)),
      name: "kernel",
      caption: `${s.flip ? "flipped " : ""}kernel${g.filters > 1 ? ` ${filter}` : ""}`,
    },
    output: {
      values: y,
      text: (v, f) => fixed(v, decimals[f]),
      colour: signedScale(largestOf(y ?? [])),
      name: "output",
      caption: "output",
      prefix: "",
      asked: (f, row, column) => quiz.hides("output", [f, row, column]),
    },
  };
}

function backwardContents({ g, s, back }, filter, quiz) {
  const { dy, dx, dw, db, decimals } = back,
    [[top], [left]] = g.pads,
    KH = g.kernels[0] - 1,
    KW = g.kernels[1] - 1;
  const fallen = g.pads.flat().some(Boolean) ? ", and what falls on the padding" : "";
  const given = (i, j) => (s.flip ? [KH - i, KW - j] : [i, j]),
    dyDecimals = exactDecimals(Array.from(dy), 2);
  return {
    input: {
      values: dx,
      text: (v) => fixed(v, decimals.x),
      colour: signedScale(largestOf(dx)),
      name: "gradient by the input",
      prefix: "dX, ",
      suffix: fallen,
      caption: `dX ${extent(g.sizes)}${fallen}`,
      asked: (c, row, column) => quiz.hides("gradient", ["x", row - top, column - left, c, ""]),
    },
    kernel: {
      values: dw,
      text: (v) => fixed(v, decimals.w),
      colour: signedScale(largestOf(dw)),
      name: "gradient by the kernel",
      caption: `${s.flip ? "flipped " : ""}dW${g.filters > 1 ? `, filter ${filter}` : ""}`,
      asked: (c, i, j) => quiz.hides("gradient", ["w", ...given(i, j), c, filter]),
    },
    bias: {
      values: [db[filter]],
      text: (v) => fixed(v, decimals.b),
      colour: signedScale(largestOf(db)),
      name: "gradient by the bias",
      caption: `db${g.filters > 1 ? `, filter ${filter}` : ""}`,
      asked: () => quiz.hides("gradient", ["b", filter]),
    },
    output: {
      values: dy,
      text: (v) => fixed(v, dyDecimals),
      colour: signedScale(largestOf(dy)),
      name: "upstream gradient",
      caption: "dY",
      prefix: "dY, ",
    },
  };
}
