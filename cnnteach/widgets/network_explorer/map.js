// One map of the chosen layer, where a place is chosen.

// Grey where nothing is below 0, and two colours where something is.
const scaleOf = (values) => (Math.min(...values) < 0 ? signedScale : (most) => greyScale(0, most))(largestOf(values));

function mapOfUnit({ get, layer, isOfMap, decimals, goTo }, quiz) {
  const choose = (r, q) => goTo(get("layer"), get("unit"), [r, q]);
  const grid = new NumberGrid({
    kind: "map",
    onPoint: (r, q, by) => by === "key" && choose(r, q),
    onStroke: (r, q) => (choose(r, q), true),
  });
  const paint = () => {
    grid.element.hidden = !isOfMap(get("map_of"));
    if (grid.element.hidden) return;
    const { name, shape } = layer(),
      [rows, columns] = shape,
      [row, column] = get("place"),
      values = floats(get("_map")),
      places = decimals(),
      scale = scaleOf(values),
      asked = quiz.hides("value") ? row * columns + column : null;
    grid.cursor = [row, column];
    grid.show({
      label: `map of ${name}, unit ${get("unit")}`,
      rows,
      columns,
      values,
      text: (v, k) => (k === asked ? "?" : fixed(v, places)),
      colour: (v, k) => scale(k === asked ? 0 : v),
      zoom: rows * columns === 1 ? 64 : zoomWithin(rows, columns, 34),
      caption: `${name}, unit ${get("unit")}`,
    });
    grid.mark([{ row, column }]);
  };
  return { element: grid.element, paint };
}
