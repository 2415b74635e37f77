// DigitPad: draw a digit, and see every layer of LeNet-5 answer.

const DIGIT_TRAITS = ["_ink", "_weights", "sample", "fit", "pen", "unit"];
const bytesOf = (view) => new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
const inkOfSample = (samples, k) => new DataView(enlarged(samples.subarray(k * SIDE ** 2, (k + 1) * SIDE ** 2)).buffer);

function digitControls(ex, samples) {
  const { get, change, own } = ex,
    count = samples.length / SIDE ** 2;
  const start = choice(
    {
      name: "sample",
      label: "start from",
      options: Array.from({ length: count }, (_, k) => [
        String(k),
        `${Math.floor(k / (count / 10))}${k % (count / 10) ? ", another" : ""}`,
      ]),
    },
    (v) => {
      if (Number(v) >= 0) change({ sample: Number(v), _ink: inkOfSample(samples, Number(v)) });
    },
  );
  const clear = button("clear", "Clear", "an empty sheet", () =>
    change({ sample: -1, _ink: new DataView(new ArrayBuffer(INK * INK)) }),
  );
  const rub = checkbox({ name: "rub", label: "rub out", title: "the pen takes ink away" }, (on) => {
    own.rub = on;
  });
  const fit = checkbox(
    {
      name: "fit",
      label: "scale and centre as MNIST did",
      title: "to 20\u00d720 pixels, centre of mass in the middle of 28\u00d728",
    },
    (on) => change({ fit: on }),
  );
  const pen = slider({ name: "pen", label: "pen", says: "width of the pen", min: 1, max: 8 }, (v) =>
    change({ pen: v }),
  );
  const element = h("div", { class: "cn-line" }, start.row, clear, rub.row, pen.row, fit.row);
  const show = () => {
    start.show(get("sample") < 0 ? "your drawing" : String(get("sample")));
    fit.show(get("fit"));
    pen.show(get("pen"));
    rub.show(own.rub);
  };
  return { element, show };
}

function digitSentence(image, read) {
  if (image.every((v) => v === 0)) return "The sheet is empty: draw a digit.";
  const order = read.probabilities.map((p, k) => [p, k]).sort((a, b) => b[0] - a[0]),
    [[p, first], [q, second]] = order;
  return `It reads ${first} with probability ${fixed(p, 3)}; next comes ${second} with ${fixed(q, 3)}.`;
}

function build(model, root, signal, quiz) {
  const own = { rub: false, channel: null, ink: null },
    get = (name) => model.get(name);
  const change = changerOf(model);
  const ex = { get, change, own },
    samples = bytesOf(get("_samples"));
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    note = h("p", { class: "cn-status", role: "status" });
  const pad = new DrawingPad({
    label: "drawing pad",
    side: INK,
    onStroke: (from, to) => {
      stroke(own.ink, from, to, get("pen") / 2, own.rub);
      own.drawing = true;
      ask();
    },
    onLift: () => {
      own.drawing = false;
      change({ sample: -1, _ink: new DataView(own.ink.slice().buffer) });
    },
    onMove: ([row, column], down) =>
      setText(note, `Pen ${down ? "down" : "up"} at row ${Math.round(row)}, column ${Math.round(column)} of ${INK}.`),
  });
  const views = digitScene(ex, pad, (map) => {
      own.channel = map;
      draw();
    }),
    controls = digitControls(ex, samples),
    code = codePanel(() => digitCode(image, get("weights")), "NumPy and Keras code that prints these probabilities");
  root.append(
    controls.element,
    live,
    note,
    views.upper,
    views.lower,
    views.said,
    views.terms.element,
    views.grids,
    code.line,
    code.panel,
  );
  let weights,
    read,
    image,
    due = false;
  // While a stroke goes on, the view alone knows it; it is drawn once a frame.
  const ask = () => {
    if (!due)
      requestAnimationFrame(() => {
        due = false;
        if (!signal.aborted) draw();
      });
    due = true;
  };
  const drawPad = (em) =>
    pad.show({
      zoom: Math.max(3, Math.round((5 * em) / 14)),
      radius: get("pen") / 2,
      caption: "draw here",
      colour: (k) => GREYS[own.ink[k]],
    });
  const draw = () => {
    const em = roomOf(root).rem;
    image = get("fit") ? normalised(own.ink) : asDrawn(own.ink);
    read = readDigit(image, weights);
    quiz.about({ read, samples });
    controls.show();
    drawPad(em);
    views.seen.show({
      count: 1,
      rows: SIDE,
      columns: SIDE,
      across: 1,
      zoom: Math.round((6 * em) / 14),
      caption: "what the network sees, 28 \u00d7 28",
      colour: (_, r, q) => GREYS[image[r * SIDE + q]],
    });
    views.bars.show({ values: read.probabilities, caption: "what it says" });
    paintLayers(views, ex, read, em, quiz);
    paintUnit(views, own, read, weights, get("unit"), em, draw);
    markUnit(views, get("unit"));
    live.setAttribute("aria-live", own.drawing ? "off" : "polite");
    setText(live, digitSentence(image, read));
    code.refresh();
  };
  let known = {};
  const paint = () => {
    const was = known;
    known = { ink: get("_ink"), weights: get("_weights"), fit: get("fit"), unit: String(get("unit")) };
    if (known.ink !== was.ink) own.ink = bytesOf(known.ink);
    if (known.weights !== was.weights) weights = lenetWeights(floats(known.weights));
    if (known.unit !== was.unit) own.channel = null;
    if (Object.keys(known).some((name) => known[name] !== was[name])) return draw();
    controls.show(); // a pen's width changes nothing that the network sees
    drawPad(roomOf(root).rem);
  };
  return { paint, repaint: () => draw(), resize: () => draw() };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    { name: "digits", traits: DIGIT_TRAITS, ...DIGIT_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) },
  );
}

export { asDrawn, enlarged, lenetWeights, normalised, readDigit, stroke, unitTerms };
export default () => movable(render);
