// The volumes on three canvases: their sheets, above them the window, the depth column and what leads where, and all words on top.
// They are one stop of the Tab key: arrows move the unit, Page Up and Page Down choose its filter.

class VolumeDrawing {
  // onCell({volume, channel, row, column}, by): by is "pointer" or "press"; onKey(key) says whether it took the key.
  constructor({ onCell, onKey, onLeave }) {
    Object.assign(this, { onCell, onLeave, images: [] });
    Object.assign(
      this,
      layered("volumes", "volumes of numbers", {
        onkeydown: (event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey && onKey(event.key)) event.preventDefault();
        },
        ...pressable((event, by) => this.pointAt(event, by), onLeave),
      }),
    );
    this.words = h("canvas", { class: "cn-over", width: 0, height: 0 });
    this.over.after(this.words);
  }

  pointAt(event, by) {
    const area = this.box.getBoundingClientRect(),
      cell = sheetAt(this.laid.sheets, event.clientX - area.left, event.clientY - area.top);
    if (cell) this.onCell(cell, by);
    else this.onLeave();
  }

  // Each channel as a picture, one pixel a number; colour(volume, value) is its red, green and blue.
  paint(volumes, colour) {
    this.images = volumes.map((v, k) =>
      Array.from({ length: v.depth }, (_, c) => {
        const canvas = Object.assign(h("canvas"), { width: v.columns, height: v.rows }),
          image = new ImageData(v.columns, v.rows);
        for (let n = 0; n < v.rows * v.columns; n++)
          image.data.set([...colour(k, v.values[n * v.depth + c]), 255], 4 * n);
        canvas.getContext("2d").putImageData(image, 0, 0);
        return canvas;
      }),
    );
  }

  // names: [name, size] of each volume; channels: above each of its sheets, unravelled; between: under each arrow.
  show(volumes, { width, rem, t, names, channels, between, label }) {
    this.laid = layOut(volumes, width, rem, t);
    this.box.setAttribute("aria-label", label);
    sizeLayered(this, width, this.laid.height);
    sizeCanvas(this.words, ...["width", "height"].map((side) => Number.parseFloat(this.canvas.style[side])));
    const under = this.brush(this.canvas),
      context = this.brush(this.words),
      colours = palette();
    for (const sheet of this.laid.sheets) this.sheet(under, sheet, colours);
    context.fillStyle = colours.text;
    context.font = `600 ${0.93 * rem}px system-ui, sans-serif`;
    const [asCubes, asTable] = [Math.max(0, 1 - 3 * t), Math.max(0, 3 * t - 2)];
    const write = (words, [x, y]) =>
      this.write(context, words, Math.min(x, width - context.measureText(words).width), y);
    names.forEach(([name, size], k) => {
      const [x, y] = this.laid.names[k];
      if (this.laid.isTable) return write(`${name} ${size}`, [x, y]);
      write(name, [x, y]);
      write(size, [x, y + 1.2 * rem]);
    });
    context.globalAlpha = asTable;
    context.font = `${0.86 * rem}px system-ui, sans-serif`;
    for (const { volume, channel, origin } of this.laid.sheets)
      write(channels(volume, channel), [origin[0], origin[1] - 0.7 * rem]);
    context.globalAlpha = asCubes;
    context.strokeStyle = colours.text;
    this.laid.arrows.forEach((arrow, k) => this.arrow(context, arrow, between[k], rem));
    context.globalAlpha = 1;
  }

  brush(canvas) {
    return Object.assign(brushOn(canvas), { textBaseline: "middle", lineJoin: "round" });
  }

  // Words that stay readable on what they stand on.
  write(context, words, x, y) {
    context.save();
    context.strokeStyle = palette().halo;
    context.lineWidth = 4;
    context.strokeText(words, x, y);
    context.restore();
    context.fillText(words, x, y);
  }

  sheet(context, sheet, colours) {
    const { origin, across, down, rows, columns } = sheet;
    context.save();
    context.imageSmoothingEnabled = false;
    context.transform(...across, ...down, ...origin);
    context.drawImage(this.images[sheet.volume][sheet.channel], 0, 0);
    context.restore();
    this.polygon(context, patchOf(sheet, 0, 0, rows, columns), colours.hatch, 1);
  }

  arrow(context, { left, width, top }, lines, rem) {
    const from = left + 0.8 * rem,
      to = left + width - 0.9 * rem;
    context.lineWidth = 1.5;
    for (const [a, b] of [
      [
        [from, top],
        [to, top],
      ],
      [
        [to - 6, top - 4],
        [to, top],
      ],
      [
        [to - 6, top + 4],
        [to, top],
      ],
    ])
      this.line(context, a, b);
    context.font = `${0.86 * rem}px system-ui, sans-serif`;
    lines.forEach((words, k) =>
      this.write(context, words, (from + to - context.measureText(words).width) / 2, top + (1 + 1.15 * k) * rem),
    );
  }

  line(context, [x, y], [u, v]) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(u, v);
    context.stroke();
  }

  polygon(context, points, colour, width, fill) {
    context.beginPath();
    points.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  // The unit looks at its window: thin lines from the corners of the one, on its last sheet, to the other, on its first.
  sight(context, marks, colour) {
    const [window, unit] = ["window", "column"].map((kind) => marks.find((m) => m.kind === kind));
    if (!window) return;
    const on = ({ volume }) => this.laid.sheets.filter((sheet) => sheet.volume === volume);
    const [end] = patchOf(on(unit)[0], unit.row, unit.column, 1, 1),
      corners = patchOf(on(window).at(-1), window.row, window.column, window.size, window.size);
    context.strokeStyle = colour;
    context.lineWidth = 0.8;
    for (const corner of corners) this.line(context, corner, end);
  }

  // marks: {volume, row, column, size, kind}; kind is "window" (through all sheets), "seen" (the same, dashed) or "column", with its `filter`.
  mark(marks) {
    const context = this.brush(this.over),
      colours = palette();
    this.sight(context, marks, colours.mark);
    for (const { volume, row, column, size, kind, filter } of marks) {
      const sheets = this.laid.sheets.filter((sheet) => sheet.volume === volume),
        patches = sheets.map((sheet) => patchOf(sheet, row, column, size, size));
      context.setLineDash(kind === "seen" ? [4, 3] : []);
      for (const [colour, width] of [
        [colours.halo, 3.5],
        [colours.mark, 1.5],
      ]) {
        patches.forEach((patch) => this.polygon(context, patch, colour, width));
        context.strokeStyle = colour;
        for (let corner = 0; corner < 4; corner++) this.line(context, patches[0][corner], patches.at(-1)[corner]);
      }
      if (kind !== "column") continue;
      this.polygon(context, patches[filter], colours.halo, 3.5, colours.mark);
      this.polygon(
        context,
        patchOf(sheets[filter], 0, 0, sheets[filter].rows, sheets[filter].columns),
        colours.mark,
        2.5,
      );
    }
    context.setLineDash([]);
  }
}
