// What PoolingExplorer computes, in grids: input, weights and output above, the gradients below.

const signedBy = (values) => signedScale(largestOf(values));

// Pixels are grey, and what is made of them too; there are two colours where some are below 0.
const coloursOf = (values, x) => (Math.min(...x) < 0 ? signedBy(values) : greyScale(0, Math.max(1, ...x)));

// As large as input, weights and output fit side by side; both rows of the scene have the same cells.
function poolZoom(root, { g, s }) {
  const { rem, width: whole } = roomOf(root),
    width = Math.max(200, whole - 7 * rem);
  const taps = s.kind === "learned" ? g.kernels[1] : 0;
  const high = Math.floor(Math.min(2.6 * rem, (26 * rem) / g.padded[0])),
    [rows, columns] = g.why ? [1, 4] : g.out;
  let cell = Math.max(4, high);
  const small = (c) => Math.max(c, Math.min(2 * rem, Math.floor((c * 9) / Math.max(1, taps))));
  while (cell > 4 && cell * (g.padded[1] + columns) + taps * small(cell) > width) cell--;
  const room = width - cell * g.padded[1] - taps * small(cell);
  return {
    input: cell,
    weights: small(cell),
    output: Math.floor(Math.max(cell, Math.min(2.6 * rem, room / columns, (cell * g.padded[0]) / rows))),
  };
}

// The numbers of the input, or of its gradient, with `fill` where there is padding.
function withPadding(values, { pads, sizes: [H, W], padded: [PH, PW] }, fill) {
  const [[top], [left]] = pads,
    all = new Float64Array(PH * PW).fill(fill);
  for (let r = 0; r < H; r++) all.set(values.subarray(r * W, (r + 1) * W), (r + top) * PW + left);
  return all;
}

// Which pixels of the padded input no window reaches.
function unreachedBy(g) {
  if (!g.sliding || g.why) return () => false;
  const [rows, columns] = [reached(g, 0), reached(g, 1)];
  return (r, q) => !(rows[r] && columns[q]);
}

function showInput(grid, { g, s, x, decimals }, zoom) {
  const [[top], [left]] = g.pads,
    [down, right] = pair(s.shift),
    places = decimals?.x ?? exactDecimals(Array.from(x), 3);
  grid.show({
    ...sizeOf(g.padded),
    label: "input",
    values: withPadding(x, g, { max: -Infinity, average: NaN, learned: 0 }[s.kind]),
    text: inDecimals(places),
    colour: coloursOf(x, x),
    zoom: zoom.input,
    unreached: unreachedBy(g),
    step: 10 ** -places,
    inner: {
      top: top + Math.max(0, down),
      left: left + Math.max(0, right),
      rows: g.sizes[0] - Math.abs(down),
      columns: g.sizes[1] - Math.abs(right),
    },
    caption: `input ${g.sizes.join("\u00d7")}${g.pads.flat().some(Boolean) ? `, padded to ${g.padded.join("\u00d7")}` : ""}`,
  });
}

function showOutput(grid, { g, s, x, y, decimals }, zoom, isAsked) {
  const colour = s.kind === "learned" ? signedBy(y) : coloursOf(y, x);
  grid.show({
    ...sizeOf(g.out),
    label: "output",
    values: y,
    text: (v, k) => (isAsked(k) ? "?" : fixed(v, decimals.y)),
    colour: (v, k) => (isAsked(k) ? palette().zero : colour(v)),
    zoom: zoom.output,
    caption: `output ${g.out.join("\u00d7")}`,
  });
}

function showGradients(grids, { g, dx, dy, decimals }, zoom, isVeiled) {
  const [[top], [left]] = g.pads,
    text = inDecimals(decimals.dx);
  grids.dx.show({
    ...sizeOf(g.padded),
    label: "gradient of the input",
    values: withPadding(dx, g, NaN),
    text: isVeiled ? (v) => (Number.isNaN(v) ? "" : "?") : text,
    colour: isVeiled ? () => palette().zero : signedBy(dx),
    zoom: zoom.input,
    unreached: unreachedBy(g),
    inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] },
    caption: "gradient of the input",
  });
  grids.dy.show({
    ...sizeOf(g.out),
    label: "upstream gradient",
    values: dy,
    text: inDecimals(decimals.dy),
    colour: signedBy(dy),
    zoom: zoom.output,
    caption: "upstream gradient",
  });
}

// The weights of a learned pooling stand between input and output, their gradient between theirs.
function showWeights(grids, { g, w, dw, decimals }, zoom) {
  const show = (grid, values, more) =>
    grid.show({ ...sizeOf(g.kernels), values, colour: signedBy(values), zoom: zoom.weights, ...more });
  show(grids.weights, w, { label: "weights", text: weightText, caption: `weights ${g.kernels.join("\u00d7")}` });
  if (dw)
    show(grids.dw, dw, { label: "gradient of the weights", text: inDecimals(decimals.dw), caption: "their gradient" });
}

function poolScene(ex, quiz, root, grids) {
  const arrow = (sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign),
    back = arrow("\u2190"),
    problem = h("p", { class: "cn-problem", role: "alert" });
  const above = [grids.input.element, grids.weights.element, arrow("\u2192"), grids.output.element],
    below = [grids.dx.element, grids.dw.element, back, grids.dy.element];
  const element = h("div", { class: "cn-scene" }, ...above, problem, ...below);

  const paint = (zoom, ok) => {
    const { now } = ex,
      isLearned = now.s.kind === "learned";
    setText(problem, now.y ? "" : whyNoPooling(now.g));
    root.classList.toggle("cn-learned", isLearned);
    for (const part of [grids.output.element, grids.dx.element, grids.dy.element, back]) part.hidden = !ok;
    grids.weights.element.hidden = !isLearned;
    grids.dw.element.hidden = !ok || !isLearned;
    showInput(grids.input, now, zoom);
    if (isLearned) showWeights(grids, now, zoom);
    if (!now.y) return;
    showOutput(grids.output, now, zoom, (k) => isAsked(quiz, now, k));
    showGradients(grids, now, zoom, isVeiled(quiz));
  };
  return { element, paint };
}
