// What each threshold costs: false boxes and missed things, as curves, and their counts at this one.

// (threshold, count) of false boxes and of missed things: both change only where a kept box comes in.
function costCurves({ ranked, steps, found, things, best, least }) {
  const wrong = [[best + 1, 0]],
    missed = [[best + 1, things.length]];
  steps.forEach((step, n) => {
    const { score } = ranked[step.best],
      isFound = found[n] >= 0,
      curve = isFound ? missed : wrong,
      now = curve.at(-1)[1];
    curve.push([score, now], [score, now + (isFound ? -1 : 1)]);
  });
  for (const curve of [wrong, missed]) curve.push([least, curve.at(-1)[1]]);
  return { wrong, missed };
}

function costsSentence({ threshold, things, taken, hits, wrong, missed }) {
  const at = `At ${fixed(threshold, 1)}:`;
  return things.length
    ? `${at} ${hits} of ${things.length} found, ${wrong} false, ${missed} missed. ` +
        `A box finds a face where their intersection over union is ${LEAST_FOUND} or more.`
    : `${at} ${taken.length} boxes; which of them are false, only you can say.`;
}

function costsOfThresholds(ex, quiz) {
  const plot = new Plot({ label: "", width: 360 }),
    note = h("p", { class: "cn-note" }),
    names = lineNames(["first", ""], ["second", "missed faces"]);
  const paint = () => {
    const { threshold, steps, found, things, wrong, missed, best, least } = ex.now,
      curves = ex.once("costs", [steps, found], () => costCurves(ex.now)),
      counts = things.length > 0,
      isAsked = quiz.hides("boxes");
    const [low, high] = [Math.max(least, -12), best + 1],
      most = Math.max(1, things.length, ...curves.wrong.filter(([x]) => x >= low).map(([, y]) => y)),
      top = Math.min(most, 20);
    const lines = [{ points: curves.wrong, kind: "first" }],
      dots = [{ x: threshold, y: wrong, kind: "first" }];
    setText(names.firstChild, counts ? "false boxes" : "boxes");
    names.lastChild.hidden = !counts;
    if (counts) {
      lines.push({ points: curves.missed, kind: "second" });
      dots.push({ x: threshold, y: missed, kind: "second" });
    }
    plot.show({
      label: `false boxes${counts ? " and missed faces" : ""} by threshold`,
      x: [low, high],
      y: [0, top * 1.08],
      xLabel: "threshold",
      yLabel: "count",
      lines,
      dots: isAsked ? [] : dots,
    });
    setText(note, isAsked ? "" : costsSentence(ex.now));
  };
  const element = h("div", {}, h("p", { class: "cn-title" }, "What each threshold costs"), names, plot.element, note);
  return { element, paint };
}
