// KernelLab: a kernel goes over a photograph; magnifiers show which numbers make which.

const TRAITS = ["image", "preset", "size", "mode", "border", "colour", "channel", "look", "two_passes", "selected", "template_size", "template_place", "matching",
  "_picture", "_picture_shape", "_w", "_w_shape"];
const LONGEST = 256, SHORTEST = 8; // pixels of a side

function build(model, root, signal) {
  const ex = lab(model), { get, own, change } = ex;
  let now, zoom;
  const code = codePanel(() => (now ? labCode(now, get("image")) : "")), dials = labControls(ex, signal);
  const aim = (focus, centre = null) => { Object.assign(own, { focus, centre }); light(); };
  const select = (at) => { Object.assign(own, { focus: null, centre: null }); change({ selected: at }); };
  const cutAt = (row, column) => {
    const half = Math.floor(now.at.size / 2);
    change({ template_place: [[row, now.H], [column, now.W]].map(([at, n]) => Math.max(0, Math.min(at - half, n - now.at.size))) });
  };
  const point = (row, column, by) => {
    if (by === "pointer") aim([row, column]);
    else select([row, column]);
  };
  const picture = new Picture({ label: "picture", kind: "picture", onLeave: () => aim(null), onPoint: (row, column, by) => {
    if (now.s.mode === "template" && by !== "pointer") cutAt(row, column);
    else point(row, column, by);
  } });
  const shifted = (row, column, by) => point(row + now.margins[0], column + now.margins[1], by);
  const between = new Picture({ label: "after the column", kind: "between", onPoint: shifted, onLeave: () => aim(null) });
  const result = new Picture({ label: "output", kind: "result", onPoint: shifted, onLeave: () => aim(null) });
  dials.accept(picture.box);
  const scene = h("div", { class: "cn-scene cn-pictures" }, picture.element, between.element, result.element);

  const at = (row, column) => { const middle = own.centre ?? ex.place(now); return [middle[0] - AROUND + row, middle[1] - AROUND + column]; };
  const lens = magnifiers({ onLeave: () => { own.pixel = null; aim(null); },
    onInput: (row, column) => { own.pixel = at(row, column); light(); },
    onOutput: (row, column, by) => (by === "key" ? select(at(row, column)) : aim(at(row, column), own.centre ?? ex.place(now))),
    onPixel: (row, column, value) => writePixel(...at(row, column), value), onWeight: (row, column, value) => writeWeight(row * now.KW + column, value) });
  const pieces = Array.from({ length: 3 }, thumbnail), matches = h("div", { class: "cn-scene" }, ...pieces.map((p) => p.element));
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }), sums = Array.from({ length: 2 }, () => h("div", { class: "cn-terms" })), notes = h("dl", { class: "cn-notes" });
  root.append(dials.element, scene, lens.element, matches, live, ...sums, notes, h("div", { class: "cn-line cn-foot" }, code.line), code.panel);

  const writePixel = (row, column, value) => {
    const bytes = Uint8Array.from(now.bytes), start = 3 * (row * now.W + column), channel = ex.channel(now), held = Math.max(0, Math.min(255, Math.round(value)));
    for (let c = 0; c < 3; c++) if (!now.colour || c === channel) bytes[start + c] = held;
    change({ _picture: new DataView(bytes.buffer), image: "edited" });
  };
  const writeWeight = (k, value) => {
    if (now.s.mode !== "kernel") return;
    const w = Float64Array.from(now.w);
    w[k] = value;
    change({ _w: asBytes(w), _w_shape: [now.KH, now.KW], preset: "custom" });
  };

  const chooseZoom = () => {
    const rem = parseFloat(getComputedStyle(root).fontSize), count = now.firsts ? 3 : 2, room = root.clientWidth - (1.6 + count) * rem;
    return Math.max(0.5, Math.min(room / (count * now.W), (21 * rem) / now.H, 8));
  };
  const paintPictures = () => {
    const size = `${now.H}\u00d7${now.W}`, out = `${now.OH}\u00d7${now.OW}`;
    picture.show({ rows: now.H, columns: now.W, zoom, rgba: rgbaOf(now.planes, { low: 0, high: 255 }), caption: `${get("image")}, ${size}${now.colour ? ", three channels" : ", grey"}` });
    result.show({ rows: now.OH, columns: now.OW, zoom, rgba: rgbaOf(now.responses, now.limits), caption: now.s.mode === "template" ? `how well the template fits, ${out}` : `output, ${out}` });
    between.element.hidden = !now.firsts;
    if (now.firsts) between.show({ rows: now.OH, columns: now.W, zoom, rgba: rgbaOf(now.firsts, limitsOf(now.firsts, { ...now.s, w: now.factors.column })), caption: "after the column, before the row" });
  };

  const weights = () => (now.s.mode === "steepness" ? [SOBEL_X, SOBEL_Y] : [now.w]);
  const light = () => {
    if (!now) return;
    const here = ex.place(now), channel = ex.channel(now);
    live.setAttribute("aria-live", own.focus ? "off" : "polite");
    if (now.s.mode === "template") return lightTemplate(here);
    picture.cursor = result.cursor = here;
    const centre = own.centre ?? here, top = [here[0] - Math.floor((now.KH - 1) / 2), here[1] - Math.floor((now.KW - 1) / 2)], [up, aside] = now.margins;
    const region = { row: centre[0] - AROUND, column: centre[1] - AROUND, rows: WIDE, columns: WIDE }, window = { row: top[0], column: top[1], rows: now.KH, columns: now.KW };
    const sound = { row: sidesOf(now.KH, now.border)[0], column: sidesOf(now.KW, now.border)[0], rows: now.H - now.KH + 1, columns: now.W - now.KW + 1, dashed: true };
    picture.mark([region]);
    result.mark([...(now.border === "valid" ? [] : [sound]), { ...region, row: region.row - up, column: region.column - aside }]);
    if (now.firsts) between.mark([{ ...region, row: region.row - up }]);
    const products = weights().map((w) => labProducts(now, w, now.KH, now.KW, now.planes[channel], here)), decimals = decimalsFor([255], Array.from(weights()[0]), [0], [now.limits.high]);
    lens.show(root, now, weights(), channel, centre, decimals);
    const cell = ([row, column]) => ({ row: row - centre[0] + AROUND, column: column - centre[1] + AROUND });
    lens.input.mark([{ ...window, ...cell(top) }, ...(own.pixel ? [cell(own.pixel)] : [])]);
    lens.output.mark([cell(here)]);
    const tap = own.pixel && products[0].find((t) => top[0] + t.i === own.pixel[0] && top[1] + t.j === own.pixel[1]);
    lens.kernels.forEach((grid) => grid.mark(tap ? [{ row: tap.i, column: tap.j }] : []));
    setText(live, own.pixel ? tapText(tap, channel) : pixelText(now, here, channel, products[0], decimals));
    addUp(products, here, channel, decimals, tap);
  };
  const tapText = (tap, channel) => {
    const value = pixelAt(now, now.planes[channel], ...own.pixel), where = `Row ${own.pixel[0]}, column ${own.pixel[1]}${isBeyond(now, ...own.pixel) ? ", beyond the border," : ""}`;
    if (Number.isNaN(value)) return "Nothing is there: no window reaches so far beyond the border.";
    return `${where} is ${value}${tap ? `: times the weight ${weightText(tap.w)} it gives ${weightText(tap.value)}` : ": outside the window of the middle output"}.`;
  };
  const addUp = (products, here, channel, decimals, tap) => {
    const result = responseAt(now, now.responses[channel], ...here), totals = products.map((terms) => terms.reduce((a, t) => a + t.value, 0));
    sums.forEach((box, k) => {
      box.hidden = !products[k];
      if (!products[k]) return;
      const total = products[1] ? totals[k] : result, chips = termChips(products[k], decimals, total);
      if (tap) chips[products[k].findIndex((t) => t.i === tap.i && t.j === tap.j)].classList.add("cn-lit");
      const both = products[1] && k === 1 ? `, and \u221a((${fixed(totals[0], 0)})\u00b2 + (${fixed(totals[1], 0)})\u00b2) = ${fixed(result, 2)}` : "";
      box.replaceChildren(...(products[1] ? [h("b", {}, `Sobel ${"xy"[k]}:`)] : []), ...chips, h("span", { class: "cn-sum" }, `= ${fixed(total, decimals)}${both}`));
    });
  };

  const lightTemplate = (here) => {
    const { row, column, size } = now.at, half = Math.floor((size - 1) / 2), box = (r, q, more) => ({ row: r, column: q, rows: size, columns: size, ...more });
    picture.cursor = [row + Math.floor(size / 2), column + Math.floor(size / 2)];
    result.cursor = [here[0] - half, here[1] - half];
    const ranked = now.peaks.map(([r, q], k) => box(r, q, { note: String(k + 1), dashed: true }));
    picture.mark([...ranked.reverse(), box(row, column, { note: "template" }), ...(own.focus ? [box(here[0] - half, here[1] - half)] : [])]);
    result.mark([...now.peaks.map(([r, q], k) => ({ row: r - 3, column: q - 3, rows: 7, columns: 7, note: String(k + 1) })).reverse(), { row: here[0] - half - 1, column: here[1] - half - 1, rows: 3, columns: 3 }]);
    const shown = [["template", row, column], ["best match (1)", ...now.peaks[0]], ["window pointed at", here[0] - half, here[1] - half]], scale = (9 * parseFloat(getComputedStyle(root).fontSize)) / size;
    shown.forEach(([name, r, q], k) => pieces[k].show({ rows: size, columns: size, zoom: scale, rgba: rgbaOf([cut(now.planes[0], now.W, r, q, size, size)], { low: 0, high: 255 }),
      words: `${name}: ${few(now.responses[0][r * now.OW + q])}` }));
    setText(live, pixelText(now, here, 0));
  };

  const paintNotes = () => notes.replaceChildren(...notesOf(now).map(([term, words]) => h("div", {}, h("dt", {}, term), h("dd", {}, words))));
  let painted = [];
  const paint = () => {
    const seen = TRAITS.filter((name) => name !== "selected" && name !== "channel").map(get);
    if (now && seen.every((value, k) => value === painted[k])) { dials.show(now); return light(); }
    painted = seen;
    repaint();
  };
  const repaint = () => {
    const next = ex.compute();
    if (!next) return;
    now = next;
    const template = now.s.mode === "template";
    dials.show(now);
    zoom = chooseZoom();
    lens.element.hidden = template;
    matches.hidden = !template;
    for (const box of sums) box.hidden = template;
    paintPictures();
    paintNotes();
    code.refresh();
    light();
  };
  return { paint, repaint, resize: () => { if (now && Math.abs(chooseZoom() - zoom) > 1e-3) repaint(); } };
}

function render({ model, el, signal }) {
  return mount({ model, el, signal }, { name: "kernel-lab", traits: TRAITS, build: (root, own) => build(model, root, own) });
}

export { borderPixel, filterPlane, labCode, limitsOf, match, peaksOf, rankOf, separate, singularValues, splitPlanes, steepness, twoPasses };
export default { render };
