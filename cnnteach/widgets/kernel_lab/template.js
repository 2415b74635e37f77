// KernelLab looks for a template: where it was cut out, where it matches best, and what lies there.

function templateView(ex, picture, result) {
  const pieces = Array.from({ length: 3 }, thumbnail),
    element = h("div", { class: "cn-scene" }, ...pieces.map((piece) => piece.element));

  const mark = (now, here, half, isHidden) => {
    const { row, column, size } = now.at,
      ranked = isHidden ? [] : now.peaks.map(([r, q], k) => ({ row: r, column: q, note: String(k + 1) })).reverse();
    const box = (at) => ({ rows: size, columns: size, ...at }),
      spot = ({ row: r, column: q, ...more }) => ({ row: r - 3, column: q - 3, rows: 7, columns: 7, ...more });
    picture.cursor = [row + Math.floor(size / 2), column + Math.floor(size / 2)];
    result.cursor = [here[0] - half, here[1] - half];
    picture.mark([
      ...ranked.map((at) => box({ ...at, dashed: true })),
      box({ row, column, note: "template" }),
      ...(ex.own.focus ? [box({ row: here[0] - half, column: here[1] - half })] : []),
    ]);
    result.mark([...ranked.map(spot), { row: here[0] - half - 1, column: here[1] - half - 1, rows: 3, columns: 3 }]);
  };

  // While the quiz asks where the best match is, it is not shown.
  const show = (root, now, here, isHidden) => {
    const { row, column, size } = now.at,
      half = Math.floor((size - 1) / 2),
      zoom = (9 * roomOf(root).rem) / size;
    mark(now, here, half, isHidden);
    [
      ["template", row, column],
      ["best match (1)", ...now.peaks[0]],
      ["window pointed at", here[0] - half, here[1] - half],
    ].forEach(([name, r, q], k) => {
      pieces[k].element.hidden = isHidden && k === 1;
      const piece = cut(now.planes[0], now.W, r, q, size, size),
        value = isHidden ? "?" : few(now.responses[0][r * now.OW + q]);
      pieces[k].show({
        rows: size,
        columns: size,
        zoom,
        rgba: rgbaOf([piece], { low: 0, high: 255 }),
        words: `${name}: ${value}`,
      });
    });
  };
  return { element, show };
}

// A picture that is only looked at.
function thumbnail() {
  const canvas = h("canvas", { role: "img" }),
    caption = h("div", { class: "cn-caption" });
  const show = ({ rows, columns, rgba, zoom, words }) => {
    Object.assign(canvas, { width: columns, height: rows });
    canvas.getContext("2d").putImageData(new ImageData(rgba, columns, rows), 0, 0);
    Object.assign(canvas.style, { width: `${columns * zoom}px`, height: `${rows * zoom}px` });
    canvas.setAttribute("aria-label", words);
    setText(caption, words);
  };
  return { element: h("div", { class: "cn-panel cn-thumbnail" }, caption, canvas), show };
}
