// The maximum and the average of the same windows, beside each other.

function maximumBesideAverage(ex, quiz, { most, mean }) {
  const verdict = h("p"),
    element = h("div", { class: "cn-beside" }, most.element, mean.element, verdict);
  const paint = (zoom, ok) => {
    element.hidden = !ok || !ex.get("compare") || isVeiled(quiz);
    if (element.hidden) return;
    const { g, x, decimals } = ex.now,
      found = comparison(ex.now);
    const show = (grid, values, name) =>
      grid.show({
        ...sizeOf(g.out),
        label: name,
        values,
        text: inDecimals(Math.max(1, decimals.x)),
        colour: coloursOf([...found.most, ...found.mean], x),
        zoom: zoom.output,
        caption: name,
      });
    show(most, found.most, "maximum");
    show(mean, found.mean, "average");
    setText(verdict, found.sentence);
  };
  return { element, paint };
}
