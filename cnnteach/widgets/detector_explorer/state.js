// The state of a DetectorExplorer, and all that follows from it.

const DETECTOR_TRAITS = [
  "threshold",
  "overlap",
  "scale",
  "step",
  "_picture",
  "_shape",
  "_scores",
  "_levels",
  "_slide",
  "_truth",
];
const MOST_WINDOWS = 1500,
  LEAST_FOUND = 0.5;
const probabilityOf = (score) => 1 / (1 + Math.exp(-score));

function detectorState(model) {
  const get = (name) => model.get(name),
    kept = {};
  const change = changerOf(model);
  // What takes long is computed again only when what it follows from is another.
  const once = (name, follows, make) => {
    if (!kept[name] || follows.some((value, k) => value !== kept[name].follows[k]))
      kept[name] = { follows, made: make() };
    return kept[name].made;
  };
  const levels = () =>
    once("levels", [get("_scores"), get("_levels")], () => {
      const scores = Float64Array.from(floats(get("_scores")));
      let at = 0;
      return get("_levels").map(([down, across, rows, columns]) => {
        const level = { down, across, rows, columns, scores: scores.subarray(at, at + rows * columns) };
        at += rows * columns;
        return level;
      });
    });
  const boxAt = ({ down, across }, row, column) => {
    const [[high, wide], [rowStep, columnStep]] = get("_slide"),
      top = row * rowStep,
      left = column * columnStep;
    return [top * down, left * across, (top + high) * down, (left + wide) * across];
  };
  // The best windows of all scales, best first.
  const windows = () =>
    once("windows", [levels()], () => {
      const placed =
        ({ columns }, scale) =>
        (score, k) => ({ scale, row: Math.floor(k / columns), column: k % columns, score });
      const all = levels().flatMap((level, scale) => Array.from(level.scores, placed(level, scale)));
      const best = ranking(all.map(({ score }) => score))
        .slice(0, MOST_WINDOWS)
        .map((k) => all[k]);
      return best.map((each) => ({ ...each, box: boxAt(levels()[each.scale], each.row, each.column) }));
    });

  const compute = () => {
    const ranked = windows(),
      overlap = get("overlap"),
      threshold = get("threshold"),
      things = get("_truth"),
      maps = levels();
    const steps = once("steps", [ranked, overlap], () =>
      choices(
        ranked.map(({ box }) => box),
        overlap,
      ),
    );
    const found = once("found", [steps, things], () =>
      findings(
        steps.map(({ best }) => ranked[best].box),
        things,
        LEAST_FOUND,
      ),
    );
    const above = ranked.filter(({ score }) => score > threshold),
      count = above.length;
    const taken = steps
      .filter(({ best }) => best < count)
      .map(({ best, dropped }) => ({ best, dropped: dropped.filter(({ index }) => index < count) }));
    const hits = found.slice(0, taken.length).filter((thing) => thing >= 0).length;
    const at = Math.min(get("step"), taken.length),
      scale = Math.min(get("scale"), maps.length - 1);
    const window = get("_slide")[0],
      stride = get("_slide")[1];
    return {
      ranked,
      steps,
      found,
      above,
      taken,
      at,
      scale,
      maps,
      level: maps[scale],
      threshold,
      overlap,
      things,
      window,
      stride,
      shape: get("_shape"),
      hits,
      wrong: taken.length - hits,
      missed: things.length - hits,
      best: ranked[0].score,
      least: ranked.at(-1).score,
    };
  };
  return { get, change, compute, boxAt, once };
}

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
