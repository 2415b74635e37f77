// VolumeExplorer: filters as deep as their input make a map each; the maps are the next volume.

const COMPUTED = [
  "layers",
  "filters",
  "kernel",
  "stride",
  "padding",
  "filters2",
  "kernel2",
  "relu",
  "image",
  "_x",
  "_x_shape",
  "_w",
  "_w2",
  "_b",
  "_b2",
];
const TRAITS = [...COMPUTED, "layer", "selected", "filter", "unravelled"];

function build(model, root, signal, quiz) {
  const ex = volumeState(model),
    { get, own } = ex;
  let now;
  const code = codePanel(() => (now && now.lost === undefined ? volumeCode(now, get) : "")),
    dials = volumeControls(ex),
    isPicture = () => get("image") !== "yours";

  // A cell of a map is a unit; one of the input is the middle of a unit's window.
  const unitAt = ({ volume, channel, row, column }) => {
    if (volume > 0) return { layer: volume - 1, row, column, filter: channel };
    const { g } = now.layers[0],
      half = Math.floor(g.kernels[0] / 2);
    const [r, q] = [row, column].map((at, axis) =>
      Math.max(0, Math.round((at - half + g.pads[axis][0]) / g.strides[axis])),
    );
    return { layer: 0, row: r, column: q, filter: ex.unit(now).filter };
  };
  const move = (key) => {
    const unit = { ...ex.unit(now) },
      { rows, columns, depth } = now.volumes[unit.layer + 1];
    const [name, step, count] =
      {
        ArrowUp: ["row", -1, rows],
        ArrowDown: ["row", 1, rows],
        ArrowLeft: ["column", -1, columns],
        ArrowRight: ["column", 1, columns],
        PageUp: ["filter", -1, depth],
        PageDown: ["filter", 1, depth],
      }[key] ?? [];
    if (!name) return false;
    ex.select({ ...unit, [name]: Math.max(0, Math.min(unit[name] + step, count - 1)) });
    return true;
  };
  const drawing = new VolumeDrawing({
    onKey: (key) => now.lost !== 0 && move(key),
    onLeave: () => {
      own.focus = null;
      light();
    },
    onCell: (cell, by) => {
      if (now.lost === 0) return;
      if (by === "press") return ex.select(unitAt(cell));
      own.focus = unitAt(cell);
      light();
    },
  });
  const numbers = unitNumbers({
    onWeight: (c, row, column, value) => ex.writeWeight(ex.unit(now), c, row, column, value),
    onFilter: (filter) => {
      if (filter !== ex.unit(now).filter) ex.select({ ...ex.unit(now), filter });
    },
  });
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const terms = new TermRow(),
    notes = noteList(quiz);
  root.append(
    dials.element,
    h("div", { class: "cn-scene" }, drawing.box),
    problem,
    live,
    numbers.element,
    terms.element,
    notes.element,
    h("div", { class: "cn-line cn-foot" }, code.line),
    code.panel,
  );

  const paintVolumes = () => {
    const largest = now.volumes.slice(1).map((v) => largestOf(Array.from(v.values)));
    const high = Math.max(1, ...now.input.values),
      low = Math.min(0, ...now.input.values);
    const shades = [low < 0 ? signedScale(Math.max(high, -low)) : greyScale(0, high), ...largest.map(signedScale)];
    drawing.paint(now.volumes, (k, value) => shades[k](value));
    Object.assign(now, { largest, high: low < 0 ? null : high });
  };
  const placeVolumes = () => {
    const { rem, width: whole } = roomOf(root),
      width = Math.floor(whole - 2.2 * rem),
      said = volumeNames(now.volumes);
    const isSecret = (k) => (k === 1 && quiz.hides("shape")) || (k === 2 && quiz.hides("next")),
      isDeep = quiz.hides("depth") || quiz.hides("next");
    drawing.show(now.volumes, {
      width,
      rem,
      t: get("unravelled") / 100,
      names: said.map(([name, size], k) => [name, isSecret(k) ? size.replace(/\d+$/, "?") : size]),
      channels: (k, c) => (k ? String(c) : channelName(now, 0, c, isPicture())),
      between: stepTexts(now.layers).map((lines) => (isDeep ? lines.slice(0, 1) : lines)),
      label: `${said.map((name) => name.join(" ")).join(", ")}. Arrow keys move the unit, Page Up and Page Down choose its filter.`,
    });
  };
  const markVolumes = (unit) => {
    const window = { volume: unit.layer, kind: "window", ...windowIn(now.layers[unit.layer], unit) };
    const column = {
      volume: unit.layer + 1,
      kind: "column",
      row: unit.row,
      column: unit.column,
      size: 1,
      filter: unit.filter,
    };
    drawing.mark([
      ...(unit.layer === 1 ? [{ volume: 0, kind: "seen", ...receptiveIn(now, unit) }] : []),
      window,
      column,
    ]);
  };

  const light = () => {
    if (!now) return;
    if (now.volumes.length === 1) return drawing.mark([]);
    const unit = ex.unit(now),
      about = unitOf(now, unit),
      names = about.channels.map((_, c) => channelName(now, unit.layer, c, isPicture()));
    const hidden = quiz.hides("unit", [unit.layer, unit.row, unit.column, unit.filter]);
    live.setAttribute("aria-live", own.focus ? "off" : "polite");
    markVolumes(unit);
    setText(live, hidden ? "First your prediction." : unitText(now, unit, about, isPicture()));
    numbers.show(root, about, unit, { names, grey: unit.layer === 0 && now.high, largest: now.largest[0], hidden });
    const parts = [
      ...about.channels.map((c, k) => ({ words: names[k], value: c.partial })),
      { words: "bias", value: about.bias, kind: "bias" },
    ];
    const printed = printedTerms(parts, about.decimals, about.sum);
    const rectified =
      now.relu && unit.layer === 0 ? `, ReLU \u2192 ${fixed(Math.max(0, about.sum), printed.decimals)}` : "";
    terms.show(printed.terms, hidden ? "= ?" : `= ${printed.total}${rectified}`);
  };

  // A change of the unit alone, or of how the volumes are shown, needs no new numbers.
  const ask = () => {
    const unit = now.volumes.length > 1 && ex.unit(now);
    quiz.about({ ...now, unit, about: unit && unitOf(now, unit) });
  };
  const hasChanged = changes();
  const paint = () => {
    if (hasChanged(COMPUTED.map(get)) || !now) return repaint();
    ask();
    dials.show(now);
    placeVolumes();
    light();
  };
  const repaint = () => {
    const next = ex.compute();
    if (!next) return;
    now = next;
    ask();
    dials.show(now);
    setText(problem, now.lost === undefined ? "" : problemText(now));
    for (const part of [live, numbers.element, terms.element]) part.hidden = now.lost === 0;
    code.line.hidden = now.lost !== undefined;
    paintVolumes();
    placeVolumes();
    notes.show(now.lost === undefined ? volumeNotes(now) : []);
    code.refresh();
    light();
  };
  return {
    paint,
    repaint,
    resize: () => {
      if (now) repaint();
    },
  };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    { name: "volume", traits: TRAITS, ...VOLUME_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) },
  );
}

export { layOut, learned, receptiveIn, sheetAt, unitOf, volumeCode, volumeState, windowIn };
export default () => movable(render);
