// The score map of one scale: a number for each window, in colours that turn at the threshold.

function scoreColours({ level, threshold, best }) {
  const [above, below] = [
    signedScale(1),
    signedScale(Math.max(4, best - threshold, threshold - Math.min(...level.scores))),
  ];
  return (v) => (v > threshold ? above(0.45 + (0.55 * (v - threshold)) / (best - threshold)) : below(v - threshold));
}

function scoreMap(ex, quiz, { point, leave }) {
  const grid = new NumberGrid({
    kind: "score map",
    onPoint: (row, column) => point({ row, column }, "map"),
    onLeave: () => leave("map"),
  });
  const legend = h(
    "p",
    { class: "cn-note" },
    "Orange: above the threshold; blue: below. Point at a place to see its window.",
  );
  const paint = (zoom) => {
    const { level, scale } = ex.now,
      { rows, columns } = level,
      isAsked = quiz.hides("map");
    grid.show({
      label: `score map at scale ${scale}`,
      rows,
      columns,
      values: level.scores,
      zoom,
      text: (v) => fixed(v, 0),
      colour: scoreColours(ex.now),
      caption: isAsked ? "score map" : `score map ${rows}\u00d7${columns}, one score a window`,
    });
    for (const part of [grid.box, legend]) part.hidden = isAsked;
  };
  return { element: h("div", {}, grid.element, legend), paint, mark: (pointed) => grid.mark(pointed ? [pointed] : []) };
}
