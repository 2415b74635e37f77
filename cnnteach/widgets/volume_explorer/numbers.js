// One unit in numbers: its window and its filter, channel by channel, what each contributes, and the depth column that it is in.

function unitNumbers({ onWeight, onFilter }) {
  const pairs = [],
    list = h("div", { class: "cn-pairs" });
  const column = new NumberGrid({ kind: "column", onPoint: (row) => onFilter(row) });
  const element = h("div", { class: "cn-scene cn-unit" }, column.element, list);

  const furnish = (count) => {
    while (pairs.length > count) pairs.pop().element.remove();
    while (pairs.length < count) {
      const c = pairs.length,
        window = new NumberGrid({ kind: "window" }),
        filter = new NumberGrid({ kind: "filter", onEdit: (r, q, v) => onWeight(c, r, q, v) });
      const sum = h("span", { class: "cn-partial" }),
        sign = (text) => h("span", { class: "cn-sign", "aria-hidden": "true" }, text);
      const pair = h("div", { class: "cn-pair" }, window.element, sign("\u00b7"), filter.element, sum);
      pairs.push({ window, filter, sum, element: pair });
      list.append(pair);
    }
  };

  // `names`: of the channels; `grey`: is the input a picture? `hidden`: the quiz asks for the unit.
  const show = (root, about, unit, { names, grey, largest, hidden }) => {
    const { g, channels, decimals } = about,
      K = g.kernels[0],
      { rem } = roomOf(root);
    const heaviest = largestOf(channels.flatMap((c) => Array.from(c.weights)));
    const zoom = Math.floor(Math.max(1.35 * rem, Math.min(2.6 * rem, (9 * rem) / K))),
      shade = grey ? greyScale(0, grey) : signedScale(largest);
    const digits = exactDecimals(
      channels.flatMap((c) => Array.from(c.window)),
      2,
    );
    furnish(g.depth);
    pairs.forEach(({ window, filter, sum }, c) => {
      const { window: values, weights, partial } = channels[c],
        square = { rows: K, columns: K, zoom };
      window.show({
        ...square,
        label: `window in ${names[c]}`,
        caption: names[c],
        values,
        text: (v) => fixed(v, digits),
        colour: shade,
      });
      filter.show({
        ...square,
        label: `filter ${unit.filter}, slice for ${names[c]}`,
        caption: `slice ${c}`,
        values: weights,
        text: weightText,
        colour: signedScale(heaviest),
      });
      setText(sum, `${names[c]}: ${fixed(partial, decimals)}`);
    });
    const high = largestOf(Array.from(about.column));
    column.show({
      label: "depth column",
      caption: "depth column",
      rows: g.filters,
      columns: 1,
      values: about.column,
      zoom: Math.floor(3.2 * rem),
      text: (v, k) => (hidden && k === unit.filter ? "?" : fixed(v, Math.min(1, decimals))),
      colour: (v, k) => signedScale(high)(hidden && k === unit.filter ? 0 : v),
    });
    column.cursor = [unit.filter, 0];
    column.mark([{ row: unit.filter, column: 0 }]);
  };
  return { element, show, column };
}
