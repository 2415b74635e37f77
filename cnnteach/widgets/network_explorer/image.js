// The image that goes through the network: a sample, one that is painted, or a picture of the learner's own.

const INKS = {
  white: [1, 1, 1],
  black: [0, 0, 0],
  grey: [0.5, 0.5, 0.5],
  red: [1, 0, 0],
  green: [0, 0.8, 0],
  blue: [0.1, 0.2, 1],
  yellow: [1, 0.9, 0],
  orange: [1, 0.5, 0],
};
const BRUSHES = [1, 2, 3, 5];
const zoomWithin = (rows, columns, most) => Math.max(1, Math.floor(Math.min(most, 250 / Math.max(rows, columns))));

function imageToPaintOn({ model, get, change, layer }, quiz, signal, fault) {
  const own = { painting: false, ink: "white", brush: 2, waiting: false, draft: null };
  const grid = new NumberGrid({ kind: "image", onStroke: (r, q) => own.painting && (stroke(r, q), true) });
  const pixels = () => own.draft ?? floats(get("_pixels"));

  // The image changes at once; Python is sent the newest one when it has answered the last.
  const draw = (values) => {
    own.draft = values;
    paint();
    if (own.waiting && hasPython(model)) return;
    own.waiting = true;
    change({ _pixels: asBytes(values) });
  };
  const answered = () => {
    own.waiting = false;
    if (own.draft && !sameList([...floats(asBytes(own.draft))], [...floats(get("_pixels"))])) draw(own.draft);
    else own.draft = null;
  };
  model.on("change:score", answered);
  signal.addEventListener("abort", () => model.off("change:score", answered));

  const stroke = (r, q) => {
    const [rows, columns, channels] = get("_pixels_shape"),
      values = pixels(),
      ink = INKS[own.ink],
      grey = (ink[0] + ink[1] + ink[2]) / 3,
      [top, left] = [r, q].map((at) => at - Math.floor((own.brush - 1) / 2));
    for (let i = Math.max(0, top); i < Math.min(rows, top + own.brush); i++)
      for (let j = Math.max(0, left); j < Math.min(columns, left + own.brush); j++)
        for (let c = 0; c < channels; c++) values[(i * columns + j) * channels + c] = channels === 3 ? ink[c] : grey;
    draw(values);
  };

  const painting = checkbox(
    { name: "paint", label: "paint", title: "drag over the image, or press Space, to paint on it" },
    (on) => {
      own.painting = on;
    },
  );
  const inks = choice(
    { name: "ink", label: "with", options: Object.keys(INKS).map((name) => [name, name]) },
    (value) => {
      own.ink = value;
    },
  );
  const brush = choice(
    { name: "brush", label: "brush", options: BRUSHES.map((size) => [String(size), `${size} \u00d7 ${size}`]) },
    (value) => {
      own.brush = Number(value);
    },
  );
  brush.show(String(own.brush));
  const clear = button("clear", "Clear", "an empty, black image", () => draw(pixels().map(() => 0)));
  const yours = pictureButton("choose a picture file; it stays on this machine", async (file) => {
    try {
      draw(await pixelsOfFile(file, ...get("_pixels_shape")));
    } catch {
      fault("This file cannot be read as a picture; choose a JPEG or a PNG.");
    }
  });

  const paint = () => {
    const [rows, columns, channels] = get("_pixels_shape"),
      values = pixels();
    const byte = (k, c) => Math.round(255 * Math.min(1, Math.max(0, values[k * channels + (channels === 3 ? c : 0)])));
    grid.show({
      label: "image",
      rows,
      columns,
      values: Array.from({ length: rows * columns }, (_, k) => values[k * channels]),
      text: () => "",
      colour: (_, k) => [byte(k, 0), byte(k, 1), byte(k, 2)],
      zoom: zoomWithin(rows, columns, 10),
      caption: `image ${rows}\u00d7${columns}${channels > 1 ? `\u00d7${channels}` : ""}`,
    });
    const box = boxOf(layer(), get("place"), [rows, columns]);
    grid.mark(box && !quiz.hides("box") ? [box.inside] : []);
  };
  const controls = h("div", { class: "cn-line" }, painting.row, inks.row, brush.row, clear, yours.button, yours.input);
  return { element: grid.element, controls, paint };
}
