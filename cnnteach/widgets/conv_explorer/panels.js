// The grids of ConvExplorer: input, kernel and output; backwards, what a loss hands to each of them.

const CAPTION = 7; // letters' heights: the width of "kernel 0, channel 0"

function convPanels(ex, root, quiz, hands) {
  const { get } = ex,
    panels = { input: [], kernel: [], bias: [], output: [] };
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

  // The largest cells with which input, kernel and output stand side by side, or below each other on a narrow page.
  // Output cells grow where there is room, since their numbers are what one came to read.
  const chooseZoom = (g) => {
    const { rem, width: whole } = roomOf(root),
      width = Math.max(200, whole - 8 * rem),
      row = width + 5 * rem;
    const maps = g.filters > 3 ? 2 : 1,
      gaps = (maps - 1) * 0.7 * rem,
      most = 2.6 * rem;
    const high = Math.floor(Math.min(most, ((g.channels > 1 ? 48 : 27) * rem) / (g.channels * g.padded[0])));
    const kernel = (cell) => Math.max(cell, Math.min(28, Math.floor((cell * 9) / g.kernels[1])));
    const middle = (cell) => Math.max(kernel(cell) * g.kernels[1], g.channels > 1 ? CAPTION * rem : 0);
    let cell = Math.max(4, high);
    while (cell > 4 && cell * (g.padded[1] + g.out[1] * maps) + middle(cell) + gaps > width) cell--;
    const narrow = cell < Math.min(high, 1.2 * rem);
    if (narrow) cell = Math.max(4, Math.min(high, Math.floor(row / g.padded[1])));
    const room = (narrow ? row : width - cell * g.padded[1] - middle(cell)) - gaps;
    const tall = (cell * g.padded[0] * g.channels) / (g.out[0] * Math.ceil(g.filters / maps));
    const output = Math.floor(
      Math.min(most, room / (maps * g.out[1]), Math.max(tall, (cell * Math.max(...g.padded)) / Math.max(...g.out))),
    );
    root.classList.toggle("cn-narrow", narrow);
    root.style.setProperty("--cn-maps", maps);
    return { input: cell, kernel: kernel(cell), output: Math.max(narrow ? 4 : cell, output) };
  };

  const plane = (values, channel, total) =>
    Float64Array.from({ length: values.length / total }, (_, k) => values[k * total + channel]);
  const oneOf = (kind, part, count, k) => (count > 1 ? `${kind}, ${part} ${k}` : kind);
  const extent = (sizes) => sizes.join("\u00d7");

  // What each grid holds: its numbers, how they are written and coloured, its names, and what a quiz hides.
  const forward = ({ g, s, x, padded, used, y, decimals }, filter) => {
    const low = Math.min(0, ...x),
      grey = low < 0 ? signedScale(largestOf(x)) : greyScale(low, Math.max(1, ...x)),
      xDecimals = exactDecimals(Array.from(x), 2);
    return {
      input: {
        values: padded,
        text: (v) => fixed(v, xDecimals),
        colour: grey,
        name: "input",
        asked: () => false,
        caption: `input ${extent(g.sizes)}${g.pads.flat().some(Boolean) ? `, padded to ${extent(g.padded)}` : ""}`,
        prefix: "",
      },
      kernel: {
        values: used,
        text: weightText,
        colour: signedScale(largestOf(used)),
        name: "kernel",
        asked: () => false,
        caption: `${s.flip ? "flipped " : ""}kernel${g.filters > 1 ? ` ${filter}` : ""}`,
      },
      output: {
        values: y,
        text: (v, f) => fixed(v, decimals[f]),
        colour: signedScale(largestOf(y ?? [])),
        name: "output",
        caption: "output",
        prefix: "",
        asked: (f, row, column) => quiz.hides("output", [f, row, column]),
      },
    };
  };
  const backward = ({ g, s, back }, filter) => {
    const { dy, dx, dw, decimals } = back,
      [[top], [left]] = g.pads,
      KH = g.kernels[0] - 1,
      KW = g.kernels[1] - 1;
    const given = (i, j) => (s.flip ? [KH - i, KW - j] : [i, j]),
      dyDecimals = exactDecimals(Array.from(dy), 2);
    return {
      input: {
        values: dx,
        text: (v) => fixed(v, decimals.x),
        colour: signedScale(largestOf(dx)),
        name: "gradient by the input",
        prefix: "dX, ",
        caption: `dX ${extent(g.sizes)}${g.pads.flat().some(Boolean) ? ", and what falls on the padding" : ""}`,
        asked: (c, row, column) => quiz.hides("gradient", ["x", row - top, column - left, c, ""]),
      },
      kernel: {
        values: dw,
        text: (v) => fixed(v, decimals.w),
        colour: signedScale(largestOf(dw)),
        name: "gradient by the kernel",
        caption: `${s.flip ? "flipped " : ""}dW${g.filters > 1 ? `, filter ${filter}` : ""}`,
        asked: (c, i, j) => quiz.hides("gradient", ["w", ...given(i, j), c, filter]),
      },
      output: {
        values: dy,
        text: (v) => fixed(v, dyDecimals),
        colour: signedScale(largestOf(dy)),
        name: "upstream gradient",
        caption: "dY",
        prefix: "dY, ",
        asked: () => false,
      },
    };
  };

  const paint = (now, zoom) => {
    const { g, back } = now,
      filter = ex.filter(),
      own0 = firstChannel(g, filter),
      shown = back ? backward(now, filter) : forward(now, filter);
    const masks = [reached(g, 0), reached(g, 1)],
      unreached = (r, q) => !(masks[0][r] && masks[1][q]);
    const names =
      g.channels === 3 && get("_source_shape")[2] === 4
        ? ["red", "green", "blue"]
        : ["channel 0", "channel 1", "channel 2"];
    const fill = (kind, count, [rows, columnsOf], label, caption, more = {}) => {
      furnish(kind, count);
      const { values, text, colour, asked } = shown[kind],
        total = kind === "kernel" ? g.depth * g.filters : count;
      panels[kind].forEach((grid, n) => {
        const hidden = (k) => asked(n, Math.floor(k / columnsOf), k % columnsOf);
        grid.onEdit = hands.edits(kind, n);
        grid.show({
          label: label(n),
          rows,
          columns: columnsOf,
          values: plane(values, kind === "kernel" ? n * g.filters + filter : n, total),
          zoom: zoom[kind],
          text: (v, k) => (hidden(k) ? "?" : text(v, n)),
          colour: (v, k) => colour(hidden(k) ? 0 : v),
          caption: caption(n),
          ...more,
        });
      });
    };
    const [[top], [left]] = g.pads,
      { input, kernel, output } = shown;
    fill(
      "input",
      g.channels,
      g.padded,
      (c) => oneOf(input.name, "channel", g.channels, c),
      (c) => (g.channels > 1 ? input.prefix + names[c] : input.caption),
      { unreached, inner: { top, left, rows: g.sizes[0], columns: g.sizes[1] } },
    );
    fill(
      "kernel",
      g.depth,
      g.kernels,
      (c) => oneOf(kernel.name, "channel", g.depth, c),
      (c) => `${kernel.caption}${g.channels > 1 ? `, ${names[own0 + c]}` : ` ${extent(g.kernels)}`}`,
    );
    fill(
      "output",
      now.y ? g.filters : 0,
      g.out,
      (f) => oneOf(output.name, "filter", g.filters, f),
      (f) => (g.filters > 1 ? `${output.prefix}filter ${f}` : `${output.caption} ${extent(g.out)}`),
    );
    panels.output.forEach((grid, f) => grid.element.classList.toggle("cn-chosen", g.filters > 1 && f === filter));
    furnish("bias", back ? 1 : 0);
    const hiddenBias = quiz.hides("gradient", ["b", filter]);
    if (back)
      panels.bias[0].show({
        label: "gradient by the bias",
        rows: 1,
        columns: 1,
        values: [back.db[filter]],
        zoom: Math.max(zoom.kernel, 34),
        caption: `db${g.filters > 1 ? `, filter ${filter}` : ""}`,
        text: (v) => (hiddenBias ? "?" : fixed(v, back.decimals.b)),
        colour: (v) => signedScale(largestOf(back.db))(hiddenBias ? 0 : v),
      });
  };
  const mark = ({ input = [], kernel = [], bias = [], output = [] }, waiting = []) => {
    panels.input.forEach((grid, c) => grid.mark(input.filter((m) => m.channel === c)));
    panels.kernel.forEach((grid, c) => grid.mark(kernel.filter((m) => m.channel === c)));
    panels.bias.forEach((grid) => grid.mark(bias));
    panels.output.forEach((grid, f) => grid.mark([...waiting, ...output.filter((m) => m.filter === f)]));
  };
  return { panels, columns, chooseZoom, paint, mark };
}
