// The photograph, and on it the boxes: those that are chosen, those that wait, and those that the last choice has dropped.

const MOST_MARKS = 250; // dashed boxes that are drawn; more would hide the photograph

const markOf = ([top, left, bottom, right], extra) => ({
  row: top,
  column: left,
  rows: bottom - top,
  columns: right - left,
  ...extra,
});

function boxMarks({ above, taken, at, ranked }, isAsked) {
  const chosen = isAsked ? [] : taken.slice(0, at),
    last = chosen.at(-1),
    gone = new Set(chosen.flatMap(({ best, dropped }) => [best, ...dropped.map(({ index }) => index)]));
  const waiting = above.map((_, index) => index).filter((index) => !gone.has(index)),
    fallen = at < taken.length && last ? last.dropped.map(({ index }) => index) : [];
  return [
    ...[...waiting, ...fallen].slice(0, MOST_MARKS).map((index) => markOf(ranked[index].box, { dashed: true })),
    ...chosen.map(({ best }) => markOf(ranked[best].box, { note: fixed(ranked[best].score, 1) })),
  ];
}

// The window at this scale whose middle is nearest to a pixel of the photograph.
function windowUnder({ level, window, stride }, row, column) {
  const at = (pixel, of, size, step, count) =>
    Math.max(0, Math.min(count - 1, Math.round((pixel / of - size / 2) / step)));
  return {
    row: at(row, level.down, window[0], stride[0], level.rows),
    column: at(column, level.across, window[1], stride[1], level.columns),
  };
}

function withAlpha(bytes) {
  const rgb = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let k = 0; k < rgb.length / 3; k++) rgba.set([rgb[3 * k], rgb[3 * k + 1], rgb[3 * k + 2], 255], 4 * k);
  return rgba;
}

function photographWithBoxes(ex, quiz, { point, leave }) {
  const { get, once, boxAt } = ex;
  const picture = new Picture({
    label: "photograph",
    kind: "photograph",
    onPoint: (row, column) => point(windowUnder(ex.now, row, column), "photograph"),
    onLeave: () => leave("photograph"),
  });
  const paint = (zoom) => {
    const [rows, columns] = ex.now.shape,
      bytes = get("_picture"),
      rgba = once("rgba", [bytes], () => withAlpha(bytes));
    picture.show({ rows, columns, rgba, zoom, caption: `photograph, ${rows}\u00d7${columns}` });
  };
  const mark = (pointed) => {
    const marks = boxMarks(ex.now, quiz.hides("boxes"));
    if (pointed) marks.push(markOf(boxAt(ex.now.level, pointed.row, pointed.column), { note: "window" }));
    picture.mark(marks);
  };
  return { element: picture.element, paint, mark };
}
