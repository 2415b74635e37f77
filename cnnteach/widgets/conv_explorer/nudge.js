// A nudge of one number by h: L before and after as a line, whose slope is the gradient.

const NUDGES = [
  ["1", "1"],
  ["0.5", "0.5"],
  ["0.1", "0.1"],
  ["0.01", "0.01"],
];

function nudgePanel(onStep) {
  const step = choice(
    { name: "nudge", label: "nudge it by", options: NUDGES.map(([value, text]) => [value, `\u00b1${text}`]) },
    () => onStep(),
  );
  step.show("0.5");
  const line = s("polyline", { class: "cn-slope", points: "" }),
    dots = [0, 1, 2].map(() => s("circle", { r: "3.5" }));
  const axes = s("path", { class: "cn-axis", d: "M8 60 H116 M8 60 V4" });
  const plot = s("svg", { viewBox: "0 0 120 64", class: "cn-nudged", role: "img" }, axes, line, ...dots);
  const words = h("code", { class: "cn-difference" });
  const element = h("div", { class: "cn-line cn-nudge" }, step.row, plot, words);

  // lossBy(h): L where the number is larger by h.
  const show = (name, lossBy, gradient, decimals) => {
    const h = Number(step.select.value),
      losses = [-h, 0, h].map(lossBy),
      [low, high] = [Math.min(...losses), Math.max(...losses)],
      y = (v) => 54 - (44 * (high > low ? v - low : 0.5)) / (high > low ? high - low : 1);
    const points = losses.map((v, k) => [16 + 44 * k, y(v)]);
    const digits = Math.min(8, Math.max(decimals, exactDecimals(losses, 4))),
      text = (v) => fixed(v, digits);
    line.setAttribute("points", points.map((p) => p.join()).join(" "));
    dots.forEach((dot, k) => {
      dot.setAttribute("cx", points[k][0]);
      dot.setAttribute("cy", points[k][1]);
    });
    const slope = (losses[2] - losses[0]) / (2 * h),
      exact = Math.max(decimals, 2);
    plot.setAttribute(
      "aria-label",
      `L is ${text(losses[0])}, ${text(losses[1])} and ${text(losses[2])} where the number is ${h} smaller, as it is, ` +
        `and ${h} larger`,
    );
    setText(
      words,
      `(L(+${h}) ${MINUS} L(${MINUS}${h})) / ${2 * h} = (${text(losses[2])} ${MINUS} ` +
        `${losses[0] < 0 ? `(${text(losses[0])})` : text(losses[0])}) / ${2 * h} = ` +
        `${fixed(slope, exact)};  ${name} = ${fixed(gradient, exact)}`,
    );
  };
  return { element, show };
}
