// DetectorExplorer: a window slid over a photograph at every scale; what is above the threshold, and which boxes are kept.

// How large a pixel of the photograph and a cell of the map are: side by side, or below each other on a narrow page.
function zoomsFor(root, { shape: [rows, columns], level }) {
  const { rem, width } = roomOf(root),
    whole = width - 2.5 * rem,
    isWide = whole > 56 * rem;
  const room = isWide ? whole - 27 * rem : whole,
    half = isWide || whole < 40 * rem ? whole : whole / 2 - rem;
  root.classList.toggle("cn-narrow", !isWide);
  return {
    photograph: Math.max(0.5, Math.min(2.5, room / columns, (34 * rem) / rows)),
    map: Math.max(3, Math.min(28, Math.floor(Math.min(25 * rem, half) / Math.max(1, level.columns)))),
  };
}

function buildDetector(model, root, signal, quiz) {
  const ex = detectorState(model),
    { change, own } = ex;
  const pointing = {
    point: (place, on) => {
      own.pointed = { ...place, on };
      light();
    },
    // The other of the two may be pointed at by now.
    leave: (on) => {
      if (own.pointed?.on !== on) return;
      own.pointed = null;
      light();
    },
  };
  const controls = detectorControls(ex, quiz),
    photograph = photographWithBoxes(ex, quiz, pointing),
    map = scoreMap(ex, quiz, pointing),
    costs = costsOfThresholds(ex, quiz),
    words = detectorWords(ex, quiz);
  const player = stepper({
    what: "box",
    signal,
    count: () => ex.now.taken.length + 1,
    at: () => ex.now.at,
    go: (step) => change({ step }),
  });
  const code = codePanel(() => detectorCode(ex.now), "Python code that keeps these boxes");
  root.append(
    controls.element,
    h("div", { class: "cn-scene" }, photograph.element, h("div", { class: "cn-side" }, map.element, costs.element)),
    ...words.elements,
    h("div", { class: "cn-line cn-foot" }, player.element, code.line),
    code.panel,
  );

  const light = () => {
    const { level } = ex.now,
      isThere = own.pointed && own.pointed.row < level.rows && own.pointed.column < level.columns,
      pointed = isThere ? own.pointed : null;
    photograph.mark(pointed);
    map.mark(pointed);
    words.say(pointed, player.isPlaying());
  };
  const repaint = () => {
    ex.now = ex.compute();
    quiz.about(ex.now);
    const zooms = zoomsFor(root, ex.now);
    controls.paint();
    photograph.paint(zooms.photograph);
    map.paint(zooms.map);
    words.paint();
    player.element.hidden = quiz.hides("boxes");
    costs.paint();
    code.refresh();
    light();
    player.show();
  };
  return { paint: repaint, repaint, resize: repaint };
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
