// ConvExplorer: a kernel slides over an input; every number can be pointed at, changed, and asked where it comes from.

const MAX_KERNEL = 7, MAX_FILTERS = 6, SPEEDS = [["1200", "slow"], ["500", "normal"], ["150", "fast"]];
const TRAITS = ["size", "kernel", "channels", "filters", "groups", "stride", "padding", "dilation", "flip", "image", "presets", "selected", "filter",
  "_source", "_source_shape", "_w", "_w_shape", "_b"];

// The first channel of a picture with four planes is grey, the others red, green and blue.
const planesOf = (channels, planes) => Array.from({ length: channels }, (_, c) => (planes === 4 && channels > 1 ? c + 1 : c));

function cropped(source, [, columns, planes], [H, W], channels) {
  const used = planesOf(channels, planes), x = new Float64Array(H * W * channels);
  for (let r = 0; r < H; r++)
    for (let q = 0; q < W; q++)
      for (let c = 0; c < channels; c++) x[(r * W + q) * channels + c] = source[(r * columns + q) * planes + used[c]];
  return x;
}

// The table holds each preset at each size from 1x1 to 7x7, one after the other.
function presetKernel(table, index, KH, KW) {
  const each = (MAX_KERNEL * (MAX_KERNEL + 1)) / 2, before = (KH * (KH - 1)) / 2;
  const start = index * each * each + before * each + KH * ((KW * (KW - 1)) / 2);
  return table.subarray(start, start + KH * KW);
}

// The kernels at today's size: a preset is looked up; the learner's own keeps its centre, zeros around it.
function fitKernels(get, g) {
  const [KH, KW] = g.kernels, own = floats(get("_w")), [rows, columns, depth, count] = get("_w_shape"), table = floats(get("_presets"));
  const up = Math.floor((rows - 1) / 2) - Math.floor((KH - 1) / 2), left = Math.floor((columns - 1) / 2) - Math.floor((KW - 1) / 2);
  const kept = (i, j, c, f) => (i < 0 || j < 0 || i >= rows || j >= columns ? 0
    : own[((i * columns + j) * depth + Math.min(c, depth - 1)) * count + Math.min(f, count - 1)]);
  const w = new Float64Array(KH * KW * g.depth * g.filters);
  for (let f = 0; f < g.filters; f++) {
    const index = get("preset_names").indexOf(get("presets")[f]), plane = index < 0 ? null : presetKernel(table, index, KH, KW);
    for (let k = 0; k < KH * KW; k++)
      for (let c = 0; c < g.depth; c++)
        w[(k * g.depth + c) * g.filters + f] = plane ? plane[k] : kept(Math.floor(k / KW) + up, (k % KW) + left, c, f);
  }
  return w;
}

function explorer(model) {
  const get = (name) => model.get(name);
  const own = { probe: null, playing: null, square: true, painting: false, ink: 9 };
  const state = () => Object.fromEntries(["size", "kernel", "channels", "filters", "groups", "stride", "padding", "dilation", "flip"].map((k) => [k, get(k)]));
  const change = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  };

  // Everything that follows from the traits: geometry, padded input, kernel as used, output.
  const compute = () => {
    const s = state(), g = geometry(s);
    if (!g.divides) return { s, g };
    const x = cropped(floats(get("_source")), get("_source_shape"), g.sizes, g.channels);
    const w = fitKernels(get, g), b = floats(get("_b")).subarray(0, g.filters);
    const used = s.flip ? flip(g, w) : w, padded = pad(g, x);
    if (!g.fits) return { s, g, x, w, b, used, padded };
    const y = conv2d(g, padded, used, b);
    const plane = (values, f) => values.filter((_, k) => k % g.filters === f);
    const decimals = Array.from({ length: g.filters }, (_, f) => decimalsFor(x, plane(w, f), [b[f]], plane(y, f)));
    return { s, g, x, w, b, used, padded, y, decimals };
  };

  return { get, own, state, change, compute };
}

function build(model, root, signal) {
  const ex = explorer(model), { get, own, change } = ex;
  own.square = pair(get("size"))[0] === pair(get("size"))[1] && pair(get("kernel"))[0] === pair(get("kernel"))[1];
  const panels = { input: [], kernel: [], output: [] };
  const columns = Object.fromEntries(Object.keys(panels).map((kind) => [kind, h("div", { class: `cn-column cn-${kind}` })]));
  const operators = ["\u2217", "="].map((sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign));
  const problem = h("p", { class: "cn-problem", role: "alert" });
  const scene = h("div", { class: "cn-scene" }, columns.input, operators[0], columns.kernel, operators[1], columns.output, problem);
  const rule = h("span", { class: "cn-rule" }, "output = \u230a(input + padding \u2212 kernel) / stride\u230b + 1");
  const formula = h("div", { class: "cn-formula" }), numbers = h("code"), floor = h("span", { class: "cn-floor" });
  const terms = h("div", { class: "cn-terms" }), live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const dials = controls(ex), player = transport(ex, () => light()), code = codePanel(ex);
  const paintBox = checkbox({ name: "paint", label: "paint with", title: "drag over the input to write this number" }, (on) => { own.painting = on; });
  const ink = h("input", { type: "text", inputmode: "decimal", class: "cn-number", "data-name": "ink", "aria-label": "number to paint", value: "9",
    onchange: () => { own.ink = parseNumber(ink.value) ?? own.ink; ink.value = String(own.ink); } });
  const tools = h("div", { class: "cn-line cn-tools" }, paintBox.row, ink, code.line);
  formula.append(rule, numbers, floor);
  root.append(dials.element, formula, scene, live, terms, h("div", { class: "cn-line cn-foot" }, player.element, tools), code.panel);
  signal.addEventListener("abort", () => player.stop());
  let now, zoom, zoomOut;

  const writePixel = (channel, row, column, value) => {
    const [, columnsOf, planes] = get("_source_shape"), [[top], [left]] = now.g.pads, source = floats(get("_source"));
    const plane = planesOf(now.g.channels, planes)[channel];
    source[((row - top) * columnsOf + column - left) * planes + plane] = value;
    change({ _source: asBytes(source), image: "edited" });
  };
  const writeWeight = (channel, row, column, value) => {
    const { g, w } = now, presets = [...get("presets")], f = get("filter");
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
    input: (c) => new NumberGrid({ label: `input${now.g.channels > 1 ? `, channel ${c + 1}` : ""}`, kind: "input", onLeave: () => aim(null),
      onPoint: (row, column) => aim({ kind: "input", channel: c, row, column }), onEdit: (r, q, v) => writePixel(c, r, q, v),
      onStroke: (r, q) => own.painting && panels.input[c].isInner(r, q) && (writePixel(c, r, q, own.ink), true) }),
    kernel: (c) => new NumberGrid({ label: `kernel${now.g.depth > 1 ? `, channel ${c + 1}` : ""}`, kind: "kernel", onLeave: () => aim(null),
      onPoint: (row, column) => aim({ kind: "kernel", channel: c, row, column }), onEdit: (r, q, v) => writeWeight(c, r, q, v) }),
    output: (f) => new NumberGrid({ label: `output${now.g.filters > 1 ? `, filter ${f + 1}` : ""}`, kind: "output", onPoint: (row, column) => select(f, row, column) }),
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
    const rem = parseFloat(getComputedStyle(root).fontSize), width = Math.max(240, root.clientWidth - 8 * rem);
    const maps = g.filters > 3 ? 2 : 1, across = g.padded[1] + g.out[1] * maps + g.kernels[1];
    const high = Math.min(2.6 * rem, ((g.channels > 1 ? 48 : 27) * rem) / (g.channels * g.padded[0]));
    const narrow = width / across < Math.min(high, 1.2 * rem);
    const cell = Math.max(4, Math.floor(Math.min(high, narrow ? (width + 6 * rem) / g.padded[1] : width / across)));
    const room = narrow ? width + 6 * rem : width - cell * g.padded[1] - Math.max(cell, 2 * rem) * g.kernels[1];
    const most = Math.min(1.8 * rem, room / (maps * g.out[1]), (cell * Math.max(...g.padded)) / Math.max(...g.out));
    root.classList.toggle("cn-narrow", narrow);
    root.style.setProperty("--cn-maps", maps);
    return [cell, Math.max(cell, Math.floor(most))];
  };

  const paintGrids = () => {
    const { g, s, padded, used, y, x, decimals } = now, filter = Math.min(get("filter"), g.filters - 1), own0 = firstChannel(g, filter);
    const masks = [reached(g, 0), reached(g, 1)], unreached = (r, q) => !(masks[0][r] && masks[1][q]);
    const [low, high] = [Math.min(0, ...x), Math.max(1, ...x)], grey = low < 0 ? signedScale(Math.max(...x.map(Math.abs))) : greyScale(low, high);
    const plane = (values, count, channel, total) => Float64Array.from({ length: count }, (_, k) => values[k * total + channel]);
    const heaviest = Math.max(...used.map(Math.abs)), largest = (y ?? []).reduce((m, v) => Math.max(m, Math.abs(v)), 0), xDecimals = exactDecimals(Array.from(x), 2);
    const names = g.channels === 3 && get("_source_shape")[2] === 4 ? ["red", "green", "blue"] : ["channel 1", "channel 2", "channel 3"];
    const [[top], [left]] = g.pads;
    furnish("input", g.channels);
    furnish("kernel", g.depth);
    furnish("output", y ? g.filters : 0);
    panels.input.forEach((grid, c) => grid.show({ rows: g.padded[0], columns: g.padded[1], values: plane(padded, g.padded[0] * g.padded[1], c, g.channels),
      text: (v) => fixed(v, xDecimals), colour: grey, zoom, unreached, inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] },
      caption: g.channels > 1 ? names[c] : `input ${g.sizes.join("\u00d7")}${g.pads.flat().some(Boolean) ? `, padded to ${g.padded.join("\u00d7")}` : ""}` }));
    panels.kernel.forEach((grid, c) => grid.show({ rows: g.kernels[0], columns: g.kernels[1],
      values: Float64Array.from({ length: g.kernels[0] * g.kernels[1] }, (_, k) => used[(k * g.depth + c) * g.filters + filter]),
      text: weightText, colour: signedScale(heaviest), zoom: Math.max(zoom, Math.min(28, (zoom * 9) / g.kernels[1])),
      caption: `${s.flip ? "flipped " : ""}kernel${g.filters > 1 ? ` ${filter + 1}` : ""}${g.depth > 1 ? `, ${names[own0 + c]}` : ` ${g.kernels.join("\u00d7")}`}` }));
    panels.output.forEach((grid, f) => grid.show({ rows: g.out[0], columns: g.out[1], values: plane(y, g.out[0] * g.out[1], f, g.filters),
      text: (v) => fixed(v, decimals[f]), colour: signedScale(largest), zoom: zoomOut,
      caption: g.filters > 1 ? `filter ${f + 1}` : `output ${g.out.join("\u00d7")}` }));
    panels.output.forEach((grid, f) => grid.element.classList.toggle("cn-chosen", g.filters > 1 && f === filter));
  };

  const light = () => {
    if (!now.y) return [...panels.input, ...panels.kernel].forEach((grid) => grid.mark([]));
    const { g, decimals } = now, filter = Math.min(get("filter"), g.filters - 1);
    const selected = get("selected").map((at, axis) => Math.min(at, g.out[axis] - 1));
    const found = pointedAt(now, own.probe, selected, filter);
    panels.input.forEach((grid, c) => grid.mark(found.marks.input.filter((m) => m.channel === c)));
    panels.kernel.forEach((grid, c) => grid.mark(found.marks.kernel.filter((m) => m.channel === c)));
    const index = selected[0] * g.out[1] + selected[1], waiting = [];
    if (own.playing) for (let k = index + 1; k < g.out[0] * g.out[1]; k++) waiting.push({ row: Math.floor(k / g.out[1]), column: k % g.out[1], wash: true });
    panels.output.forEach((grid, f) => {
      if (!own.probe) grid.cursor = [...selected];
      grid.mark([...waiting, ...found.marks.output.filter((m) => m.filter === f)]);
    });
    setText(live, found.sentence);
    root.dataset.pointing = own.probe?.kind ?? "output";
    if (found.terms) terms.replaceChildren(...termChips(found.terms, now.b[filter], decimals[filter], touch), h("span", { class: "cn-sum" }, `= ${found.result}`));
    player.show(g);
  };
  // Pointing at one product lights its pixel and its weight.
  const touch = (t) => {
    panels.input.forEach((grid, c) => grid.mark(c === t.channel ? [{ row: t.row, column: t.column, note: `\u00d7${weightText(t.w)}` }] : []));
    panels.kernel.forEach((grid, c) => grid.mark(c === t.channel - firstChannel(now.g, get("filter")) ? [{ row: t.i, column: t.j }] : []));
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
    const { s, g } = now, ok = Boolean(now.y);
    dials.show(s, g);
    
    setText(problem, ok ? "" : whyNot(s, g));
    for (const part of [columns.output, terms, live, player.element, code.line]) part.hidden = !ok;
    const rows = formulaText(g, 0), across = formulaText(g, 1);
    const words = rows === across ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${across}`;
    setText(numbers, words);
    setText(floor, ok ? unreachedText(g) : "");
    if (!now.x) return;
    [zoom, zoomOut] = chooseZoom(g);
    paintGrids();
    code.refresh();
    light();
  };
  return { paint, repaint, resize: () => { if (now?.x && String(chooseZoom(now.g)) !== String([zoom, zoomOut])) repaint(); } };
}

function render({ model, el, signal }) {
  return mount({ model, el, signal }, { name: "conv", traits: TRAITS, build: (root, own) => build(model, root, own) });
}

export { apportion, conv2d, decimalsFor, exactDecimals, fedBy, fitKernels, fixed, flip, floats, formulaText, geometry, kerasCode, numpyCode, pad, parseNumber, products, reached, weightText };
export default { render };
