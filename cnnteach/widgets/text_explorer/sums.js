// How the chosen answer adds up.

function sumOfAnswer(ex, answers, mark, light) {
  // Each product where a word has few numbers, else each word's share.
  const parts = () => {
    const { terms, dimensions, bias, place, layer, padding } = ex.now,
      isFew = dimensions <= SOME_DIMENSIONS;
    const all = isFew
      ? terms.map((t) => ({ ...t, words: timesText(t.x, t.w), value: t.product }))
      : windowWords(ex.now, place, layer.width, padding).map((words, row) => ({
          words,
          row,
          column: 0,
          columns: dimensions,
          value: terms.filter((t) => t.row === row).reduce((total, t) => total + t.product, 0),
        }));
    if (bias || !isFew) all.push({ words: "bias", kind: "bias", value: bias });
    return all;
  };
  const point = ({ row, column, columns = 1 }) => {
    if (row !== undefined) mark([{ row: ex.now.place + row, column, columns }]);
  };
  const row = new TermRow({ onTerm: point, onLeave: light });
  const paint = () => {
    const { layer, decimals, sum: total, answers: all, place } = ex.now,
      isHidden = answers.isAsked(place);
    const printed = printedTerms(parts(), decimals, total, isHidden);
    const rectified = layer.relu && !isHidden ? `, after ReLU ${fixed(all[place], printed.decimals)}` : "";
    row.show(printed.terms, `= ${printed.total}${rectified}`);
  };
  return { element: row.element, paint };
}
