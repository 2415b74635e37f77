// The grids of ConvExplorer: input, kernel and output; backwards, what a loss hands to each of them.

const planeOf = (values, k, count) => tabulate(values.length / count, (n) => values[n * count + k]);
const oneOf = (kind, part, count, k) => (count > 1 ? `${kind}, ${part} ${k}` : kind);

const channelNames = (channels, planes) =>
  channels === 3 && planes === 4 ? ["red", "green", "blue"] : ["channel 0", "channel 1", "channel 2"];

function unreachedBy(g) {
  const [rows, columns] = [reached(g, 0), reached(g, 1)];
  return (r, q) => !(rows[r] && columns[q]);
}

function convPanels(ex, quiz, hands) {
  const panels = { input: [], kernel: [], bias: [], output: [] };
  const columns = Object.fromEntries(
    Object.keys(panels).map((kind) => [kind, h("div", { class: `cn-column cn-${kind}` })]),
  );
  const make = (kind, which) =>
    new NumberGrid({
      kind,
      onLeave: hands.leave,
      onPoint: (row, column) => hands.point(kind, which, row, column),
      onStroke: (row, column) => hands.stroke(kind, which, row, column),
    });
  const furnish = (kind, count) => {
    while (panels[kind].length > count) panels[kind].pop().element.remove();
    while (panels[kind].length < count) {
      const grid = make(kind, panels[kind].length);
      panels[kind].push(grid);
      columns[kind].append(grid.element);
    }
  };
  // `count` grids of a kind; grid n shows the values `plane(n)`, is named `label(n)`, and has `caption(n)` above it.
  const fill = (kind, count, { text, colour, asked }, { shape: [rows, across], plane, label, caption, ...more }) => {
    furnish(kind, count);
    panels[kind].forEach((grid, n) => {
      const isHidden = (k) => Boolean(asked?.(n, Math.floor(k / across), k % across));
      grid.onEdit = hands.edits(kind, n);
      grid.show({
        label: label(n),
        rows,
        columns: across,
        values: plane(n),
        text: (v, k) => (isHidden(k) ? "?" : text(v, n)),
        colour: (v, k) => colour(isHidden(k) ? 0 : v),
        caption: caption(n),
        ...more,
      });
    });
  };

  const paint = (zoom) => {
    const { g, y, back } = ex.now,
      filter = ex.filter(),
      names = channelNames(g.channels, ex.get("_source_shape")[2]),
      [[top], [left]] = g.pads;
    const { input, kernel, bias, output } = (back ? backwardContents : forwardContents)(ex.now, filter, quiz);
    fill("input", g.channels, input, {
      shape: g.padded,
      zoom: zoom.input,
      plane: (c) => planeOf(input.values, c, g.channels),
      label: (c) => oneOf(input.name, "channel", g.channels, c),
      caption: (c) => (g.channels > 1 ? input.prefix + names[c] + input.suffix : input.caption),
      unreached: unreachedBy(g),
      inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] },
    });
    fill("kernel", g.depth, kernel, {
      shape: g.kernels,
      zoom: zoom.kernel,
      plane: (c) => planeOf(kernel.values, c * g.filters + filter, g.depth * g.filters),
      label: (c) => oneOf(kernel.name, "channel", g.depth, c),
      caption: (c) =>
        `${kernel.caption}${g.channels > 1 ? `, ${names[firstChannel(g, filter) + c]}` : ` ${extent(g.kernels)}`}`,
    });
    fill("output", y ? g.filters : 0, output, {
      shape: g.out,
      zoom: zoom.output,
      plane: (f) => planeOf(output.values, f, g.filters),
      label: (f) => oneOf(output.name, "filter", g.filters, f),
      caption: (f) => (g.filters > 1 ? `${output.prefix}filter ${f}` : `${output.caption} ${extent(g.out)}`),
    });
    panels.output.forEach((grid, f) => grid.element.classList.toggle("cn-chosen", g.filters > 1 && f === filter));
    furnish("bias", back ? 1 : 0);
    if (back)
      fill("bias", 1, bias, {
        shape: [1, 1],
        zoom: Math.max(zoom.kernel, 34),
        plane: () => bias.values,
        label: () => bias.name,
        caption: () => bias.caption,
      });
  };
  const mark = ({ input = [], kernel = [], bias = [], output = [] }, waiting = []) => {
    panels.input.forEach((grid, c) => grid.mark(input.filter((m) => m.channel === c)));
    panels.kernel.forEach((grid, c) => grid.mark(kernel.filter((m) => m.channel === c)));
    panels.bias.forEach((grid) => grid.mark(bias));
    panels.output.forEach((grid, f) => grid.mark([...waiting, ...output.filter((m) => m.filter === f)]));
  };
  return { panels, columns, paint, mark };
}
