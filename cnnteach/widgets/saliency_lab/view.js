// SaliencyLab: maps side by side, one ReLU in numbers, and a slider that shuffles the network layer by layer.

const SALIENCY_NOTE =
  "Middle grey is 0. The number below each map is its rank correlation with the map of the network as it learned: " +
  "1 where nothing changed, 0 where nothing is left of it.";
const SALIENCY_TRAITS = [
  "of",
  "stage",
  "inputs",
  "upstream",
  "methods",
  "stages",
  "named",
  "shape",
  "alike",
  "probabilities",
  "_image",
  "_pictures",
];

function buildSaliency(model, root, signal, quiz) {
  const get = (name) => model.get(name);
  const change = changerOf(model);
  const of = choice({ name: "of", label: "trace back", options: SCORES }, (value) => change({ of: value }));
  const stage = slider(
    { name: "stage", label: "as learned", says: "layers shuffled, from the top down", min: 0, max: 1 },
    (value) => change({ stage: value }),
  );
  const scene = h("div", { class: "cn-maps" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const note = h("p", { class: "cn-note" }, SALIENCY_NOTE);
  const relu = reluTable({ change });
  let now;
  const code = codePanel(
    () => `${reluCode(now.inputs, now.upstream)}\n\n${mapsCode(now.of)}`,
    "Python code that prints these numbers and makes such maps",
  );
  const controls = h("div", { class: "cn-controls" }, h("div", { class: "cn-line" }, of.row), stage.row);
  root.append(controls, scene, live, note, relu.element, h("div", { class: "cn-line cn-foot" }, code.line), code.panel);

  // Pixels for each picture: all in one row, or else in rows of half as many, if they would be small.
  const roomFor = (count) => {
    const { rem, width: whole } = roomOf(root),
      width = whole - 1.9 * rem,
      each = (number) => width / number - 0.8 * rem;
    return Math.min(12 * rem, each(count) < 7 * rem ? Math.max(6 * rem, each(Math.ceil(count / 2))) : each(count));
  };
  const figures = () => {
    const [rows, columns] = get("shape"),
      pixels = rows * columns,
      hides = quiz.hides("likeness");
    const [bytes, image] = ["_pictures", "_image"].map(
      (name) => new Uint8Array(get(name).buffer, get(name).byteOffset),
    );
    const zoom = Math.max(1, Math.floor(roomFor(now.methods.length + 1) / columns));
    const first = { pixels: pictureAt(image, 0, pixels), words: "image", label: `the image, ${now.named}` };
    const others = now.methods.map((name, k) => {
      const number = hides ? "?" : signed(now.alike[k]);
      return {
        pixels: pictureAt(bytes, now.number(k), pixels),
        words: `${name} ${number}`,
        label: `map of ${name}, rank correlation ${number}`,
      };
    });
    return [first, ...others].map((each) => pixelPicture({ ...each, rows, columns, zoom }));
  };
  const repaint = () => {
    now = saliencyState(get);
    quiz.about(now);
    of.show(now.of);
    stage.show(now.stage, now.stage ? `shuffled to ${now.last}` : "nothing shuffled", { max: now.stages.length - 1 });
    scene.replaceChildren(...figures());
    setText(live, quiz.hides("likeness") ? "Predict first; what became of the maps is told then." : stageSentence(now));
    relu.show(now, (rule) => quiz.hides("passed", rule));
    code.refresh();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (now) scene.replaceChildren(...figures());
    },
  };
}

function render({ model, el, signal }) {
  const build = (root, own, quiz) => buildSaliency(model, root, own, quiz);
  return mount({ model, el, signal }, { name: "saliency", traits: SALIENCY_TRAITS, ...SALIENCY_QUIZ, build });
}

export default () => movable(render);
