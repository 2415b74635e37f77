// NetworkExplorer: layers, maps, units, their arithmetic, and the pixels that it all comes from.

const SELECTION = ["layer", "unit", "place", "image"];
const NETWORK_TRAITS = [
  ...SELECTION,
  "layers",
  "samples",
  "tiles",
  "sums",
  "evidence",
  "score",
  "problem",
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
];
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
const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const sameList = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function build(model, root, signal, quiz) {
  const get = (name) => model.get(name),
    own = { painting: false, ink: "white", brush: 2, channel: null, waiting: false, draft: null };
  const tell = changerOf(model);
  // Python is told at once: what is shown next is its answer.
  const change = (values) => {
    tell(values);
    send(model);
  };
  const layerAt = () => get("layers")[get("layer")],
    here = () => [get("layer"), get("unit"), ...get("place")];
  const at = (layer, unit, place) => {
    const shown = get("layers")[layer];
    return { layer, unit: Math.min(unit, shown.shape[2] - 1), place: fitting(shown, place) };
  };
  const goTo = (layer, unit, place) => change(at(layer, unit, place));
  // To a map: Python finds where in it the answer is strongest.
  const goToMap = (layer, unit) =>
    change({ ...at(layer, unit, get("place")), ...(hasPython(model) && { seek: get("seek") + 1 }) });
  const fitting = ({ shape }, place) => place.map((at, a) => Math.max(0, Math.min(at, shape[a] - 1)));

  const row = h("div", { class: "cn-layers", tabindex: "0", role: "group", "aria-label": "layers and their maps" }),
    boxes = [];
  const layers = choice(
    { name: "layer", label: "layer", options: get("layers").map(({ name }, k) => [String(k), name]) },
    (value) => goToMap(Number(value), 0),
  );
  const unit = slider({ name: "unit", label: "unit", says: "unit: which map of the layer", min: 0, max: 0 }, (value) =>
    goToMap(get("layer"), value),
  );
  const sample = slider({ name: "image", label: "image", says: "image: which sample", min: 0, max: 0 }, (value) =>
    change({ image: value }),
  );
  const paint = checkbox(
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
    { name: "brush", label: "brush", options: [1, 2, 3, 5].map((size) => [String(size), `${size} \u00d7 ${size}`]) },
    (value) => {
      own.brush = Number(value);
    },
  );
  brush.show("2");
  const clear = button("clear", "Clear", "an empty, black image", () =>
    draw(new Float64Array(floats(get("_pixels")).length)),
  );
  const file = h("input", {
    type: "file",
    accept: "image/*",
    "data-name": "file",
    "aria-label": "a picture of your own",
    onchange: async () => {
      const [rows, columns, channels] = get("_pixels_shape");
      try {
        draw(await pixelsOfFile(file.files[0], rows, columns, channels));
      } catch {
        setText(problem, "This file cannot be read as a picture; choose a JPEG or a PNG.");
      }
    },
  });
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const score = h("p", { class: "cn-beat", role: "status" });
  const channel = slider(
    { name: "channel", label: "channel", says: "channel of the window that is shown", min: 0, max: 0 },
    (value) => {
      own.channel = value;
      paintSums();
    },
  );
  const terms = h("div", { class: "cn-terms" }),
    sum = h("span", { class: "cn-sum" }),
    parent = h("p", { class: "cn-caption" });
  const more = button(
    "maximise",
    "Draw what excites it most",
    "start from noise, and climb: takes Python some seconds",
    () => change({ wanted: [get("layer"), get("unit")] }),
  );

  const grids = {
    image: new NumberGrid({ kind: "image", onStroke: (r, q) => own.painting && (stroke(r, q), true) }),
    map: new NumberGrid({
      kind: "map",
      onPoint: (r, q, by) => by === "key" && goTo(get("layer"), get("unit"), [r, q]),
      onStroke: (r, q) => (goTo(get("layer"), get("unit"), [r, q]), true),
    }),
    window: new NumberGrid({
      kind: "window",
      onLeave: () => lightWindow(null),
      onPoint: (r, q) => lightWindow([r, q]),
      onStroke: (r, q) => (descend(r, q), true),
    }),
    weights: new NumberGrid({
      kind: "weights",
      onLeave: () => lightWindow(null),
      onPoint: (r, q) => lightWindow([r, q]),
    }),
  };
  const part = (...children) => h("div", { class: "cn-part" }, ...children);
  const sums = h("div", { class: "cn-sums" }, parent, terms),
    last = h("div", { class: "cn-line" }, more);
  const evidence = h("div", { class: "cn-evidence" });
  const own_picture = h("label", { class: "cn-file" }, h("span", {}, "your picture"), file);
  root.append(
    h("div", { class: "cn-controls" }, h("div", { class: "cn-line" }, layers.row), unit.row, sample.row),
    row,
    problem,
    h(
      "div",
      { class: "cn-parts" },
      part(grids.image.element),
      part(grids.map.element),
      part(grids.window.element, channel.row),
      part(grids.weights.element),
    ),
    h("div", { class: "cn-line" }, paint.row, inks.row, brush.row, clear, own_picture),
    live,
    score,
    sums,
    evidence,
    last,
  );

  // Painting: the image changes at once; Python is sent the newest one when it has answered the last.
  const draw = (values) => {
    own.draft = values;
    paintImage();
    if (own.waiting && hasPython(model)) return;
    own.waiting = true;
    change({ _pixels: asBytes(values) });
  };
  const stroke = (r, q) => {
    const [rows, columns, channels] = get("_pixels_shape"),
      values = own.draft ?? floats(get("_pixels")),
      ink = INKS[own.ink],
      back = Math.floor((own.brush - 1) / 2);
    for (let i = r - back; i < r - back + own.brush; i++)
      for (let j = q - back; j < q - back + own.brush; j++)
        if (i >= 0 && j >= 0 && i < rows && j < columns)
          for (let c = 0; c < channels; c++)
            values[(i * columns + j) * channels + c] = channels === 3 ? ink[c] : (ink[0] + ink[1] + ink[2]) / 3;
    draw(values);
  };
  const answered = () => {
    own.waiting = false;
    if (own.draft && !sameList([...floats(asBytes(own.draft))], [...floats(get("_pixels"))])) draw(own.draft);
    else own.draft = null;
  };
  model.on("change:score", answered);
  signal.addEventListener("abort", () => model.off("change:score", answered));

  const paintRow = () => {
    const known = get("layers"),
      all = bytesOf(get("_tiles"));
    let start = 0;
    known.forEach((layer, k) => {
      const [count, rows, columns, signed] = get("tiles")[k],
        size = count * rows * columns;
      boxes[k] ??= new LayerTiles((chosen) => goToMap(k, chosen));
      if (!boxes[k].element.isConnected) row.append(boxes[k].element);
      boxes[k].show({
        name: layer.name,
        shape: quiz.hides("shape", k)
          ? "?"
          : `${shapeText(layer.shape)}${count < layer.shape[2] ? `, ${count} shown` : ""}`,
        tiles: all.subarray(start, start + size),
        count,
        rows,
        columns,
        signed,
        units: layer.shape[2],
        chosen: get("layer") === k ? get("unit") : null,
      });
      start += size;
    });
    boxes.splice(known.length).forEach((box) => box.element.remove());
    if (own.reached === get("layer")) return;
    own.reached = get("layer");
    const { offsetLeft: left, offsetWidth: wide } = boxes[get("layer")].element,
      from = row.offsetLeft;
    if (left - from < row.scrollLeft || left - from + wide > row.scrollLeft + row.clientWidth)
      row.scrollLeft = left - from - (row.clientWidth - wide) / 2;
  };
  const zoomOf = (rows, columns, most) => Math.max(1, Math.floor(Math.min(most, 250 / Math.max(rows, columns))));
  const paintImage = () => {
    const [rows, columns, channels] = get("_pixels_shape"),
      values = own.draft ?? floats(get("_pixels"));
    const byte = (k, c) => Math.round(255 * Math.min(1, Math.max(0, values[k * channels + (channels === 3 ? c : 0)])));
    grids.image.show({
      label: "image",
      rows,
      columns,
      values: Array.from({ length: rows * columns }, (_, k) => values[k * channels]),
      text: () => "",
      colour: (_, k) => [byte(k, 0), byte(k, 1), byte(k, 2)],
      zoom: zoomOf(rows, columns, 10),
      caption: `image ${rows}\u00d7${columns}${channels > 1 ? `\u00d7${channels}` : ""}`,
    });
    const box = boxOf(layerAt(), get("place"), [rows, columns]);
    grids.image.mark(box && !quiz.hides("box") ? [box.inside] : []);
  };
  const isFresh = () => sameList(get("sums").of, here()),
    hasMap = () => sameList(get("map_of"), here().slice(0, 2));
  const paintMap = () => {
    grids.map.element.hidden = !hasMap();
    if (!hasMap()) return;
    const layer = layerAt(),
      [rows, columns] = layer.shape,
      values = floats(get("_map")),
      largest = largestOf(values),
      low = Math.min(0, ...values);
    const decimals = decimalsHere(),
      scale = low < 0 ? signedScale(largest) : greyScale(0, largest),
      isHere = (k) => quiz.hides("value") && k === get("place")[0] * columns + get("place")[1];
    grids.map.cursor = [...get("place")];
    grids.map.show({
      label: `map of ${layer.name}, unit ${get("unit")}`,
      rows,
      columns,
      values,
      text: (v, k) => (isHere(k) ? "?" : fixed(v, decimals)),
      colour: (v, k) => scale(isHere(k) ? 0 : v),
      zoom: rows * columns === 1 ? 64 : zoomOf(rows, columns, 34),
      caption: `${layer.name}, unit ${get("unit")}`,
    });
    grids.map.mark([{ row: get("place")[0], column: get("place")[1] }]);
  };
  const decimalsHere = () => {
    const largest = largestOf(floats(get("_map")));
    return largest === 0 || largest >= 100 ? 1 : largest >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(largest)));
  };
  const paintSums = () => {
    const found = get("sums"),
      fresh = isFresh(),
      weights = floats(get("_weights")),
      values = floats(get("_window")),
      [rows, columns, channels] = found.shape ?? [0, 0, 0];
    for (const element of [grids.window.element, grids.weights.element, channel.row, terms])
      element.hidden = !fresh || !rows;
    grids.weights.element.hidden ||= !weights.length;
    channel.row.hidden ||= channels < 2;
    const asked = "Python is asked how it comes about \u2026",
      alone = "This page has no Python: how this number comes about was not kept.";
    setText(parent, fresh ? found.said : hasPython(model) ? asked : alone);
    if (!fresh || !rows) return;
    const c = Math.min(own.channel ?? strongestChannel(values, weights, channels), channels - 1),
      decimals = decimalsHere(),
      hidden = quiz.hides("value");
    const plane = (all) => Float64Array.from({ length: rows * columns }, (_, k) => all[k * channels + c]),
      largest = largestOf(values),
      heaviest = largestOf(weights);
    const zoom = Math.max(12, Math.floor(Math.min(40, 190 / Math.max(rows, columns))));
    channel.show(c, String(c), { max: channels - 1 });
    const shared = { rows, columns, zoom },
      grey = Math.min(...values) < 0 ? signedScale(largest) : greyScale(0, largest);
    grids.window.show({
      ...shared,
      label: `window in ${found.below}, channel ${c}`,
      values: plane(values),
      text: plainText,
      colour: grey,
      caption: `window in ${found.below}${channels > 1 ? `, channel ${c}` : ""}`,
    });
    if (weights.length)
      grids.weights.show({
        ...shared,
        label: `weights, channel ${c}`,
        values: plane(weights),
        text: plainText,
        colour: signedScale(heaviest),
        caption: `weights of unit ${get("unit")}`,
      });
    const products =
      found.kind === "weighted"
        ? productTerms(values, weights, found.shape)
        : found.kind === "sum"
          ? Array.from(values, (value, k) => ({ words: found.names?.[k] ?? "", value }))
          : [];
    const all =
      products.length && found.bias !== null && found.kind === "weighted"
        ? [...products, { words: "bias", value: found.bias, kind: "bias" }]
        : products;
    terms.replaceChildren(
      ...termChips(
        all,
        decimals,
        found.total,
        (t) => t.row !== undefined && t.channel === c && lightWindow([t.row, t.column]),
        hidden,
      ),
      sum,
    );
    setText(sum, sumSentence(found, decimals, hidden));
  };
  const lightWindow = (cell) => {
    for (const grid of [grids.window, grids.weights]) grid.mark(cell ? [{ row: cell[0], column: cell[1] }] : []);
  };
  // Down to the unit below whose number stands in the window.
  const descend = (r, q) => {
    const { parent: below, origin, step, shape } = get("sums"),
      c = own.channel ?? strongestChannel(floats(get("_window")), floats(get("_weights")), shape[2]);
    if (!isFresh() || below === null || below < 0) return;
    const place = [origin[0] + r * step[0], origin[1] + q * step[1]],
      [rows, columns] = get("layers")[below].shape;
    if (place[0] >= 0 && place[1] >= 0 && place[0] < rows && place[1] < columns)
      goTo(below, get("sums").first + c, place);
  };

  const strip = (title, view, [count, rows, columns], words) => {
    if (!count || !view.byteLength) return [];
    const zoom = Math.max(1, Math.floor(Math.min(72 / rows, 72 / columns))),
      size = rows * columns * 4,
      pixels = bytesOf(view);
    const pictures = Array.from({ length: count }, (_, k) =>
      pixelPicture({
        pixels: pixels.subarray(k * size, (k + 1) * size),
        rows,
        columns,
        zoom,
        words: words[k] ?? "",
        label: `${title}, ${k}`,
      }),
    );
    return [h("section", { "aria-label": title }, h("h4", {}, title), h("div", { class: "cn-strip" }, ...pictures))];
  };
  const paintEvidence = () => {
    const found = get("evidence"),
      fresh = sameList(found.of, here().slice(0, 2)),
      values = (found.values ?? []).map((v) => fixed(v, 2));
    evidence.hidden = !fresh;
    last.hidden = !found.can_maximise || !hasPython(model);
    if (!fresh) return;
    evidence.replaceChildren(
      ...strip("what excites it most", get("_pictures"), found.shape, values),
      ...strip("the part of each that counts: back to the pixels", get("_traced"), found.shape, values),
      ...strip("its own picture", get("_excited"), found.excited ?? [0, 0, 0], [""]),
      ...(found.said ? [h("p", {}, found.said)] : []),
    );
  };
  const paintWords = () => {
    const [rows, columns] = get("_pixels_shape"),
      layer = layerAt(),
      values = floats(get("_map")),
      place = get("place"),
      { best, first, of } = get("score");
    const value = hasMap() ? values[place[0] * layer.shape[1] + place[1]] : NaN,
      box = boxOf(layer, place, [rows, columns]);
    setText(
      live,
      quiz.hides("box")
        ? `${unitText(layer, get("unit"), place)}`
        : placeSentence({
            layer,
            unit: get("unit"),
            place,
            value,
            box,
            decimals: decimalsHere(),
            hidden: !hasMap() || quiz.hides("value"),
          }),
    );
    setText(score, sameList(of, here().slice(0, 2)) ? scoreSentence({ best, first }) : "");
    score.hidden = quiz.hides("value");
  };

  const repaint = () => {
    quiz.about({ layers: get("layers"), sums: isFresh() ? get("sums") : null, decimals: decimalsHere() });
    const layer = layerAt(),
      count = get("samples").length;
    setText(problem, get("problem"));
    layers.show(String(get("layer")));
    unit.show(get("unit"), `${get("unit")} (0 to ${layer.shape[2] - 1})`, { max: layer.shape[2] - 1 });
    sample.show(Math.max(0, get("image")), get("image") < 0 ? "yours" : get("samples")[get("image")], {
      max: count - 1,
    });
    paintRow();
    paintImage();
    paintMap();
    paintSums();
    paintEvidence();
    paintWords();
  };
  let before = null;
  const paintAll = () => {
    const now = here().slice(0, 2);
    if (!sameList(now, before)) own.channel = null;
    before = now;
    repaint();
  };
  return { paint: paintAll, repaint, resize: () => {} };
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
