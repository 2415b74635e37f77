// A nudge of one input: the output before and after, and the gradient as the slope of the tangent.

// What one step of size `nudge` along one input does to the output; printed numbers subtract and divide exactly.
function nudged({ expression, values, by, output }, nudge) {
  try {
    const after = computed(expression, { ...values, [by]: values[by] + nudge }).value,
      change = after - output.value;
    const decimals =
      change === 0
        ? exactDecimals([after], 4)
        : Math.max(0, Math.min(10, 3 - Math.floor(Math.log10(Math.abs(change)))));
    const [end, start] = [after, output.value].map((value) => inUnits(value, decimals) / 10 ** decimals),
      printed = (inUnits(end, decimals) - inUnits(start, decimals)) / 10 ** decimals;
    const needed = exactDecimals([end, start], decimals);
    return {
      after: fixed(end, needed),
      before: fixed(start, needed),
      change: fixed(printed, needed),
      slope: Number((printed / nudge).toPrecision(6)),
    };
  } catch {
    return null;
  }
}

// The output along one input, where it can be computed.
function curveOf({ expression, values, by }, low, high, count = 81) {
  const points = [];
  for (let k = 0; k < count; k++) {
    const x = low + ((high - low) * k) / (count - 1);
    try {
      points.push([x, computed(expression, { ...values, [by]: x }).value]);
    } catch {
      /* not defined there */
    }
  }
  return points;
}

function nudgeSentence({ by, output, values, gradient }, nudge, found) {
  const name = outputName(output);
  return found
    ? `${name} goes from ${found.before} to ${found.after}, by ${found.change}. Per unit of ${by} that is ${numberText(found.slope)}; ` +
        `the gradient, the slope of the dashed line, is ${numberText(gradient)}.`
    : `At ${by} = ${numberText(values[by] + nudge)} there is no ${name}.`;
}

function nudgeOfInput(ex) {
  const title = h("p", { class: "cn-title" }),
    plot = new Plot({ label: "" }),
    note = h("p", { class: "cn-note" });
  const paint = () => {
    const { now } = ex,
      { by, output, values, gradient } = now,
      [x, y, name, nudge] = [values[by], output.value, outputName(output), ex.get("nudge")],
      found = nudged(now, nudge);
    const reach = Math.max(2, 1.5 * Math.abs(nudge)),
      [low, high] = [x - reach, x + reach],
      curve = curveOf(now, low, high),
      tangent = [low, high].map((at) => [at, y + gradient * (at - x)]);
    const heights = curve.map(([, height]) => height),
      [bottom, top] = [Math.min(...heights), Math.max(...heights)],
      margin = 0.08 * (top - bottom) || 1;
    const dots = [{ x, y, kind: "first" }];
    if (found) dots.push({ x: x + nudge, y: Number(found.after.replace(MINUS, "-")), kind: "second" });
    setText(title, `Nudge ${by} by ${numberText(nudge)} and compare:`);
    plot.show({
      label: `${name} along ${by}, with the tangent at ${by} = ${numberText(x)}`,
      x: [low, high],
      y: [bottom - margin, top + margin],
      xLabel: by,
      yLabel: name,
      lines: [
        { points: curve, kind: "first" },
        { points: tangent, kind: "second" },
      ],
      dots,
    });
    setText(note, nudgeSentence(now, nudge, found));
  };
  return { element: h("div", {}, title, plot.element, note), paint };
}
