// What a learner's hand does to the grids of TextConvExplorer: point, lay the filter elsewhere, write a number.

function textHands(ex, light) {
  const { get, own, change } = ex;
  const aim = (pointed) => {
    own.pointed = pointed;
    light();
  };
  const rewrite = (name, at, value) => {
    const values = floats(get(name));
    values[at] = value;
    change({ [name]: asBytes(values) });
  };
  const select = (place) => {
    own.pointed = null;
    if (place !== ex.now.place) change({ place });
    else light();
  };
  return {
    aim,
    leave: () => aim(null),
    select,
    // The last place is that of the last whole window.
    selectRow: (row) => select(Math.min(row, ex.now.answers.length - 1)),
    writeVector: (row, column, value) => {
      const { numbers, padding, dimensions } = ex.now,
        number = numbers[row - padding];
      if (number !== undefined) rewrite("_vectors", number * dimensions + column, value);
    },
    writeWeight: (i, column, value) => {
      const { layer, dimensions, f } = ex.now;
      rewrite("_kernels", layer.start + (i * dimensions + column) * layer.filters + f, value);
    },
  };
}
