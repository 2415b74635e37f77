// DetectorExplorer: a window slid over a photograph at every scale; what is above the threshold, and which boxes are kept.

const MOST_MARKS = 250; // dashed boxes that are drawn; more would hide the photograph
const percentText = (score) => {
  const share = probabilityOf(score);
  return share > 0.9995 ? "over 0.999" : fixed(share, 3);
};

function buildDetector(model, root, signal, quiz) {
  const { get, change, compute, boxAt, once } = detectorState(model),
    own = { pointed: null };
  let now;
  const point = (place, on) => {
    own.pointed = { ...place, on };
    light();
  };
  const leave = (on) => {
    if (own.pointed?.on === on) {
      own.pointed = null;
      light();
    }
  }; // the other may be pointed at by now
  const threshold = slider(
    { name: "threshold", label: "threshold", says: "threshold of the score", min: -10, max: 10 },
    (tenths) => change({ threshold: tenths / 10 }),
  );
  const overlap = slider(
    { name: "overlap", label: "overlap", says: "overlap that is allowed, in percent", min: 0, max: 100 },
    (percent) => change({ overlap: percent / 100 }),
  );
  const scale = slider({ name: "scale", label: "scale", min: 0, max: 0 }, (value) => {
    own.pointed = null;
    change({ scale: value });
  });
  const player = stepper({
    what: "box",
    signal,
    count: () => (now?.taken.length ?? 0) + 1,
    at: () => now?.at ?? 0,
    go: (step) => change({ step }),
  });
  const picture = new Picture({
    label: "photograph",
    kind: "photograph",
    onPoint: (row, column) => point(cellUnder(row, column), "photograph"),
    onLeave: () => leave("photograph"),
  });
  const map = new NumberGrid({
    kind: "score map",
    onPoint: (row, column) => point({ row, column }, "map"),
    onLeave: () => leave("map"),
  });
  const plot = new Plot({ label: "", width: 360 });
  const group = (title, ...parts) => h("fieldset", {}, h("legend", {}, title), ...parts);
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    told = h("p", { class: "cn-told" });
  const costs = h("p", { class: "cn-note" }),
    legend = h("p", { class: "cn-note" });
  const code = codePanel(() => detectorCode(now), "Python code that keeps these boxes");
  const side = h(
    "div",
    { class: "cn-side" },
    h("div", {}, map.element, legend),
    h("div", {}, h("p", { class: "cn-title" }, "What each threshold costs"), plot.element, costs),
  );
  root.append(
    h("div", { class: "cn-controls" }, group("windows", threshold.row, scale.row), group("boxes", overlap.row)),
    h("div", { class: "cn-scene" }, picture.element, side),
    live,
    told,
    h("div", { class: "cn-line cn-foot" }, player.element, code.line),
    code.panel,
  );

  // The window at this scale whose middle is nearest to a pixel of the photograph.
  const cellUnder = (row, column) => {
    const { level, window, stride } = now,
      at = (pixel, of, half, step, most) => Math.max(0, Math.min(most - 1, Math.round((pixel / of - half / 2) / step)));
    return {
      row: at(row, level.down, window[0], stride[0], level.rows),
      column: at(column, level.across, window[1], stride[1], level.columns),
    };
  };
  const markOf = ([top, left, bottom, right], extra) => ({
    row: top,
    column: left,
    rows: bottom - top,
    columns: right - left,
    ...extra,
  });

  // Boxes that are chosen, those that wait, and those that the last choice has dropped.
  const boxMarks = () => {
    const { above, taken, at, ranked } = now,
      isAsked = quiz.hides("boxes"),
      chosen = isAsked ? [] : taken.slice(0, at),
      last = chosen.at(-1);
    const gone = new Set(chosen.flatMap(({ best, dropped }) => [best, ...dropped.map(({ index }) => index)]));
    const dashed = above.map((_, index) => index).filter((index) => !gone.has(index));
    const fallen = at < taken.length && last ? last.dropped.map(({ index }) => index) : [];
    return [
      ...[...dashed, ...fallen].slice(0, MOST_MARKS).map((index) => markOf(ranked[index].box, { dashed: true })),
      ...chosen.map(({ best }) => markOf(ranked[best].box, { note: fixed(ranked[best].score, 1) })),
    ];
  };

  const stepSentence = () => {
    const { above, taken, at, ranked, overlap: most } = now,
      windows = counted(above.length, "window");
    if (quiz.hides("boxes")) return "Predict first; the boxes that are kept are shown then.";
    if (above.length === 0)
      return `No window is above ${fixed(now.threshold, 1)}: the best of them all has ${fixed(now.best, 1)}.`;
    if (at === 0) return `${windows} above the threshold, dashed. Take the best of them first.`;
    const { best, dropped } = taken[at - 1],
      { score } = ranked[best];
    const left = above.length - taken.slice(0, at).reduce((sum, each) => sum + 1 + each.dropped.length, 0);
    const overlaps = dropped
      .slice(0, 6)
      .map((each) => fixed(each.overlap, 2))
      .join(", ");
    const drops =
      dropped.length === 0
        ? "nothing overlaps it that far"
        : `${dropped.length} that overlap it by more than ${fixed(most, 2)} ${dropped.length === 1 ? "is" : "are"} dropped ` +
          `(${overlaps}${dropped.length > 6 ? ", \u2026" : ""})`;
    return `Box ${at - 1}: score ${fixed(score, 1)}, probability ${percentText(score)}; ${drops}; ${counted(left, "window")} left.`;
  };
  const pointSentence = ({ row, column }) => {
    const { level, threshold: least } = now,
      score = level.scores[row * level.columns + column];
    const [top, left, bottom, right] = boxAt(level, row, column).map(Math.round);
    return (
      `The window in row ${row}, column ${column} of this map covers rows ${top} to ${bottom}, columns ${left} ` +
      `to ${right} of the photograph: score ${fixed(score, 1)}, probability ${percentText(score)}, ` +
      `${score > least ? "above" : "not above"} the threshold.`
    );
  };

  const light = () => {
    const { pointed } = own,
      { level } = now,
      isThere = pointed && pointed.row < level.rows && pointed.column < level.columns;
    picture.mark([
      ...boxMarks(),
      ...(isThere ? [markOf(boxAt(level, pointed.row, pointed.column), { note: "window" })] : []),
    ]);
    map.mark(isThere ? [pointed] : []);
    live.setAttribute("aria-live", player.isPlaying() ? "off" : "polite");
    setText(live, isThere ? pointSentence(pointed) : stepSentence());
  };

  const showCosts = () => {
    const { threshold: at, wrong, missed, hits, things, taken, best, least } = now,
      curves = once("costs", [now.steps, now.found], () => costCurves(now));
    const counts = things.length > 0,
      low = Math.max(least, -12),
      high = best + 1;
    const most = Math.max(1, things.length, ...curves.wrong.filter(([x]) => x >= low).map(([, y]) => y)),
      top = Math.min(most, 20);
    const asked = quiz.hides("boxes"),
      x = Math.max(low, Math.min(high, at));
    plot.show({
      label: `false boxes${counts ? " and missed faces" : ""} by threshold`,
      x: [low, high],
      y: [0, top * 1.08],
      xLabel: "threshold",
      yLabel: "count",
      lines: [{ points: curves.wrong, kind: "first" }, ...(counts ? [{ points: curves.missed, kind: "second" }] : [])],
      dots: asked
        ? []
        : [
            { x, y: Math.min(top, wrong), kind: "first", text: counts ? "false" : "boxes" },
            ...(counts ? [{ x, y: missed, kind: "second", text: "missed", anchor: "end" }] : []),
          ],
    });
    const words = counts
      ? `At ${fixed(at, 1)}: ${hits} of ${things.length} found, ${wrong} false, ${missed} missed. ` +
        `A box finds a face where their intersection over union is ${LEAST_FOUND} or more.`
      : `At ${fixed(at, 1)}: ${taken.length} boxes; which of them are false, only you can say.`;
    setText(costs, asked ? "" : words);
  };

  const photograph = () =>
    once("rgba", [get("_picture")], () => {
      const bytes = get("_picture"),
        rgb = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
      for (let k = 0; k < rgb.length / 3; k++) rgba.set([rgb[3 * k], rgb[3 * k + 1], rgb[3 * k + 2], 255], 4 * k);
      return rgba;
    });
  const rooms = () => {
    const { rem, width } = roomOf(root),
      whole = width - 2.5 * rem,
      isWide = whole > 56 * rem,
      [rows, columns] = now.shape;
    const room = isWide ? whole - 27 * rem : whole,
      zoom = Math.max(0.5, Math.min(2.5, room / columns, (34 * rem) / rows));
    const beside = Math.min(25 * rem, isWide || whole < 40 * rem ? whole : whole / 2 - rem);
    const cell = Math.max(3, Math.min(28, Math.floor(beside / Math.max(1, now.level.columns))));
    root.classList.toggle("cn-narrow", !isWide);
    return { zoom, cell };
  };

  const repaint = () => {
    now = compute();
    quiz.about(now);
    const {
        level,
        least,
        best,
        maps,
        taken,
        shape: [rows, columns],
        window,
      } = now,
      { zoom, cell } = rooms(),
      size = fixed(window[0] * level.down, 0);
    threshold.show(Math.round(10 * now.threshold), `${fixed(now.threshold, 1)} (p ${percentText(now.threshold)})`, {
      max: Math.ceil(10 * best),
    });
    setProperty(threshold.input, "min", String(Math.floor(10 * Math.max(least, -10))));
    threshold.input.value = String(Math.round(10 * now.threshold));
    overlap.show(Math.round(100 * now.overlap), fixed(now.overlap, 2));
    scale.show(now.scale, `${now.scale}: ${quiz.hides("size") ? "?" : `faces of ${size} px`}`, {
      max: maps.length - 1,
    });
    picture.show({ rows, columns, rgba: photograph(), zoom, caption: `photograph, ${rows}\u00d7${columns}` });
    const far = Math.max(4, best - now.threshold, now.threshold - Math.min(...level.scores));
    map.show({
      label: `score map at scale ${now.scale}`,
      rows: level.rows,
      columns: level.columns,
      values: level.scores,
      zoom: cell,
      text: (v) => fixed(v, 0),
      colour: (v) =>
        v > now.threshold
          ? signedScale(1)(0.45 + (0.55 * (v - now.threshold)) / (best - now.threshold))
          : signedScale(far)(v - now.threshold),
      caption: quiz.hides("map") ? "score map" : `score map ${level.rows}\u00d7${level.columns}, one score a window`,
    });
    setText(legend, `Orange: above the threshold; blue: below. Point at a place to see its window.`);
    for (const part of [map.box, legend]) part.hidden = quiz.hides("map");
    setText(
      told,
      quiz.hides("boxes")
        ? ""
        : `${now.above.length} windows above the threshold make ${taken.length} box${taken.length === 1 ? "" : "es"}.`,
    );
    player.element.hidden = quiz.hides("boxes");
    showCosts();
    code.refresh();
    light();
    player.show();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (now) repaint();
    },
  };
}

// The boxes above the threshold as Python that keeps the same of them.
function detectorCode({ above, overlap }) {
  const list = (rows) => rows.map((row) => `    ${row},`).join("\n"),
    some = above.slice(0, 200);
  return [
    "from cnnteach.tasks import non_maximum_suppression",
    "",
    `boxes = [  # top, left, bottom, right${above.length > some.length ? `: the best ${some.length}` : ""}`,
    list(some.map(({ box }) => `(${box.map((v) => literal(v)).join(", ")})`)),
    "]",
    `scores = [${some.map(({ score }) => literal(score)).join(", ")}]`,
    `print(non_maximum_suppression(boxes, scores, overlap=${literal(overlap)}))  # the places of those that are kept`,
  ].join("\n");
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "detector",
      traits: DETECTOR_TRAITS,
      ...DETECTOR_QUIZ,
      build: (root, own, quiz) => buildDetector(model, root, own, quiz),
    },
  );
}

export default () => movable(render);
