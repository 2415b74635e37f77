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

// The score maps of all scales, cut out of one array.
function levelsOf(scores, sizes) {
  let at = 0;
  return sizes.map(([down, across, rows, columns]) => {
    const level = { down, across, rows, columns, scores: scores.subarray(at, at + rows * columns) };
    at += rows * columns;
    return level;
  });
}

// The best windows of all scales, best first.
function bestWindows(levels, boxAt) {
  const placed =
    ({ columns }, scale) =>
    (score, k) => ({ scale, row: Math.floor(k / columns), column: k % columns, score });
  const all = levels.flatMap((level, scale) => Array.from(level.scores, placed(level, scale)));
  const best = ranking(all.map(({ score }) => score))
    .slice(0, MOST_WINDOWS)
    .map((k) => all[k]);
  return best.map((each) => ({ ...each, box: boxAt(levels[each.scale], each.row, each.column) }));
}

// `now` is what the traits were last computed to; `own.pointed` the window of the map that is pointed at, {row, column, on}.
function detectorState(model) {
  const get = (name) => model.get(name),
    kept = {};
  // What takes long is computed again only when what it follows from is another.
  const once = (name, follows, make) => {
    if (!kept[name] || follows.some((value, k) => value !== kept[name].follows[k]))
      kept[name] = { follows, made: make() };
    return kept[name].made;
  };
  const boxAt = ({ down, across }, row, column) => {
    const [[high, wide], [rowStep, columnStep]] = get("_slide"),
      top = row * rowStep,
      left = column * columnStep;
    return [top * down, left * across, (top + high) * down, (left + wide) * across];
  };
  const compute = () => {
    const [threshold, overlap, things] = ["threshold", "overlap", "_truth"].map(get),
      scored = [get("_scores"), get("_levels")],
      [window, stride] = get("_slide");
    const maps = once("levels", scored, () => levelsOf(floats(scored[0]), scored[1])),
      ranked = once("windows", [maps], () => bestWindows(maps, boxAt)),
      boxes = (chosen) => chosen.map(({ box }) => box);
    const steps = once("steps", [ranked, overlap], () => choices(boxes(ranked), overlap)),
      found = once("found", [steps, things], () =>
        findings(boxes(steps.map(({ best }) => ranked[best])), things, LEAST_FOUND),
      );
    const above = ranked.filter(({ score }) => score > threshold),
      taken = choicesOfFirst(above.length, steps),
      hits = found.slice(0, taken.length).filter((thing) => thing >= 0).length,
      scale = Math.min(get("scale"), maps.length - 1);
    return {
      ranked,
      steps,
      found,
      above,
      taken,
      at: Math.min(get("step"), taken.length),
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
  return { get, change: changerOf(model), compute, boxAt, once, now: null, own: { pointed: null } };
}
