// The sentence as a table: its words, and beside each the row of its numbers, under the filter's window.

// Rows that are shown: the sentence, and of its filling as much as one window sees.
function shownRows({ numbers, words, layer, padding }) {
  const inside = Math.min(numbers.length, words.length + layer.width);
  return { inside, rows: inside + (inside < numbers.length ? 1 : 2) * padding };
}

// `at` counts from the first word: zeros stand before it, filling and zeros after the last.
function wordLabel({ words, numbers }, at) {
  const word = words[at],
    number = numbers[at];
  if (word === undefined) return h("li", { class: "cn-filling" }, at < 0 || number === undefined ? "0" : "filling");
  return number === UNKNOWN
    ? h("li", { class: "cn-unknown", title: "not among the words that it knows" }, `${word} (unknown)`)
    : h("li", {}, word);
}

function tableOfWords(ex, hands) {
  const grid = new NumberGrid({
    kind: "words",
    onLeave: hands.leave,
    onPoint: (row, column, by) => (by === "pointer" ? hands.aim({ row, column }) : hands.selectRow(row)),
    onStroke: (row) => {
      hands.selectRow(row);
      return false; // and a number can be typed
    },
    onEdit: hands.writeVector,
  });
  const names = h("ol", { class: "cn-words" }),
    named = h("div", { class: "cn-named" }, h("div", { class: "cn-caption" }, "word"), names);

  const paint = (side) => {
    const { words, numbers, dimensions, padding, x } = ex.now,
      { rows, inside } = shownRows(ex.now),
      filling = numbers.length - words.length;
    const values = x.subarray(0, rows * dimensions),
      digits = exactDecimals([...values], 2);
    grid.show({
      label: "word vectors",
      rows,
      columns: dimensions,
      values,
      text: (v) => fixed(v, digits),
      colour: signedScale(largestOf(values)),
      zoom: side,
      inner: padding ? { top: padding, left: 0, rows: inside, columns: dimensions } : null,
      caption: `${counted(words.length, "word")}${filling > 0 ? ` and ${filling} of filling` : ""}, ${dimensions} numbers each`,
    });
    names.style.lineHeight = `${side}px`;
    renew(names, ...Array.from({ length: rows }, (_, row) => wordLabel(ex.now, row - padding)));
  };
  const light = () => {
    const { place, layer, dimensions } = ex.now,
      { pointed } = ex.own,
      marks = [{ row: place, column: 0, rows: layer.width, columns: dimensions }];
    if (pointed) marks.push({ row: pointed.row ?? place + pointed.i, column: pointed.column });
    grid.mark(marks);
  };
  return {
    element: h("div", { class: "cn-table" }, named, grid.element),
    paint,
    light,
    mark: (marks) => grid.mark(marks),
  };
}
