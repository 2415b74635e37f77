// SharingDial: a layer between its input and its output as a matrix; a dial takes weights away, then ties the rest.

const SHARING_TRAITS = [
  "size",
  "kernel",
  "sharing",
  "shift",
  "image",
  "selected",
  "image_side",
  "image_channels",
  "units",
  "filter_side",
  "_source",
  "_source_shape",
  "_table",
];

function build(model, root, signal, quiz) {
  const ex = sharer(model),
    dials = dialControls(ex),
    counts = countsTable(ex);
  const grids = sharingGrids(sharingHands(ex, () => sums.light())),
    scene = sharingScene(ex, grids),
    sums = sumsOfSharing(ex, quiz, grids),
    shift = shiftBeforeAndAfter(ex, quiz, grids);
  const code = codePanel(() => (ex.now.y ? sharingCode(ex.now) : "")),
    tip = h("span", { class: "cn-tip" }, "Drag a number of the matrix or of the input up or down, or type one.");
  root.append(dials.element, scene.element, ...sums.elements, shift.element, counts.element);
  root.append(h("div", { class: "cn-line cn-foot" }, tip, code.line), code.panel);
  signal.addEventListener("abort", () => {
    ex.now = {};
  });

  let zoom;
  const paint = () => {
    const past = ex.now;
    ex.now = ex.compute();
    const { now, own } = ex;
    own.news = movedOutputs(past, now) ?? own.news;
    if (JSON.stringify(past.s) !== JSON.stringify(now.s)) own.news = null;
    quiz.about(now);
    dials.show(now);
    zoom = sharingZoom(root, now.g);
    scene.paint(zoom);
    shift.paint(zoom);
    counts.show(now, quiz.hides("counts"));
    code.line.hidden = !now.y;
    code.refresh();
    sums.paint();
  };
  return {
    paint,
    repaint: paint,
    resize: () => {
      if (ex.now.g && JSON.stringify(sharingZoom(root, ex.now.g)) !== JSON.stringify(zoom)) paint();
    },
  };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "sharing",
      traits: SHARING_TRAITS,
      ...SHARING_QUIZ,
      build: (root, own, quiz) => build(model, root, own, quiz),
    },
  );
}

export { layerCounts, layerMatrix, sharer, sharingCode };
export default () => movable(render);
