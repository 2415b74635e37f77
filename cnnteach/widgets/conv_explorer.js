// ConvExplorer: a kernel slides over an input; every number can be pointed at, changed, and asked where it comes from.

const TRAITS = ["size", "kernel", "channels", "filters", "groups", "stride", "padding", "dilation", "flip", "image", "presets", "selected", "filter",
  "_source", "_source_shape", "_w", "_w_shape", "_b"];

function build(model, root, signal, quiz) {
  const ex = explorer(model), { get, own, change } = ex;
  own.square = pair(get("size"))[0] === pair(get("size"))[1] && pair(get("kernel"))[0] === pair(get("kernel"))[1];
  const panels = { input: [], kernel: [], output: [] };
  const columns = Object.fromEntries(Object.keys(panels).map((kind) => [kind, h("div", { class: `cn-column cn-${kind}` })]));
  const operators = ["\u2217", "="].map((sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign));
  const problem = h("p", { class: "cn-problem", role: "alert" });
  const scene = h("div", { class: "cn-scene" }, columns.input, operators[0], columns.kernel, operators[1], columns.output, problem);
  const rule = h("span", { class: "cn-rule" }, "output = \u230a(input + padding \u2212 kernel) / stride\u230b + 1");
  const formula = h("div", { class: "cn-formula" }), numbers = h("code"), floor = h("span", { class: "cn-floor" });
  const terms = h("div", { class: "cn-terms" }), sum = h("span", { class: "cn-sum" }), live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const printedBy = () => {
    const { s, g, x, w, b, y } = ex.compute();
    return y ? `${numpyCode(s, g, x, w, b)}\n\n${kerasCode(s, g)}\n` : "";
  };
  const dials = controls(ex), player = transport(ex, () => light()), code = codePanel(printedBy);
  const paintBox = checkbox({ name: "paint", label: "paint with", title: "drag over the input to write this number" }, (on) => { own.painting = on; });
  const ink = numberField({ name: "ink", says: "number to paint" }, (value) => { own.ink = value; });
  ink.show(String(own.ink));
  const tools = h("div", { class: "cn-line cn-tools" }, paintBox.row, ink.row, code.line);
  formula.append(rule, numbers, floor);
  root.append(dials.element, formula, scene, live, terms, h("div", { class: "cn-line cn-foot" }, player.element, tools), code.panel);
  signal.addEventListener("abort", () => player.stop());
  let now, zoom;

  const writePixel = (channel, row, column, value) => {
    const [, columnsOf, planes] = get("_source_shape"), [[top], [left]] = now.g.pads, source = floats(get("_source"));
    const plane = planesOf(now.g.channels, planes)[channel];
    source[((row - top) * columnsOf + column - left) * planes + plane] = value;
    change({ _source: asBytes(source), image: "edited" });
  };
  const writeWeight = (channel, row, column, value) => {
    const { g, w } = now, presets = [...get("presets")], f = ex.filter();
    const [i, j] = now.s.flip ? [g.kernels[0] - 1 - row, g.kernels[1] - 1 - column] : [row, column];
    w[((i * g.kernels[1] + j) * g.depth + channel) * g.filters + f] = value;
    presets[f] = "custom";
    change({ _w: asBytes(w), _w_shape: [...g.kernels, g.depth, g.filters], presets });
  };
  const aim = (probe) => { own.probe = probe; light(); };
  const select = (filter, row, column) => {
    own.probe = null;
    if (own.playing) player.stop();
    change({ selected: [row, column], filter });
  };
  const grids = {
    input: (c) => new NumberGrid({ kind: "input", onLeave: () => aim(null),
      onPoint: (row, column) => aim({ kind: "input", channel: c, row, column }), onEdit: (r, q, v) => writePixel(c, r, q, v),
      onStroke: (r, q) => own.painting && panels.input[c].isInner(r, q) && (writePixel(c, r, q, own.ink), true) }),
    kernel: (c) => new NumberGrid({ kind: "kernel", onLeave: () => aim(null),
      onPoint: (row, column) => aim({ kind: "kernel", channel: c, row, column }), onEdit: (r, q, v) => writeWeight(c, r, q, v) }),
    output: (f) => new NumberGrid({ kind: "output", onPoint: (row, column) => select(f, row, column) }),
  };
  const furnish = (kind, count) => {
    while (panels[kind].length > count) panels[kind].pop().element.remove();
    while (panels[kind].length < count) {
      const grid = grids[kind](panels[kind].length);
      panels[kind].push(grid);
      columns[kind].append(grid.element);
    }
  };

  // The largest cells with which input, kernel and output stand side by side, or below each other on a narrow page.
  // Output cells grow where there is room, since their numbers are what one came to read.
  const chooseZoom = (g) => {
    const rem = parseFloat(getComputedStyle(root).fontSize), width = Math.max(200, root.clientWidth - 8 * rem), row = width + 5 * rem;
    const maps = g.filters > 3 ? 2 : 1, gaps = (maps - 1) * 0.7 * rem, most = 2.6 * rem;
    const high = Math.floor(Math.min(most, ((g.channels > 1 ? 48 : 27) * rem) / (g.channels * g.padded[0])));
    const kernel = (cell) => Math.max(cell, Math.min(28, Math.floor((cell * 9) / g.kernels[1])));
    let cell = Math.max(4, high);
    while (cell > 4 && cell * (g.padded[1] + g.out[1] * maps) + kernel(cell) * g.kernels[1] + gaps > width) cell--;
    const narrow = cell < Math.min(high, 1.2 * rem);
    if (narrow) cell = Math.max(4, Math.min(high, Math.floor(row / g.padded[1])));
    const room = (narrow ? row : width - cell * g.padded[1] - kernel(cell) * g.kernels[1]) - gaps;
    const tall = (cell * g.padded[0] * g.channels) / (g.out[0] * Math.ceil(g.filters / maps));
    const output = Math.floor(Math.min(most, room / (maps * g.out[1]), Math.max(tall, (cell * Math.max(...g.padded)) / Math.max(...g.out))));
    root.classList.toggle("cn-narrow", narrow);
    root.style.setProperty("--cn-maps", maps);
    return { input: cell, kernel: kernel(cell), output: Math.max(narrow ? 4 : cell, output) };
  };

  const isAsked = (f, k) => quiz.hides("output", [f, Math.floor(k / now.g.out[1]), k % now.g.out[1]]);
  const paintGrids = () => {
    const { g, s, padded, used, y, x, decimals } = now, filter = ex.filter(), own0 = firstChannel(g, filter);
    const masks = [reached(g, 0), reached(g, 1)], unreached = (r, q) => !(masks[0][r] && masks[1][q]);
    const [low, high] = [Math.min(0, ...x), Math.max(1, ...x)], grey = low < 0 ? signedScale(Math.max(...x.map(Math.abs))) : greyScale(low, high);
    const plane = (values, count, channel, total) => Float64Array.from({ length: count }, (_, k) => values[k * total + channel]);
    const heaviest = Math.max(...used.map(Math.abs)), largest = (y ?? []).reduce((m, v) => Math.max(m, Math.abs(v)), 0), xDecimals = exactDecimals(Array.from(x), 2);
    const names = g.channels === 3 && get("_source_shape")[2] === 4 ? ["red", "green", "blue"] : ["channel 0", "channel 1", "channel 2"];
    const [[top], [left]] = g.pads;
    furnish("input", g.channels);
    furnish("kernel", g.depth);
    furnish("output", y ? g.filters : 0);
    const oneOf = (kind, part, count, k) => (count > 1 ? `${kind}, ${part} ${k}` : kind);
    panels.input.forEach((grid, c) => grid.show({ label: oneOf("input", "channel", g.channels, c), rows: g.padded[0], columns: g.padded[1], values: plane(padded, g.padded[0] * g.padded[1], c, g.channels),
      text: (v) => fixed(v, xDecimals), colour: grey, zoom: zoom.input, unreached, inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] },
      caption: g.channels > 1 ? names[c] : `input ${g.sizes.join("\u00d7")}${g.pads.flat().some(Boolean) ? `, padded to ${g.padded.join("\u00d7")}` : ""}` }));
    panels.kernel.forEach((grid, c) => grid.show({ label: oneOf("kernel", "channel", g.depth, c), rows: g.kernels[0], columns: g.kernels[1],
      values: Float64Array.from({ length: g.kernels[0] * g.kernels[1] }, (_, k) => used[(k * g.depth + c) * g.filters + filter]),
      text: weightText, colour: signedScale(heaviest), zoom: zoom.kernel,
      caption: `${s.flip ? "flipped " : ""}kernel${g.filters > 1 ? ` ${filter}` : ""}${g.channels > 1 ? `, ${names[own0 + c]}` : ` ${g.kernels.join("\u00d7")}`}` }));
    panels.output.forEach((grid, f) => grid.show({ label: oneOf("output", "filter", g.filters, f), rows: g.out[0], columns: g.out[1], values: plane(y, g.out[0] * g.out[1], f, g.filters),
      text: (v, k) => (isAsked(f, k) ? "?" : fixed(v, decimals[f])), colour: (v, k) => signedScale(largest)(isAsked(f, k) ? 0 : v), zoom: zoom.output,
      caption: g.filters > 1 ? `filter ${f}` : `output ${g.out.join("\u00d7")}` }));
    panels.output.forEach((grid, f) => grid.element.classList.toggle("cn-chosen", g.filters > 1 && f === filter));
  };

  const light = () => {
    if (!now.y) return [...panels.input, ...panels.kernel].forEach((grid) => grid.mark([]));
    const { g } = now, place = ex.place(g), waiting = [];
    if (own.probe && !isThere(own.probe, g)) own.probe = null;
    const asked = { input: "fed", kernel: "shared" }[own.probe?.kind];
    const found = asked && quiz.hides(asked) ? unsaid(own.probe) : pointedAt(now, own.probe, place, isAsked(place.filter, place.index));
    panels.input.forEach((grid, c) => grid.mark(found.marks.input.filter((m) => m.channel === c)));
    panels.kernel.forEach((grid, c) => grid.mark(found.marks.kernel.filter((m) => m.channel === c)));
    if (own.playing) for (let k = place.index + 1; k < g.out[0] * g.out[1]; k++) waiting.push({ row: Math.floor(k / g.out[1]), column: k % g.out[1], wash: true });
    panels.output.forEach((grid, f) => {
      if (!own.probe) grid.cursor = [place.row, place.column];
      grid.mark([...waiting, ...found.marks.output.filter((m) => m.filter === f)]);
    });
    live.setAttribute("aria-live", own.playing ? "off" : "polite");
    setText(live, found.sentence);
    root.dataset.pointing = own.probe?.kind ?? "output";
    addUp(place);
    player.show(g);
  };
  // The products of the selected output, written anew when they are others; faint while something else is pointed at.
  let added = {};
  const addUp = ({ row, column, filter, index }) => {
    terms.classList.toggle("cn-aside", Boolean(own.probe));
    if (added.now === now && added.index === index && added.filter === filter) return;
    added = { now, index, filter };
    const { g, padded, used, b, y, decimals } = now, value = y[index * g.filters + filter], hidden = isAsked(filter, index);
    terms.replaceChildren(...productChips(products(g, padded, used, row, column, filter), b[filter], decimals[filter], value, touch, hidden), sum);
    setText(sum, `= ${hidden ? "?" : fixed(value, decimals[filter])}`);
  };
  // Pointing at one product lights its pixel and its weight.
  const touch = (t) => {
    panels.input.forEach((grid, c) => grid.mark(c === t.channel ? [{ row: t.row, column: t.column, note: `\u00d7${weightText(t.w)}` }] : []));
    panels.kernel.forEach((grid, c) => grid.mark(c === t.channel - firstChannel(now.g, ex.filter()) ? [{ row: t.i, column: t.j }] : []));
  };
  terms.addEventListener("pointerleave", () => light());

  // A change of the selected cell alone needs no new numbers.
  let painted = [];
  const paint = () => {
    const seen = TRAITS.filter((name) => name !== "selected").map(get);
    if (seen.every((value, k) => value === painted[k])) return light();
    painted = seen;
    repaint();
  };
  const repaint = () => {
    now = ex.compute();
    quiz.about({ ...now, filter: ex.filter() });
    const { s, g } = now, ok = Boolean(now.y), asked = quiz.hides("size");
    dials.show(s, g);
    if (!ok) player.stop();
    setText(problem, ok ? "" : whyNot(s, g));
    for (const part of [columns.output, terms, live, player.element, code.line]) part.hidden = !ok || asked;
    const rows = formulaText(g, 0), across = formulaText(g, 1);
    const words = rows === across ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${across}`;
    setText(operators[1], asked ? "= ?" : "=");
    setText(numbers, asked ? "= ?" : words);
    setText(floor, ok && !asked ? unreachedText(g) : "");
    if (!now.x) return;
    zoom = chooseZoom(g);
    paintGrids();
    code.refresh();
    light();
  };
  return { paint, repaint, resize: () => { if (now?.x && JSON.stringify(chooseZoom(now.g)) !== JSON.stringify(zoom)) repaint(); } };
}

function render({ model, el, signal }) {
  return mount({ model, el, signal }, { name: "conv", traits: TRAITS, ...CONV_QUIZ, build: (root, own, quiz) => build(model, root, own, quiz) });
}

export { apportion, conv2d, decimalsFor, exactDecimals, fedBy, fitKernels, fixed, flip, floats, formulaText, geometry, kerasCode, numpyCode, pad, parseNumber, products, reached, weightText };
export default { render };
