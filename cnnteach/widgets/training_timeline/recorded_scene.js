// The panels of a recording: curves, the path of a layer's weights, predictions, filters, gradients and maps.

const PARTS = {
  filters: "filters",
  gradients: "gradient of the loss by each filter",
  activations: "its maps of the example",
};

function recordedScene(ex, film, onStep) {
  const { get, change } = ex,
    aim = (tile) => change({ tile }),
    grids = Object.fromEntries(
      Object.entries(PARTS).map(([part, label]) => [part, new Tiles({ label, kind: part, onPoint: aim })]),
    );
  const loss = new LinePlot({ name: "loss", onScrub: onStep }),
    accuracy = new LinePlot({ name: "accuracy", onScrub: onStep }),
    path = new SurfaceView();
  const names = Array.from({ length: film.array("predictions").shape[2] }, (_, k) => get("classes")[k] ?? String(k)),
    bars = new Bars({ names }),
    image = new Tiles({ label: "example", kind: "example", onPoint: () => {} });
  image.box.tabIndex = -1;
  const missing = h("p", { class: "cn-missing" });
  const upper = h(
    "div",
    { class: "cn-scene" },
    h("div", { class: "cn-panel" }, loss.element, accuracy.element),
    path.element,
    h("div", { class: "cn-panel" }, bars.element, image.element),
  );
  return {
    grids,
    loss,
    accuracy,
    path,
    bars,
    image,
    missing,
    upper,
    lower: h("div", { class: "cn-scene cn-numbers" }, ...Object.values(grids).map((grid) => grid.element), missing),
  };
}

function recordedSizes(root) {
  const { rem: em, width: whole } = roomOf(root),
    width = Math.max(240, whole - 2 * em),
    wide = width > 56 * em,
    side = Math.floor(Math.min(17 * em, width / 2.2));
  return {
    side,
    plot: Math.floor(wide ? width - side - 21 * em : width - em),
    height: Math.floor(10.5 * em),
    width,
    rem: em,
  };
}

function paintFilmCurves(view, films, now, sizes, name, tested) {
  const series = films.flatMap((film, k) =>
    filmCurves(film, name, tested, films.length > 1 ? [", first", ", branch"][k] : "", ["link", "mark"][k]),
  );
  const last = series[0].ys.at(-1);
  view.show({
    width: sizes.plot,
    height: sizes.height,
    rem: sizes.rem,
    most: now.steps,
    series,
    log: name === "loss",
    caption: `${name} by step${name === "loss" ? ", logarithmic" : ""} (drag to move through time)`,
    label: `${name} by step, from ${lossText(series[0].ys[0])} to ${lossText(last)}.`,
  });
}

function paintPath(view, ex, films, k, sizes) {
  const found = ex.get("_paths")[ex.get("layer")];
  view.element.hidden = !found;
  if (!found) return;
  const paths = found.places
    .slice(0, films.length)
    .map((places, n) => ({ places, colour: ["link", "mark"][n], dash: n ? "dashed" : "solid" }));
  const which = Math.min(k.film, paths.length - 1);
  view.show({
    side: sizes.side,
    loss: null,
    frame: frameOf(paths.flatMap(({ places }) => places)),
    paths,
    here: paths[which].places[k.snapshot],
    caption: `the path of ${ex.get("layer")}\u2019s weights`,
    label: `The path of the layer\u2019s weights over ${paths[which].places.length} snapshots.`,
    note: `along the two directions that hold ${Math.round(100 * found.share)}\u00a0% of their movement; ${startToStep(k.step)}`,
  });
}

function paintTiles(views, ex, film, k, sizes) {
  const layer = ex.get("layer"),
    absent = [],
    kept = Object.keys(PARTS).filter((part) => film.tiles(layer, part, k.snapshot)).length;
  for (const [part, grid] of Object.entries(views.grids)) {
    let tiles = film.tiles(layer, part, k.snapshot);
    grid.element.hidden = !tiles;
    if (!tiles) {
      absent.push(part);
      continue;
    }
    if (part === "activations") tiles = mapsOf(tiles, film.labels.length, ex.get("example"));
    const em = sizes.height / 10.5,
      across = Math.min(tiles.count, part === "activations" && tiles.columns > 12 ? 6 : 12);
    const zoom = Math.max(
      1,
      Math.min(
        Math.floor(
          (sizes.width / (sizes.width > 56 * em && kept > 1 ? 2.1 : 1) - across * 3) / (across * tiles.columns),
        ),
        Math.floor((3.4 * em) / Math.min(tiles.columns, 9)),
      ),
    );
    grid.show({
      ...tiles,
      colour: tileColour(tiles, part, !ex.get("own_scale")),
      zoom,
      across,
      caption: `${layer}: ${PARTS[part]}`,
      quiet: (j) => part === "activations" && tiles.scale[j] === 0,
    });
    const tile = Math.min(ex.get("tile"), tiles.count - 1);
    grid.cursor = [tile, 0, 0];
    grid.mark([{ tile }]);
  }
  setText(
    views.missing,
    absent.length
      ? `Not kept in this recording: ${absent.join(" and ")}. cnnteach.training.fit keeps them of the layers that record=(...) names.`
      : "",
  );
}

// Of the maps of all examples, those of one.
function mapsOf(tiles, examples, example) {
  const count = tiles.count / examples,
    each = count * tiles.rows * tiles.columns;
  return {
    ...tiles,
    count,
    pixels: tiles.pixels.subarray(example * each, (example + 1) * each),
    scale: tiles.scale.subarray(example * count, (example + 1) * count),
  };
}

function paintExample(views, ex, film, k) {
  const predictions = film.row("predictions", k.snapshot),
    classes = views.bars.rows.length,
    example = Math.min(ex.get("example"), film.labels.length - 1);
  views.bars.show({
    values: predictions.subarray(example * classes, (example + 1) * classes),
    truth: film.labels[example],
    caption: `what it says of example ${example} (\u2713 is right)`,
  });
  const images = film.array("examples");
  views.image.element.hidden = !images;
  if (!images) return;
  const [, rows, columns, channels] = images.shape,
    at = (r, q, c) =>
      Math.round(255 * images.values[((example * rows + r) * columns + q) * channels + Math.min(c, channels - 1)]);
  views.image.show({
    count: 1,
    rows,
    columns,
    across: 1,
    zoom: Math.max(1, Math.floor(112 / columns)),
    caption: "the example",
    colour: (_, r, q) => [0, 1, 2].map((c) => at(r, q, c)),
  });
}
