// The panels of the small net: curves, points, loss surface; below them weights, gradients and dropout's masks as numbers.

const MASK_ROWS = 10;

function labelledGrid(options, rowNames) {
  const grid = new NumberGrid(options),
    names = h("div", { class: "cn-row-names", "aria-hidden": "true" }),
    heads = h("div", { class: "cn-heads", "aria-hidden": "true" });
  grid.box.before(heads);
  const element = h("div", { class: "cn-labelled" }, names, grid.element);
  let size;
  const show = ({ rows, columns, zoom, ...settings }) => {
    grid.show({ rows, columns, zoom, ...settings });
    if (size === String([rows, columns, zoom])) return;
    size = String([rows, columns, zoom]);
    names.replaceChildren(...rowNames(rows).map((name) => h("div", { style: `height:${zoom}px` }, name)));
    heads.replaceChildren(
      ...Array.from({ length: columns }, (_, j) => h("span", { style: `width:${zoom}px` }, String(j))),
    );
  };
  return { grid, element, show };
}

function planeScene(ex, onStep) {
  const { get, change } = ex,
    select = (row, unit) => change({ selected: [row, unit] });
  const curves = new LinePlot({ name: "loss", onScrub: onStep }),
    plane = new PlaneView({ onUnit: (unit) => select(get("selected")[0], unit) }),
    slice = new SurfaceView();
  const names = (rows) => WEIGHT_ROWS.slice(0, rows),
    grid = (label, kind) => labelledGrid({ label, kind, onPoint: select }, names);
  const weights = grid("weights", "weights"),
    gradients = grid("gradient", "gradient");
  const masks = labelledGrid(
    { label: "dropout\u2019s mask", kind: "mask", onPoint: (_, unit) => select(get("selected")[0], unit) },
    (rows) => Array.from({ length: rows }, (_, n) => `point ${n}`),
  );
  const unit = h("p", { class: "cn-unit" }),
    terms = new TermRow();
  const upper = h("div", { class: "cn-scene" }, curves.element, plane.element, slice.element);
  const lower = h("div", { class: "cn-scene cn-numbers" }, weights.element, gradients.element, masks.element);
  return { curves, plane, slice, weights, gradients, masks, unit, terms, upper, lower };
}

// How wide the panels are: side by side on a wide page, the curves above the squares on a narrow one.
function planeSizes(root, units) {
  const { rem: em, width: whole } = roomOf(root),
    width = Math.max(240, whole - 2 * em),
    wide = width > 56 * em;
  const side = Math.floor(wide ? Math.min(19 * em, (width - 4 * em) * 0.29) : Math.min(24 * em, (width - 2 * em) / 2));
  const beside = (width - 14 * em) / 2 / units,
    below = (width - 7 * em) / units,
    cell = beside < 2.1 * em ? below : beside;
  return {
    side: Math.max(side, 110),
    plot: Math.floor(wide ? width - 2 * side - 3 * em : width - em),
    height: Math.floor(wide ? side : 15 * em),
    zoom: Math.floor(Math.max(14, Math.min(2.9 * em, cell))),
    rem: em,
  };
}

const curveText = (name, { loss, testedLoss }) =>
  `${name} goes from ${lossText(loss[0])} to ${lossText(loss.at(-1))} on the training points, to ${lossText(testedLoss.at(-1))} on the held-out ones`;

function paintCurves(view, now, sizes) {
  const { run, branch, s } = now,
    named = (each, words, colour) => [
      {
        name: `batch${words}`,
        xs: each.looked.slice(0, -1),
        ys: each.looked.slice(0, -1).map((k) => each.batchLoss[k]),
        colour,
        thin: true,
      },
      { name: `all ${TRAINED} points${words}`, xs: each.looked, ys: each.loss, colour },
      { name: `${TESTED} held out${words}`, xs: each.looked, ys: each.testedLoss, colour, dash: "dashed" },
    ];
  view.show({
    width: sizes.plot,
    height: sizes.height,
    rem: sizes.rem,
    most: s.steps,
    series: [...named(run, branch ? ", first" : "", "link"), ...(branch ? named(branch, ", branch", "mark") : [])],
    caption: "loss by step, logarithmic (drag to move through time)",
    label: `Loss by step: ${curveText("it", run)}${branch ? `; ${curveText("the branch", branch)}` : ""}.`,
  });
}

function paintSquares(views, now, at, step, shown, sizes, unit) {
  views.plane.show({
    side: sizes.side,
    points: now.points,
    w: at.w,
    unit,
    batch: at.batch,
    dead: at.shownDead ?? at.dead,
    label: `${TRAINED} training points of two classes and ${TESTED} held-out ones; ${at.right} of ${TRAINED} are on the right side.`,
  });
  const here = placeIn(now.plane, at.w),
    loss = at.finite ? lossSurface(at.w, here, now.plane, now.frame, now.points) : null;
  const percent = Math.round(100 * now.plane.share),
    paths = now.paths.map((places, k) => ({ places, colour: k ? "mark" : "link", dash: k ? "dashed" : "solid" }));
  views.slice.show({
    side: sizes.side,
    loss,
    frame: now.frame,
    paths,
    here,
    caption: "the loss around these weights (dark: high)",
    label: `The training loss in a plane through the weights of step ${step}, and the path of the training across it.`,
    note: `${4 * at.U + 1} weights, seen along the two directions that hold ${percent}\u00a0% of their movement; ${startToStep(step)}`,
  });
}

function paintNumbers(views, now, at, step, sizes, [row, unit]) {
  const U = at.U,
    cells = (values) => Array.from(values.subarray(0, 4 * U)),
    largest = (values) => largestOf(cells(values).filter(Number.isFinite));
  const small = largest(at.gradient),
    decimals = Math.max(2, Math.min(4, 1 - Math.floor(Math.log10(small || 1)))),
    dead = (_, j) => (at.shownDead ?? at.dead)[j];
  const show = (grid, values, digits, caption) => {
    grid.show({
      rows: 4,
      columns: U,
      values: cells(values),
      text: (v) => (v === 0 ? "0" : fixed(v, digits)),
      colour: signedScale(largest(values)),
      zoom: sizes.zoom,
      caption,
      unreached: dead,
    });
    grid.grid.cursor = [row, unit];
    grid.grid.mark([
      { row, column: unit },
      { row: 0, column: unit, rows: 4, faint: true },
    ]);
  };
  show(views.weights, at.w, 2, `weights before step ${step}, by unit (output\u2019s bias ${fixed(at.w[4 * U], 2)})`);
  show(views.gradients, at.gradient, decimals, "gradient of the batch\u2019s loss");
  views.masks.element.hidden = now.s.dropout === 0;
  if (now.s.dropout === 0) return;
  const rows = Math.min(MASK_ROWS, now.s.batch_size),
    keeps = keepsOf(now.s),
    kept = Array.from({ length: rows * U }, (_, k) => Number(keeps(step, Math.floor(k / U), k % U)));
  views.masks.show({
    rows,
    columns: U,
    values: kept,
    text: (v) => (v ? "1" : "0"),
    colour: greyScale(-0.4, 1),
    zoom: Math.floor(Math.min(sizes.zoom, 20)),
    caption: `dropout\u2019s mask${rows < now.s.batch_size ? ` (first ${rows} points)` : ""}: kept units \u00d7 ${fixed(1 / (1 - now.s.dropout), 2)}`,
  });
  views.masks.grid.mark([{ row: 0, column: unit, rows, faint: true }]);
}

function planeStage(ex, root, onStep) {
  const controls = planeControls(ex),
    views = planeScene(ex, onStep),
    { get } = ex;
  let now, known;
  const compute = () => {
    const s = Object.fromEntries(SETTINGS.map((name) => [name, get(name)])),
      key = JSON.stringify([s, get("branch_at")]);
    if (key !== known) {
      now = planeTraining(s, get("branch_at"));
      known = key;
    }
    return now;
  };
  const moment = (step) => {
    const follows = now.branch && get("follow_branch"),
      [from, rate] = get("branch_at");
    return [
      planeMoment(now, follows ? now.branch : now.run, step, follows && step >= from ? rate : now.s.learning_rate),
      follows ? now.branch : now.run,
    ];
  };
  const paint = (step, whole, quiz) => {
    compute();
    const sizes = planeSizes(root, now.s.units),
      [at, run] = moment(step),
      [row, column] = get("selected"),
      place = [Math.min(row, 3), Math.min(column, now.s.units - 1)];
    quiz.about({ s: now.s, at, step });
    if (quiz.hides("dead")) at.shownDead = at.dead.map(() => false);
    controls.show();
    if (whole) paintCurves(views.curves, now, sizes);
    paintSquares(views, now, at, step, run, sizes, place[1]);
    paintNumbers(views, now, at, step, sizes, place);
    const { terms, decimals, sum } = stepTerms(now.s, at, place);
    const asked = quiz.hides("weight", place);
    setText(
      views.unit,
      `${quiz.hides("dead") ? "" : unitText(at, place[1])} Its weight ${WEIGHT_ROWS[place[0]]} takes this step:`,
    );
    const printed = printedTerms(terms, decimals, sum, asked);
    views.terms.show(printed.terms, `= ${printed.total}`);
    return { sentence: planeSentence(now.s, at, step), trouble: planeTrouble(run, at, step) };
  };
  return {
    controls: controls.element,
    upper: views.upper,
    lower: [views.unit, views.terms.element, views.lower],
    curves: [views.curves],
    paint,
    steps: () => get("steps"),
    key: () => (compute(), known),
    rate: () => get("learning_rate"),
    code: () => planeCode(now.s, get("branch_at")),
  };
}
