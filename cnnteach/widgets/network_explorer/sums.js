// How the chosen number comes about: its window in the layer below, its weights, the products and their sum.

const ASKED = "Python is asked how it comes about \u2026",
  NOT_KEPT = "This page has no Python: how this number comes about was not kept.";

// What adds up to the number: the products and the bias, or the numbers themselves.
function termsOf(found, window, weights) {
  if (found.kind === "sum") return Array.from(window, (value, k) => ({ words: found.names?.[k] ?? "", value }));
  if (found.kind !== "weighted") return [];
  const bias = { words: "bias", value: found.bias, kind: "bias" };
  return [...productTerms(window, weights, found.shape), ...(found.bias === null ? [] : [bias])];
}

function sumsOfUnit({ model, get, own, isOfHere, decimals, goTo }, quiz) {
  const light = (cell) => {
    for (const grid of [grids.window, grids.weights]) grid.mark(cell ? [{ row: cell[0], column: cell[1] }] : []);
  };
  const lit = { onLeave: () => light(null), onPoint: (r, q) => light([r, q]) };
  const grids = {
    window: new NumberGrid({ kind: "window", ...lit, onStroke: (r, q) => (descend(r, q), true) }),
    weights: new NumberGrid({ kind: "weights", ...lit }),
  };
  const channel = slider(
    { name: "channel", label: "channel", says: "channel of the window that is shown", min: 0, max: 0 },
    (value) => {
      own.channel = value;
      paint();
    },
  );
  const terms = new TermRow(),
    said = h("p", { class: "cn-caption" });

  const read = () => {
    const found = get("sums"),
      [window, weights] = [floats(get("_window")), floats(get("_weights"))],
      [rows, columns, channels] = found.shape ?? [0, 0, 0];
    const c = Math.min(own.channel ?? strongestChannel(window, weights, channels), channels - 1);
    return { found, window, weights, rows, columns, channels, c };
  };
  // Down to the unit below whose number stands in the window.
  const descend = (r, q) => {
    const { found, c } = read(),
      { parent, origin, step } = found;
    if (!isOfHere(found) || parent === null || parent < 0) return;
    const place = [origin[0] + r * step[0], origin[1] + q * step[1]],
      { shape } = get("layers")[parent];
    if (place.every((at, axis) => at >= 0 && at < shape[axis])) goTo(parent, found.first + c, place);
  };
  const paint = () => {
    const { found, window, weights, rows, columns, channels, c } = read(),
      fresh = isOfHere(found),
      shown = fresh && rows > 0;
    setText(said, fresh ? found.said : hasPython(model) ? ASKED : NOT_KEPT);
    grids.window.element.hidden = terms.element.hidden = !shown;
    grids.weights.element.hidden = !shown || !weights.length;
    channel.row.hidden = !shown || channels < 2;
    if (!shown) return;
    channel.show(c, String(c), { max: channels - 1 });
    const shared = {
        rows,
        columns,
        text: plainText,
        zoom: Math.max(12, Math.floor(Math.min(40, 190 / Math.max(rows, columns)))),
      },
      plane = (all) => tabulate(rows * columns, (k) => all[k * channels + c]),
      inChannel = channels > 1 ? `, channel ${c}` : "";
    grids.window.show({
      ...shared,
      label: `window in ${found.below}, channel ${c}`,
      values: plane(window),
      colour: scaleOf(window),
      caption: `window in ${found.below}${inChannel}`,
    });
    if (weights.length)
      grids.weights.show({
        ...shared,
        label: `weights, channel ${c}`,
        values: plane(weights),
        colour: signedScale(largestOf(weights)),
        caption: `weights of unit ${get("unit")}`,
      });
    const hidden = quiz.hides("value");
    terms.onTerm = (t) => t.row !== undefined && t.channel === c && light([t.row, t.column]);
    const printed = printedTerms(termsOf(found, window, weights), decimals(), found.total, hidden);
    terms.show(printed.terms, sumSentence(found, printed.decimals, hidden));
  };
  const element = h("div", { class: "cn-sums" }, said, terms.element);
  return { window: grids.window.element, weights: grids.weights.element, channel: channel.row, element, paint };
}
