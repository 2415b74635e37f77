// The controls of VolumeExplorer.

function volumeControls(ex) {
  const { get, change } = ex;
  const image = choice(
    { name: "image", label: "picture", options: get("images").map((name) => [name, name]) },
    (name) => {
      const at = get("images").indexOf(name),
        [rows, columns, planes] = get("_gallery_shape"),
        each = rows * columns * planes;
      if (at < 0) return;
      const source = reads(get("_gallery"), Uint8Array).slice(at * each, (at + 1) * each); // grey, red, green, blue
      change({
        image: name,
        _x: asBytes(source.filter((_, k) => k % planes > 0)),
        _x_shape: [rows, columns, planes - 1],
      });
    },
  );
  const dial = (name, label, says, min, max, title = "") =>
    slider({ name, label, says, min, max, title }, (v) => change({ [name]: v }));
  const unravel = dial("unravelled", "unravel", "unravel the cubes", 0, 100, "from cubes to each channel by itself");
  const first = {
    filters: dial("filters", "filters", "filters of layer 1", 1, DEEPEST),
    kernel: dial("kernel", "size", "rows and columns of a filter of layer 1", 1, WIDEST),
    stride: dial("stride", "stride", "stride of layer 1", 1, 4),
    padding: dial("padding", "padding", "padding of layer 1", 0, 3),
  };
  const second = {
    filters2: dial("filters2", "filters", "filters of layer 2", 1, DEEPEST),
    kernel2: dial("kernel2", "size", "rows and columns of a filter of layer 2", 1, WIDEST, "1: 1\u00d71 convolutions"),
  };
  const layers = checkbox(
    { name: "layers", label: "a second layer", title: "it takes the maps of the first as its input" },
    (on) => change({ layers: on ? 2 : 1, layer: on ? 2 : 1 }),
  );
  const relu = checkbox({ name: "relu", label: "ReLU between", title: "negative numbers of layer 1 become 0" }, (on) =>
    change({ relu: on }),
  );
  const layer = choice(
    {
      name: "layer",
      label: "unit in",
      options: [
        ["1", "layer 1"],
        ["2", "layer 2"],
      ],
    },
    (name) => change({ layer: Number(name) }),
  );

  const line = (...parts) => h("div", { class: "cn-line" }, ...parts);
  const ofSecond = [...Object.values(second).map((d) => d.row), line(relu.row)],
    explain = line(layer.row);
  const element = h(
    "div",
    { class: "cn-controls" },
    group("View", line(image.row), unravel.row, explain),
    group("Layer 1", ...Object.values(first).map((d) => d.row)),
    group("Layer 2", line(layers.row), ...ofSecond),
  );

  const show = (now) => {
    image.show(get("image"));
    unravel.show(get("unravelled"), `${get("unravelled")} %`);
    for (const [name, each] of Object.entries({ ...first, ...second })) each.show(get(name));
    layers.show(now.count === 2);
    relu.show(now.relu);
    for (const part of [...ofSecond, explain]) part.hidden = now.count === 1;
    layer.show(String(Math.min(get("layer"), now.count)));
  };
  return { element, show };
}
