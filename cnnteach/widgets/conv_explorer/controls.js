// The controls of ConvExplorer: sliders, lists and fields.

// The sliders and lists: what each shows, and what it does when moved.
function controls(ex) {
  const { get, own, change, filter } = ex,
    axes = ["rows", "columns"];
  const sized = (name, axis, value) => {
    const sizes = [...pair(get(name))];
    sizes[axis] = value;
    if (own.square) sizes[1 - axis] = Math.min(value, name === "size" ? get("_source_shape")[1 - axis] : MAX_KERNEL);
    return sizes[0] === sizes[1] ? sizes[0] : sizes;
  };
  const size = axes.map((axis, a) =>
    slider({ name: `size-${axis}`, label: axis, says: `input ${axis}`, min: 1, max: 32 }, (v) =>
      change({ size: sized("size", a, v) }),
    ),
  );
  const kernel = axes.map((axis, a) =>
    slider({ name: `kernel-${axis}`, label: axis, says: `kernel ${axis}`, min: 1, max: MAX_KERNEL }, (v) =>
      change({ kernel: sized("kernel", a, v) }),
    ),
  );
  const stride = slider({ name: "stride", label: "stride", min: 1, max: 5, title: "how far the window jumps" }, (v) =>
    change({ stride: v }),
  );
  const padding = slider({ name: "padding", label: "padding", min: 0, max: 6, title: "zeros around the input" }, (v) =>
    change({ padding: v }),
  );
  const dilation = slider(
    {
      name: "dilation",
      label: "dilation",
      min: 1,
      max: 4,
      title: "1 + the gap between the pixels that a kernel reads",
    },
    (v) => change({ dilation: v }),
  );
  const same = checkbox(
    { name: "same", label: "same padding", title: "as much padding as keeps the size (at stride 1)" },
    (on) => change({ padding: on ? "same" : Math.max(...geometry(ex.state()).pads.flat()) }),
  );
  const square = checkbox({ name: "square", label: "square", title: "rows and columns move together" }, (on) => {
    own.square = on;
  });
  const channels = slider({ name: "channels", label: "channels", min: 1, max: 3 }, (v) => change({ channels: v }));
  const filters = slider({ name: "filters", label: "filters", min: 1, max: MAX_FILTERS }, (v) =>
    change({ filters: v, filter: Math.min(get("filter"), v - 1) }),
  );
  const image = choice({ name: "image", label: "picture", options: get("images").map((n) => [n, n]) }, (name) => {
    const at = get("images").indexOf(name),
      [rows, columns, planes] = get("_gallery_shape"),
      each = rows * columns * planes;
    if (at < 0) return;
    const source = Float64Array.from(reads(get("_gallery"), Uint8Array).slice(at * each, (at + 1) * each));
    change({ image: name, _source: asBytes(source), _source_shape: [rows, columns, planes] });
  });
  const preset = choice(
    { name: "preset", label: "preset", options: get("preset_names").map((n) => [n, n.replace("_", " ")]) },
    (name) => {
      const presets = [...get("presets")];
      presets[filter()] = name;
      change({ presets });
    },
  );
  const flipped = checkbox(
    { name: "flip", label: "flip", title: "turn the kernel by half a turn: cross-correlation becomes convolution" },
    (on) => change({ flip: on }),
  );
  const bias = numberField({ name: "bias", says: "bias of this filter" }, (value) => {
    const all = floats(get("_b"));
    all[filter()] = value;
    change({ _b: asBytes(all) });
  });

  const element = h(
    "div",
    { class: "cn-controls" },
    group("Input", h("div", { class: "cn-line" }, image.row, square.row), ...size.map((r) => r.row), channels.row),
    group("Kernel", h("div", { class: "cn-line" }, preset.row, flipped.row), ...kernel.map((r) => r.row), filters.row),
    group(
      "Window",
      h("div", { class: "cn-line" }, same.row, h("label", { class: "cn-choice" }, h("span", {}, "bias"), bias.row)),
      stride.row,
      padding.row,
      dilation.row,
    ),
  );

  const show = (s, g) => {
    const [rows, columns, planes] = get("_source_shape"),
      pairText = ([a, b]) => (a === b ? String(a) : `${a}, ${b}`);
    size.forEach((row, a) => row.show(g.sizes[a], String(g.sizes[a]), { max: [rows, columns][a] }));
    kernel.forEach((row, a) => row.show(g.kernels[a]));
    stride.show(g.strides[0], pairText(g.strides));
    dilation.show(g.dilations[0], pairText(g.dilations));
    padding.show(Math.max(...g.pads.flat()), paddingText(g.pads), { disabled: s.padding === "same" });
    same.show(s.padding === "same");
    square.show(own.square);
    channels.show(g.channels, String(g.channels), {
      max: Math.min(3, planes === 4 ? 3 : planes),
      disabled: g.groups > 1,
    });
    filters.show(g.filters, String(g.filters), { disabled: g.groups > 1 });
    const why = g.groups > 1 ? `${g.groups} groups share channels and filters out: Python sets them` : "";
    for (const { row } of [channels, filters]) setProperty(row, "title", why);
    image.show(get("image"));
    preset.show(get("presets")[filter()]);
    flipped.show(s.flip);
    bias.show(weightText(floats(get("_b"))[filter()]));
  };
  return { element, show };
}
