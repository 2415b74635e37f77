// The grids of SharingDial, and what a learner's hand does to them: point, select, drag, write a number.

function sharingHands(ex, light) {
  const { change } = ex;
  const { aim, select, leave } = pointing(ex, light);
  return {
    aimAtPixel: (row, column) => aim({ kind: "pixel", i: row * ex.now.g.sizes[1] + column }),
    aimAtWeight: (o, i) => aim({ kind: "weight", o, i }),
    select,
    leave,
    writePixel: (row, column, value) => writeShifted(ex, row, column, value),
    writeWeight: (o, i, value) => {
      const { g, s } = ex.now,
        table = Float64Array.from(ex.now.table);
      table[tableAt(g, s.sharing, o, i)] = value;
      change({ _table: asBytes(table) });
    },
  };
}

function sharingGrids({ aimAtPixel, aimAtWeight, select, leave, writePixel, writeWeight }) {
  const writable = (kind, onPoint, write) =>
    new NumberGrid({ kind, onLeave: leave, onPoint, onEdit: write, onDrag: write });
  const outputs = ["output", "ahead", "after", "difference"];
  return {
    input: writable("input", aimAtPixel, writePixel),
    matrix: writable("matrix", aimAtWeight, writeWeight),
    ...Object.fromEntries(outputs.map((kind) => [kind, new NumberGrid({ kind, onPoint: select })])),
  };
}
