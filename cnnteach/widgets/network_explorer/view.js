// NetworkExplorer: layers, maps, units, their arithmetic, and the pixels that it all comes from.

const NETWORK_TRAITS = [
  ...["layer", "unit", "place", "image", "layers", "samples", "tiles", "sums", "evidence", "score", "problem"],
  ...[
    "map_of",
    "_pixels",
    "_pixels_shape",
    "_tiles",
    "_map",
    "_window",
    "_weights",
    "_pictures",
    "_traced",
    "_excited",
  ],
];

const PATIENCE = 300; // ms

function networkControls({ get, change, layer, goToMap }) {
  const layers = choice(
    { name: "layer", label: "layer", options: get("layers").map(({ name }, k) => [String(k), name]) },
    (value) => goToMap(Number(value), 0),
  );
  const unit = slider({ name: "unit", label: "unit", says: "unit: which map of the layer", min: 0, max: 0 }, (value) =>
    goToMap(get("layer"), value),
  );
  const sample = slider({ name: "image", label: "image", says: "image: which sample", min: 0, max: 0 }, (image) =>
    change({ image }),
  );
  const element = h("div", { class: "cn-controls" }, h("div", { class: "cn-line" }, layers.row), unit.row, sample.row);
  const paint = () => {
    const most = layer().shape[2] - 1,
      samples = get("samples"),
      image = get("image");
    layers.show(String(get("layer")));
    unit.show(get("unit"), `${get("unit")} (0 to ${most})`, { max: most });
    sample.show(Math.max(0, image), image < 0 ? "yours" : samples[image], { max: samples.length - 1 });
  };
  return { element, paint };
}

// The chosen number in a sentence, and whether the image excites its unit more than any sample does.
function networkWords({ get, layer, isOfMap, decimals }, quiz) {
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    score = h("p", { class: "cn-beat", role: "status" });
  const paint = () => {
    const [unit, place, isHere] = [get("unit"), get("place"), isOfMap(get("map_of"))],
      hidden = !isHere || quiz.hides("value"),
      value = isHere ? floats(get("_map"))[place[0] * layer().shape[1] + place[1]] : NaN,
      box = boxOf(layer(), place, get("_pixels_shape").slice(0, 2));
    const sentence = () => placeSentence({ layer: layer(), unit, place, value, box, decimals: decimals(), hidden });
    setText(live, quiz.hides("box") ? unitText(layer(), unit, place) : sentence());
    setText(score, isOfMap(get("score").of) ? scoreSentence(get("score")) : "");
    score.hidden = quiz.hides("value");
  };
  return { elements: [live, score], paint };
}

function build(model, root, signal, quiz) {
  const ex = networkState(model),
    { get } = ex;
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    part = (...children) => h("div", { class: "cn-part" }, ...children);
  const controls = networkControls(ex),
    row = rowOfLayers(ex, quiz),
    image = imageToPaintOn(ex, quiz, signal, (fault) => setText(problem, fault)),
    map = mapOfUnit(ex, quiz),
    sums = sumsOfUnit(ex, quiz),
    evidence = evidenceOfUnit(ex),
    words = networkWords(ex, quiz);
  const parts = h(
    "div",
    { class: "cn-parts" },
    part(image.element),
    part(map.element),
    part(sums.window, sums.channel),
    part(sums.weights),
  );
  root.append(controls.element, row.element, problem, parts, image.controls, ...words.elements, sums.element);
  root.append(...evidence.elements);

  const repaint = () => {
    const isAnswered = ex.isOfHere(get("sums"));
    quiz.about({ layers: get("layers"), sums: isAnswered ? get("sums") : null, decimals: ex.decimals() });
    setText(problem, get("problem"));
    for (const each of [controls, row, image, map, sums, evidence, words]) each.paint();
  };
  // Until Python has answered, the numbers stand that it gave last; if that takes long, the view says that it waits.
  let before = null,
    late = null;
  signal.addEventListener("abort", () => clearTimeout(late));
  const paint = () => {
    if (!sameList(ex.map(), before)) ex.own.channel = null;
    before = ex.map();
    clearTimeout(late);
    if (ex.isOfHere(get("sums")) || !hasPython(model)) return repaint();
    late = setTimeout(repaint, PATIENCE);
    controls.paint();
    row.paint();
    if (ex.isOfMap(get("map_of"))) for (const each of [map, words]) each.paint();
  };
  return { paint, repaint, resize: () => {} };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "network",
      traits: NETWORK_TRAITS,
      ...NETWORK_QUIZ,
      build: (root, own, quiz) => build(model, root, own, quiz),
    },
  );
}

export { boxOf, productTerms, strongestChannel };
export default () => movable(render);
