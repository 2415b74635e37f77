// The controls of KernelLab.

const MODE_NAMES = [
  ["kernel", "one kernel"],
  ["steepness", "steepness"],
  ["template", "find a template"],
];
const BORDER_NAMES = [
  ["valid", "none (valid)"],
  ["zero", "zeros"],
  ["edge", "edge, repeated"],
  ["reflect", "reflected"],
];
const LOOK_NAMES = [
  ["auto", "automatically"],
  ["clipped", "cut to 0..255"],
  ["signed", "middle grey is 0"],
  ["size", "size, no sign"],
];

function labControls(ex, signal) {
  const { get, change } = ex,
    options = (names) => names.map((name) => [name, name.replace("_", " ")]);
  const fromAlbum = async (name) => {
    const at = get("images").indexOf(name),
      sizes = get("_album_sizes"),
      start = sizes.slice(0, at).reduce((a, n) => a + n, 0),
      { buffer, byteOffset } = get("_album");
    const { rows, columns, pixels } = await decoded(
      new Blob([new Uint8Array(buffer, byteOffset + start, sizes[at])], { type: "image/png" }),
    );
    if (image.select.value === name && !signal.aborted)
      change({ image: name, _picture: new DataView(pixels.buffer), _picture_shape: [rows, columns, 3] });
  };
  const image = choice({ name: "image", label: "picture", options: options(get("images")) }, (name) => {
    if (get("images").includes(name)) fromAlbum(name);
  });
  const sources = pictureSources(
    {
      longest: LONGEST,
      shortest: SHORTEST,
      onPicture: ({ rows, columns, pixels }) =>
        change({ image: "yours", _picture: new DataView(pixels.buffer), _picture_shape: [rows, columns, 3] }),
    },
    signal,
  );
  const colour = checkbox(
    {
      name: "colour",
      label: "true colour",
      title: "red, green and blue each go through the kernel; else the brightness alone",
    },
    (on) => change({ colour: on }),
  );
  const channel = choice(
    { name: "channel", label: "magnify", options: CHANNELS.map((name, c) => [String(c), name]) },
    (c) => change({ channel: Number(c) }),
  );

  const mode = choice({ name: "mode", label: "do", options: MODE_NAMES }, (name) => change({ mode: name }));
  const preset = choice({ name: "preset", label: "preset", options: options(get("preset_names")) }, (name) =>
    change({ preset: name }),
  );
  const sized = (axis, value) => {
    const sizes = [...pair(get("size"))];
    sizes[axis] = value;
    return sizes[0] === sizes[1] ? sizes[0] : sizes;
  };
  const size = ["rows", "columns"].map((axis, a) =>
    slider({ name: `size-${axis}`, label: axis, says: `kernel ${axis}`, min: 1, max: MAX_KERNEL }, (v) =>
      change({ size: sized(a, v) }),
    ),
  );
  const passes = checkbox(
    { name: "passes", label: "in two passes", title: "the column first, then the row; only a kernel of rank 1 can" },
    (on) => change({ two_passes: on }),
  );
  const matching = choice({ name: "matching", label: "matching", options: options(Object.keys(MATCH_WORDS)) }, (name) =>
    change({ matching: name }),
  );
  const cutting = slider(
    {
      name: "template",
      label: "template",
      says: "rows and columns of the template",
      min: 5,
      max: 21,
      title: "how much is cut out",
    },
    (v) => change({ template_size: v }),
  );
  const advice = h("span", { class: "cn-rule" }, "Click or drag on the picture to cut out another piece.");

  const border = choice({ name: "border", label: "border", options: BORDER_NAMES }, (name) => change({ border: name }));
  const look = choice({ name: "look", label: "show", options: LOOK_NAMES }, (name) => change({ look: name }));
  const corner = button("corner", "to a corner", "magnify the upper left corner, where the border shows", () =>
    change({ selected: [0, 0] }),
  );

  const line = (...parts) => h("div", { class: "cn-line" }, ...parts);
  const ofKernel = [line(preset.row, passes.row), ...size.map((s) => s.row)],
    ofTemplate = [line(matching.row), cutting.row, advice];
  const edges = group("Border and look", line(border.row, corner), line(look.row));
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Picture", line(image.row, colour.row), line(sources.row, channel.row), sources.hint, sources.live),
    group("Filter", line(mode.row), ...ofKernel, ...ofTemplate),
    edges,
  );

  const show = (now) => {
    const s = now.s;
    image.show(get("image"));
    colour.show(s.colour);
    setProperty(colour.input, "disabled", s.mode === "template");
    channel.show(String(get("channel")));
    channel.row.hidden = !now.colour;
    mode.show(s.mode);
    for (const part of ofKernel) part.hidden = s.mode !== "kernel";
    for (const part of ofTemplate) part.hidden = s.mode !== "template";
    edges.hidden = s.mode === "template";
    preset.show(get("preset"));
    pair(get("size")).forEach((n, a) => size[a].show(n));
    passes.show(Boolean(now.firsts));
    setProperty(passes.input, "disabled", s.mode === "kernel" && !now.factors);
    matching.show(s.matching);
    cutting.show(get("template_size"));
    border.show(s.border);
    look.show(s.look);
  };
  return { element, show, accept: sources.accept };
}
