// The weights of the filter that slides over the words.

function slidingFilter(ex, hands) {
  const grid = new NumberGrid({
    kind: "filter",
    onLeave: hands.leave,
    onPoint: (i, column) => hands.aim({ i, column }),
    onEdit: hands.writeWeight,
  });
  const paint = (side) => {
    const { layer, dimensions, f, filter } = ex.now,
      values = layer.kernel.filter((_, k) => k % layer.filters === f);
    grid.show({
      label: "filter",
      rows: layer.width,
      columns: dimensions,
      values,
      text: (v) => weightText(v),
      colour: signedScale(largestOf(values)),
      zoom: side,
      caption: `filter ${filter}: ${layer.width} words`,
    });
  };
  // The weight that the number which is pointed at meets.
  const light = () => {
    const { place, layer } = ex.now,
      { pointed } = ex.own,
      i = pointed?.row - place;
    grid.mark(i >= 0 && i < layer.width ? [{ row: i, column: pointed.column }] : []);
  };
  return { element: grid.element, paint, light };
}
