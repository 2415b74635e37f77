// The panels of DigitPad: what is drawn, what the network sees, what each layer makes of it, what it says; one unit in full.

const ZOOMS = { c1: [3, 6], s2: [5, 6], c3: [5, 8], s4: [8, 8] }; // pixels of the page a unit, maps in a row

function digitScene(ex, pad, onMap) {
  const { change } = ex,
    aim = (n) => (tile, row, column) => change({ unit: [n, tile, row, column] });
  const seen = new Tiles({ label: "what the network sees", kind: "input", onPoint: () => {} }),
    bars = new Bars({ names: Array.from({ length: 10 }, (_, k) => String(k)) });
  seen.box.tabIndex = -1;
  const layers = LENET.slice(0, 6).map(
    ({ name, words }, n) =>
      new Tiles({
        label: `${name}: ${words}`,
        kind: name,
        cells: true,
        onPoint: n < 4 ? aim(n) : (_, row, column) => change({ unit: [n, row * FLAT[n][1] + column, 0, 0] }),
      }),
  );
  const scores = h(
    "div",
    { class: "cn-line cn-score-buttons" },
    ...Array.from({ length: 10 }, (_, k) =>
      button(`score-${k}`, String(k), `how the score of ${k} adds up`, () => change({ unit: [6, k, 0, 0] })),
    ),
  );
  const said = h("p", { class: "cn-unit" }),
    terms = new TermRow();
  const window = new NumberGrid({ label: "window", kind: "window", onPoint: () => {} }),
    kernel = new NumberGrid({ label: "kernel", kind: "kernel", onPoint: () => {} });
  const map = slider({ name: "map", label: "map", says: "map whose window is shown", min: 0, max: 15 }, onMap);
  const grids = h("div", { class: "cn-scene" }, window.element, kernel.element, map.row);
  const upper = h(
    "div",
    { class: "cn-scene" },
    pad.element,
    h("div", { class: "cn-panel" }, seen.element),
    h(
      "div",
      { class: "cn-panel" },
      bars.element,
      h("div", { class: "cn-caption" }, "a score, product by product:"),
      scores,
    ),
  );
  const lower = h("div", { class: "cn-scene cn-layers" }, ...layers.map((tiles) => tiles.element));
  return { seen, bars, layers, scores, said, terms, window, kernel, map, grids, upper, lower };
}

// Dense layers have no rows and columns; they are shown so that their units can be told apart, f6 as the 7 x 12 picture of 1998.
const FLAT = { 4: [6, 20], 5: [12, 7] };

function paintLayers(views, ex, read, em, quiz) {
  LENET.slice(0, 6).forEach(({ name, shape: [rows, columns, maps] }, n) => {
    const values = read.outputs[n],
      most = Math.max(...values) || 1,
      count = weightsOf(LENET[n]),
      grey = greyScale(0, most),
      scale = em / 14;
    const learned =
      count && !quiz.hides("weights", name)
        ? `, ${count.toLocaleString("en")} parameters`
        : count
          ? ", ? parameters"
          : "";
    const caption = `${name}: ${LENET[n].words}${learned}`;
    if (FLAT[n]) {
      const [tall, wide] = FLAT[n];
      views.layers[n].show({
        count: 1,
        rows: tall,
        columns: wide,
        across: 1,
        zoom: Math.round(11 * scale),
        caption,
        colour: (_, r, q) => grey(values[r * wide + q]),
      });
    } else {
      const [zoom, across] = ZOOMS[name],
        at = (k, r, q) => values[(r * columns + q) * maps + k],
        still = Array.from({ length: maps }, (_, k) => values.every((v, i) => i % maps !== k || v === 0));
      views.layers[n].show({
        count: maps,
        rows,
        columns,
        across,
        zoom: Math.max(1, Math.round(zoom * scale)),
        caption,
        colour: (k, r, q) => grey(at(k, r, q)),
        quiet: (k) => still[k],
      });
    }
    views.layers[n].element.classList.toggle("cn-veiled", quiz.hides("pool") && n > 0);
  });
}

// Where a layer's tiles show a unit; dense layers have one tile of their own form.
const markOf = (n, tile, row, column) =>
  FLAT[n]
    ? { tile: 0, row: Math.floor(tile / FLAT[n][1]), column: tile % FLAT[n][1], rows: 1, columns: 1 }
    : { tile, row, column, rows: 1, columns: 1 };

function markUnit(views, [n, tile, row, column]) {
  const marks = LENET.map(() => []),
    input = [],
    window = windowOf(n, row, column);
  if (n < 6) marks[n].push(markOf(n, tile, row, column));
  const [, , before] = n > 0 ? LENET[n - 1].shape : [0, 0, 1];
  if (window)
    for (let k = 0; k < before; k++) {
      const size = n === 0 ? 28 : LENET[n - 1].shape[0],
        [top, left] = [Math.max(0, window.row), Math.max(0, window.column)];
      const mark = {
        tile: k,
        row: top,
        column: left,
        rows: Math.min(size, window.row + window.size) - top,
        columns: Math.min(size, window.column + window.size) - left,
      };
      if (!LENET[n].pool || k === tile) (n === 0 ? input : marks[n - 1]).push(mark);
    }
  views.layers.forEach((tiles, k) => tiles.mark(marks[k]));
  views.seen.mark(input);
}

// The unit's sum as chips; returns the map whose window and weights are shown: the chosen one, or that with the largest sum.
function paintChips(views, own, read, weights, [n, tile, row, column], repaint) {
  const layer = LENET[n],
    terms = unitTerms(read, weights, n, tile, row, column),
    sum = read.sums[n][(row * layer.shape[1] + column) * layer.shape[2] + tile];
  const channel = layer.depth > 1 ? (own.channel ?? strongestMap(terms)) : 0;
  views.terms.onTerm = ({ channel: map }) => {
    if (map === undefined || map === own.channel) return;
    own.channel = map;
    repaint();
  };
  const printed = printedTerms(terms, 3, sum);
  if (layer.depth > 1) printed.terms[channel].kind = "chosen";
  views.terms.show(printed.terms, `= ${printed.total}`);
  return channel;
}

// What a unit reads of one map, with zeros for the padding; row by row.
function windowValues({ rows, columns, maps, values }, { row, column, size }, channel) {
  const at = (r, q) => (r < 0 || q < 0 || r >= rows || q >= columns ? 0 : values[(r * columns + q) * maps + channel]);
  return Array.from({ length: size * size }, (_, k) => at(row + Math.floor(k / size), column + (k % size)));
}

// The window and the kernel of one map as numbers.
function paintWindow(views, read, weights, [n, tile, row, column], channel, zoom) {
  const layer = LENET[n],
    from = inputOf(read, n),
    window = windowOf(n, row, column),
    cells = windowValues(from, window, channel),
    map = from.maps > 1 ? ` of map ${channel}` : "";
  const square = { rows: window.size, columns: window.size, zoom, text: (v) => fixed(v, layer.pool ? 3 : 2) }; // as many decimals as its sentence or its chips
  views.window.show({
    ...square,
    label: `window${map}`,
    values: cells,
    colour: greyScale(0, largestOf(cells) || 1),
    caption: `its window${map}`,
  });
  views.kernel.element.hidden = Boolean(layer.pool);
  if (layer.pool) return;
  const count = layer.shape[2],
    kernel = cells.map((_, k) => weights[n].w[(k * layer.depth + channel) * count + tile]);
  views.kernel.show({
    ...square,
    label: `kernel${map}`,
    values: kernel,
    colour: signedScale(largestOf(kernel)),
    caption: `its weights${map}`,
  });
}

function paintUnit(views, own, read, weights, unit, em, repaint) {
  const [n, tile, row, column] = unit,
    layer = LENET[n];
  setText(views.said, unitSentence(read, n, tile, row, column));
  views.terms.element.hidden = Boolean(layer.pool);
  views.grids.hidden = !windowOf(n, row, column);
  views.map.row.hidden = !(layer.depth > 1);
  const channel = layer.pool ? tile : paintChips(views, own, read, weights, unit, repaint);
  if (layer.depth > 1) views.map.show(channel, String(channel), { max: layer.depth - 1 });
  if (!views.grids.hidden) paintWindow(views, read, weights, unit, channel, Math.round(2.4 * em));
}
