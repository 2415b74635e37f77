// TrainingTimeline with a recording: filters, gradients, maps and predictions at each snapshot, and the curves around them.

const FILM_TRAITS = [
  "_film",
  "_numbers",
  "_pictures",
  "_branch_film",
  "_branch_numbers",
  "_branch_pictures",
  "_paths",
  "layer",
  "example",
  "own_scale",
  "tile",
  "_status",
];

function recordedControls(ex, film) {
  const { get, change } = ex,
    layers = film.layers.map((name) => [name, name]),
    examples = film.labels.map((label, k) => [String(k), `${k}: ${get("classes")[label] ?? label}`]);
  const layer = choice({ name: "layer", label: "layer", options: layers }, (v) => change({ layer: v, tile: 0 }));
  const example = choice({ name: "example", label: "example", options: examples }, (v) =>
    change({ example: Number(v) }),
  );
  const own = checkbox(
    {
      name: "own_scale",
      label: "each picture at its own scale",
      title: "or all at one, so that a strong filter looks strong",
    },
    (on) => change({ own_scale: on }),
  );
  const element = h(
    "div",
    { class: "cn-line" },
    h("span", { class: "cn-name" }, `${film.model}, ${film.parameters.toLocaleString("en")} parameters, recorded`),
    layer.row,
    example.row,
    own.row,
  );
  return {
    element,
    show: () => {
      layer.show(get("layer"));
      example.show(String(get("example")));
      own.show(get("own_scale"));
    },
  };
}

function recordedStage(ex, root, onStep) {
  const { get } = ex,
    part = (prefix) => readFilm(get(`_${prefix}film`), get(`_${prefix}numbers`), get(`_${prefix}pictures`));
  let films = [part("")],
    seen;
  const views = recordedScene(ex, films[0], onStep),
    controls = recordedControls(ex, films[0]),
    status = h("p", { class: "cn-status", role: "status" });
  const compute = () => {
    const key = [get("_numbers"), get("_branch_numbers")];
    if (seen && key.every((each, k) => each === seen[k])) return;
    seen = key;
    films = [part(""), part("branch_")].filter(Boolean);
  };
  const steps = () => Math.max(...films.map((film) => film.steps));
  const paint = (step, whole, quiz) => {
    compute();
    const which = get("follow_branch") ? films.length - 1 : 0,
      film = films[which],
      k = { step, film: which, snapshot: film.snapshotAt(step) },
      sizes = recordedSizes(root);
    quiz.about({ film, layer: get("layer") });
    controls.show();
    if (whole) {
      paintFilmCurves(views.loss, films, { steps: steps() }, sizes, "loss", 3);
      paintFilmCurves(views.accuracy, films, { steps: steps() }, sizes, "accuracy", 4);
    }
    paintPath(views.path, ex, films, k, sizes);
    paintExample(views, ex, film, k);
    paintTiles(views, ex, film, k, sizes);
    setText(status, get("_status"));
    return { sentence: recordedSentence(ex, film, k), trouble: recordedTrouble(ex, film, k) };
  };
  let version = 0,
    counted;
  const key = () => {
    compute();
    if (counted !== seen) {
      counted = seen;
      version++;
    }
    return `${version}`;
  };
  return {
    controls: h("div", {}, controls.element, status),
    upper: views.upper,
    lower: [views.lower],
    curves: [views.loss, views.accuracy],
    paint,
    steps,
    key,
    rate: () => films[0].array("learning_rate").values[Math.min(get("step"), films[0].steps - 1)],
    code: () => recordedCode(films[0], get("layer"), Math.min(get("step"), films[0].steps)),
  };
}
