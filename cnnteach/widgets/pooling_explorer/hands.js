// The grids of PoolingExplorer, and what a learner's hand does to them: point, select, drag, write a number.

function poolHands(ex, quiz, light) {
  const { change } = ex;
  const { aim, select, leave } = pointing(ex, light);
  // A row and a column of the padded input, as the input counts them.
  const unpadded = (row, column) => {
    const [[top], [left]] = ex.now.g.pads;
    return [row - top, column - left];
  };
  const aimAtPixel = (row, column) => {
    const [rows, columns] = ex.now.g.sizes,
      [r, q] = unpadded(row, column),
      isInside = r >= 0 && q >= 0 && r < rows && q < columns;
    aim(isInside ? { kind: "pixel", pixel: r * columns + q } : null);
  };
  const write = (name, values, sizes, row, column, value) => {
    const changed = Float64Array.from(values);
    changed[row * sizes[1] + column] = value;
    change({ [`_${name}`]: asBytes(changed), [`_${name}_shape`]: sizes });
  };
  return {
    aimAtPixel,
    takePixel: (row, column) => {
      aimAtPixel(row, column);
      quiz.take(...unpadded(row, column));
    },
    aimAtWeight: (row, column) => aim({ kind: "weight", tap: row * ex.now.g.kernels[1] + column }),
    select,
    leave,
    writePixel: (row, column, value) => writeShifted(ex, ...unpadded(row, column), value),
    writeWeight: (...where) => write("w", ex.now.w, ex.now.g.kernels, ...where),
    writeUpstream: (...where) => write("dy", ex.now.dy, ex.now.g.out, ...where),
  };
}

function poolGrids(hands) {
  const { leave, select, aimAtPixel, aimAtWeight, takePixel, writePixel } = hands;
  return {
    input: new NumberGrid({
      kind: "input",
      onLeave: leave,
      onPoint: takePixel,
      onEdit: writePixel,
      onDrag: writePixel,
    }),
    weights: new NumberGrid({ kind: "weights", onLeave: leave, onPoint: aimAtWeight, onEdit: hands.writeWeight }),
    output: new NumberGrid({ kind: "output", onPoint: select }),
    dx: new NumberGrid({ kind: "dx", onLeave: leave, onPoint: aimAtPixel }),
    dw: new NumberGrid({ kind: "dw", onLeave: leave, onPoint: aimAtWeight }),
    dy: new NumberGrid({ kind: "dy", onPoint: select, onEdit: hands.writeUpstream }),
    most: new NumberGrid({ kind: "most", onPoint: select }),
    mean: new NumberGrid({ kind: "mean", onPoint: select }),
  };
}
