// What KernelLab shows follows from its traits: planes, kernel, response, and how it is drawn.

const CHANNELS = ["red", "green", "blue"];

function lab(model) {
  const get = (name) => model.get(name);
  const own = { focus: null, centre: null };
  const change = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  };
  const picture = () => {
    const view = get("_picture"), [rows, columns] = get("_picture_shape");
    return view.byteLength === rows * columns * 3 ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : null; // null: its shape is still to come
  };

  // The kernel at today's size: a preset is looked up; the learner's own keeps its centre, zeros around it.
  const kernel = () => {
    const [KH, KW] = pair(get("size")), index = get("preset_names").indexOf(get("preset"));
    if (index >= 0) return { w: presetKernel(floats(get("_presets")), index, KH, KW), KH, KW };
    const held = floats(get("_w")), [rows, columns] = get("_w_shape"), up = Math.floor((rows - 1) / 2) - Math.floor((KH - 1) / 2), aside = Math.floor((columns - 1) / 2) - Math.floor((KW - 1) / 2);
    const w = Float64Array.from({ length: KH * KW }, (_, k) => {
      const i = Math.floor(k / KW) + up, j = (k % KW) + aside;
      return i < 0 || j < 0 || i >= rows || j >= columns ? 0 : held[i * columns + j];
    });
    return { w, KH, KW };
  };

  const inside = (at, sizes) => at.map((v, axis) => Math.max(0, Math.min(v, sizes[axis] - 1)));
  const templateOf = (H, W) => {
    const size = Math.min(get("template_size"), H, W), [row, column] = get("template_place").map((at, axis) => Math.min(at, [H, W][axis] - size));
    return { size, row, column };
  };

  const respond = (s, planes, H, W) => {
    if (s.mode === "template") {
      const { size, row, column } = templateOf(H, W), template = cut(planes[0], W, row, column, size, size);
      const response = match(planes[0], H, W, template, size, size, s.matching), OW = W - size + 1;
      return { template, at: { size, row, column }, KH: size, KW: size, responses: [response], peaks: peaksOf(response, H - size + 1, OW, size, size) };
    }
    if (s.mode === "steepness") return { KH: 3, KW: 3, responses: planes.map((plane) => steepness(plane, H, W, s.border)) };
    const { w, KH, KW } = kernel(), factors = separate(w, KH, KW), result = { w, KH, KW, factors, values: singularValues(w, KH, KW) };
    if (!s.two_passes || !factors) return { ...result, responses: planes.map((plane) => filterPlane(plane, H, W, w, KH, KW, s.border)) };
    const passes = planes.map((plane) => twoPasses(plane, H, W, factors, s.border));
    return { ...result, firsts: passes.map(([first]) => first), responses: passes.map(([, second]) => second) };
  };

  // Everything that follows from the traits but for the selected pixel; nothing while the picture's shape is still to come.
  const compute = () => {
    const bytes = picture(), [H, W] = get("_picture_shape");
    if (!bytes) return null;
    const s = Object.fromEntries(["mode", "border", "colour", "look", "two_passes", "matching"].map((name) => [name, get(name)]));
    const colour = s.colour && s.mode !== "template", planes = splitPlanes(bytes, colour), found = respond(s, planes, H, W), border = s.mode === "template" ? "valid" : s.border;
    const [OH, OW] = [H, W].map((n, axis) => (border === "valid" ? n - [found.KH, found.KW][axis] + 1 : n)), margins = border === "valid" ? [found.KH, found.KW].map((n) => Math.floor((n - 1) / 2)) : [0, 0];
    const limits = limitsOf(found.responses, { ...s, w: found.w });
    return { s, H, W, bytes, colour, planes, border, OH, OW, margins, limits, ...found };
  };

  // The pixel that is explained, as row and column of the picture: where the middle of its window lies.
  const place = (now) => inside(own.focus ?? get("selected"), [now.H, now.W]).map((at, axis) => Math.max(now.margins[axis], Math.min(at, now.margins[axis] + [now.OH, now.OW][axis] - 1)));
  const channel = (now) => (now.colour ? get("channel") : 0);
  return { get, own, change, compute, place, channel, kernel };
}
