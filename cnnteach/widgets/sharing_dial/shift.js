// Shift first or layer first: the two outputs, and their difference.

function shiftBeforeAndAfter(ex, quiz, { ahead, after, difference }) {
  const verdict = h("p");
  const element = h(
    "div",
    { class: "cn-beside" },
    ahead.element,
    signBetween(MINUS),
    after.element,
    signBetween("="),
    difference.element,
    verdict,
  );
  const paint = (zoom) => {
    const { now } = ex,
      isVeiled = quiz.hides("difference");
    element.hidden = !now.y;
    if (!now.y) return;
    const show = (grid, values, colour, label, caption = label) =>
      grid.show({
        ...sizeOf(now.g.out),
        label,
        caption,
        values,
        zoom: zoom.small,
        unreached: (r, q) => Number.isNaN(now.difference[r * now.g.out[1] + q]),
        text: isVeiled ? () => "?" : inDecimals(now.decimals.y),
        colour: (v) => (isVeiled || Number.isNaN(v) ? palette().zero : colour(v)),
      });
    const known = now.difference.filter((d) => !Number.isNaN(d));
    show(ahead, now.y, answerColours(now), "shift, then layer", "shift, then layer: f(g(x))");
    show(after, now.after, answerColours(now), "layer, then shift", "layer, then shift: g(f(x))");
    show(difference, now.difference, signedScale(largestOf(known)), "difference");
    setText(verdict, isVeiled ? "" : shiftVerdict(now));
  };
  return { element, paint };
}
