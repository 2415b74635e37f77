// KernelLab: a kernel goes over a photograph; magnifiers show which numbers make which.

const COMPUTED = [
  "image",
  "preset",
  "size",
  "mode",
  "border",
  "colour",
  "look",
  "two_passes",
  "template_size",
  "template_place",
  "matching",
  "_picture",
  "_picture_shape",
  "_w",
  "_w_shape",
];
const TRAITS = [...COMPUTED, "selected", "channel"];
const LONGEST = 256,
  SHORTEST = 8; // pixels of a side

function build(model, root, signal, quiz) {
  const ex = lab(model),
    { get, own, change } = ex;
  let now, zoom;
  const code = codePanel(() => (now ? labCode(now, get("image")) : ""), "Python code that computes this output"),
    dials = labControls(ex, signal);
  const aim = (focus, centre = null) => {
    Object.assign(own, { focus, centre });
    light();
  };
  const select = (at) => {
    Object.assign(own, { focus: null, centre: null, pixel: null });
    change({ selected: at });
  };
  const point = (row, column, by) => (by === "pointer" ? aim([row, column]) : select([row, column]));
  const leave = () => {
    own.pixel = null;
    aim(null);
  };

  const picture = new Picture({
    label: "picture",
    kind: "picture",
    onLeave: leave,
    onPoint: (row, column, by) => (now.at && by !== "pointer" ? ex.cutAt(now, row, column) : point(row, column, by)),
  });
  const shifted = (row, column, by) => point(row + now.margins[0], column + now.margins[1], by);
  const between = new Picture({ label: "after the column", kind: "between", onPoint: shifted, onLeave: leave });
  const result = new Picture({ label: "output", kind: "result", onPoint: shifted, onLeave: leave });
  dials.accept(picture.box);

  const middle = () => own.centre ?? ex.place(now),
    at = (row, column) => [middle()[0] - AROUND + row, middle()[1] - AROUND + column];
  const lens = magnifiers({
    onLeave: leave,
    onInput: (row, column) => {
      own.pixel = at(row, column);
      light();
    },
    onOutput: (row, column, by) => (by === "key" ? select(at(row, column)) : aim(at(row, column), middle())),
    onPixel: (row, column, value) => ex.writePixel(now, ...at(row, column), value),
    onWeight: (row, column, value) => now.w && ex.writeWeight(now, row * now.KW + column, value),
  });
  const matches = templateView(ex, picture, result),
    sums = labSums(),
    notes = noteList(quiz);
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const scene = h("div", { class: "cn-scene cn-pictures" }, picture.element, between.element, result.element);
  root.append(
    dials.element,
    scene,
    lens.element,
    matches.element,
    live,
    sums.element,
    notes.element,
    h("div", { class: "cn-line cn-foot" }, code.line),
    code.panel,
  );

  const chooseZoom = () => {
    const { width, rem } = roomOf(root),
      room = (count) => (width - (2 + count) * rem) / count;
    const beside = room(now.firsts ? 3 : 2),
      wide = beside < 13 * rem ? room(1) : beside; // or below each other
    return Math.max(0.5, Math.min(wide / now.W, (21 * rem) / now.H, 8));
  };
  const paintPictures = () => {
    const out = `${now.OH}\u00d7${now.OW}`,
      kind = now.colour ? "three channels" : "grey";
    picture.show({
      rows: now.H,
      columns: now.W,
      zoom,
      rgba: now.rgba,
      caption: `${get("image")}, ${now.H}\u00d7${now.W}, ${kind}`,
    });
    result.show({
      rows: now.OH,
      columns: now.OW,
      zoom,
      rgba: rgbaOf(now.responses, now.limits),
      caption: now.at ? `how well the template fits, ${out}` : `output, ${out}`,
    });
    between.element.hidden = !now.firsts;
    if (!now.firsts) return;
    const rgba = rgbaOf(now.firsts, limitsOf(now.firsts, { ...now.s, w: now.factors.column }));
    between.show({ rows: now.OH, columns: now.W, zoom, rgba, caption: "after the column, before the row" });
  };

  const markPictures = (centre) => {
    const region = { row: centre[0] - AROUND, column: centre[1] - AROUND, rows: WIDE, columns: WIDE },
      [up, aside] = now.margins;
    const whole = {
      row: sidesOf(now.KH, now.border)[0],
      column: sidesOf(now.KW, now.border)[0],
      rows: now.H - now.KH + 1,
      columns: now.W - now.KW + 1,
      dashed: true,
    };
    picture.mark([region]);
    result.mark([
      ...(now.border === "valid" || quiz.hides("border") ? [] : [whole]),
      { ...region, row: region.row - up, column: region.column - aside },
    ]);
    if (now.firsts) between.mark([{ ...region, row: region.row - up }]);
  };
  const markLens = (here, centre, tap) => {
    const cell = ([row, column]) => ({ row: row - centre[0] + AROUND, column: column - centre[1] + AROUND }),
      top = windowTop(now, here);
    lens.input.mark([{ ...cell(top), rows: now.KH, columns: now.KW }, ...(own.pixel ? [cell(own.pixel)] : [])]);
    lens.output.mark([cell(here)]);
    for (const grid of lens.kernels) grid.mark(tap ? [{ row: tap.i, column: tap.j }] : []);
  };
  const light = () => {
    if (!now) return;
    const here = ex.place(now),
      channel = ex.channel(now);
    live.setAttribute("aria-live", own.focus ? "off" : "polite");
    if (now.at) {
      matches.show(root, now, here, quiz.hides("match"));
      return setText(
        live,
        quiz.hides("match") || quiz.hides("matching") ? "First your prediction." : pixelText(now, here, 0),
      );
    }
    picture.cursor = result.cursor = between.cursor = here;
    const centre = middle(),
      ws = now.w ? [now.w] : [SOBEL_X, SOBEL_Y],
      decimals = decimalsFor([255], Array.from(ws[0]), [0], [now.limits.high]);
    const asked = (row, column) => quiz.hides("pixel", [row, column, channel]),
      hidden = asked(...here);
    const products = ws.map((w) => labProducts(now, w, now.KH, now.KW, now.planes[channel], here)),
      top = windowTop(now, here);
    const tap = own.pixel && products[0].find((t) => top[0] + t.i === own.pixel[0] && top[1] + t.j === own.pixel[1]);
    markPictures(centre);
    lens.show(root, now, { ws, channel, centre, decimals, asked });
    markLens(here, centre, tap);
    setText(
      live,
      own.pixel
        ? tapText(now, own.pixel, tap, channel, hidden)
        : hidden
          ? "First your prediction."
          : pixelText(now, here, channel, products[0], decimals),
    );
    sums.show(products, responseAt(now, now.responses[channel], ...here), decimals, tap, hidden);
  };

  // A change of the selected pixel alone needs no new numbers.
  const hasChanged = changes();
  const paint = () => {
    if (hasChanged(COMPUTED.map(get)) || !now) return repaint();
    quiz.about({ ...now, place: ex.place(now), channel: ex.channel(now) });
    dials.show(now);
    light();
  };
  const repaint = () => {
    const next = ex.compute();
    if (!next) return;
    now = next;
    quiz.about({ ...now, place: ex.place(now), channel: ex.channel(now) });
    dials.show(now);
    zoom = chooseZoom();
    for (const part of [lens.element, sums.element]) part.hidden = Boolean(now.at);
    matches.element.hidden = !now.at;
    paintPictures();
    notes.show(notesOf(now));
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
    { name: "kernel-lab", traits: TRAITS, ...LAB_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) },
  );
}

export {
  borderPixel,
  filterPlane,
  labCode,
  limitsOf,
  match,
  peaksOf,
  rankOf,
  separate,
  singularValues,
  splitPlanes,
  steepness,
  twoPasses,
};
export default () => movable(render);
