// What KernelLab shows follows from its traits: planes, kernel, response, and how it is drawn.

const CHANNELS = ["red", "green", "blue"];

// A kernel of the learner's own keeps its middle when its size changes, with zeros around it.
function recentred(held, [rows, columns], KH, KW) {
  const up = Math.floor((rows - 1) / 2) - Math.floor((KH - 1) / 2),
    aside = Math.floor((columns - 1) / 2) - Math.floor((KW - 1) / 2);
  return tabulate(KH * KW, (k) => {
    const i = Math.floor(k / KW) + up,
      j = (k % KW) + aside;
    return i < 0 || j < 0 || i >= rows || j >= columns ? 0 : held[i * columns + j];
  });
}

function matched(s, [plane], H, W, { template_size: most, template_place: place }) {
  const size = Math.min(most, H, W),
    [row, column] = place.map((at, axis) => Math.min(at, [H, W][axis] - size));
  const response = match(plane, H, W, cut(plane, W, row, column, size, size), size, size, s.matching);
  return {
    at: { size, row, column },
    KH: size,
    KW: size,
    responses: [response],
    peaks: peaksOf(response, H - size + 1, W - size + 1, size, size),
  };
}

function filteredBy({ w, KH, KW }, s, planes, H, W) {
  const factors = separate(w, KH, KW),
    result = { w, KH, KW, factors, values: singularValues(w, KH, KW) };
  if (!s.two_passes || !factors)
    return { ...result, responses: planes.map((plane) => filterPlane(plane, H, W, w, KH, KW, s.border)) };
  const passes = planes.map((plane) => twoPasses(plane, H, W, factors, s.border));
  return { ...result, firsts: passes.map(([first]) => first), responses: passes.map(([, second]) => second) };
}

function lab(model) {
  const get = (name) => model.get(name),
    all = (...names) => Object.fromEntries(names.map((name) => [name, get(name)]));
  const own = { focus: null, centre: null, pixel: null }; // places pointed at: an output, the middle of the magnifiers, a pixel
  const change = changerOf(model);
  // Nothing while the picture's shape is still to come.
  const picture = () => {
    const view = get("_picture"),
      [rows, columns] = get("_picture_shape");
    return view.byteLength === rows * columns * 3
      ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
      : null;
  };
  const kernel = () => {
    const [KH, KW] = pair(get("size")),
      index = get("preset_names").indexOf(get("preset"));
    return {
      w:
        index < 0
          ? recentred(floats(get("_w")), get("_w_shape"), KH, KW)
          : presetKernel(floats(get("_presets")), index, KH, KW),
      KH,
      KW,
    };
  };

  // The photograph as planes, and as it is shown: the same arrays for as long as it is the same picture.
  let taken = {};
  const photograph = (bytes, colour) => {
    if (taken.of !== get("_picture") || taken.colour !== colour) {
      const planes = splitPlanes(bytes, colour);
      taken = { of: get("_picture"), colour, planes, rgba: rgbaOf(planes, { low: 0, high: 255 }) };
    }
    return taken;
  };

  // Everything that follows from the traits but for the selected pixel.
  const compute = () => {
    const bytes = picture(),
      [H, W] = get("_picture_shape");
    if (!bytes) return null;
    const s = all("mode", "border", "colour", "look", "two_passes", "matching"),
      isTemplate = s.mode === "template",
      colour = s.colour && !isTemplate;
    const { planes, rgba } = photograph(bytes, colour),
      border = isTemplate ? "valid" : s.border;
    const found = isTemplate
      ? matched(s, planes, H, W, all("template_size", "template_place"))
      : s.mode === "steepness"
        ? { KH: 3, KW: 3, responses: planes.map((plane) => steepness(plane, H, W, s.border)) }
        : filteredBy(kernel(), s, planes, H, W);
    const lost = border === "valid" ? [found.KH - 1, found.KW - 1] : [0, 0],
      [OH, OW] = [H - lost[0], W - lost[1]];
    return {
      s,
      H,
      W,
      bytes,
      colour,
      planes,
      rgba,
      border,
      OH,
      OW,
      margins: lost.map((n) => Math.floor(n / 2)),
      limits: limitsOf(found.responses, { ...s, w: found.w }),
      ...found,
    };
  };

  // The pixel that is explained, as row and column of the picture: where the middle of its window lies.
  const place = (now) =>
    (own.focus ?? get("selected")).map((at, axis) => {
      const first = now.margins[axis],
        last = first + [now.OH, now.OW][axis] - 1;
      return Math.max(first, Math.min(at, last));
    });
  const channel = (now) => (now.colour ? get("channel") : 0);

  const writePixel = (now, row, column, value) => {
    const bytes = Uint8Array.from(now.bytes),
      start = 3 * (row * now.W + column),
      held = Math.max(0, Math.min(255, Math.round(value)));
    for (let c = 0; c < 3; c++) if (!now.colour || c === channel(now)) bytes[start + c] = held;
    change({ _picture: new DataView(bytes.buffer), image: "edited" });
  };
  const writeWeight = (now, k, value) => {
    const w = Float64Array.from(now.w);
    w[k] = value;
    change({ _w: asBytes(w), _w_shape: [now.KH, now.KW], preset: "custom" });
  };
  // The template's middle moves to a pixel, as far as it stays inside.
  const cutAt = (now, ...middle) => {
    const half = Math.floor(now.at.size / 2);
    change({
      template_place: middle.map((at, axis) => Math.max(0, Math.min(at - half, [now.H, now.W][axis] - now.at.size))),
    });
  };
  return { get, own, change, compute, place, channel, writePixel, writeWeight, cutAt };
}
