// A picture on two canvases: its pixels below, what is pointed at above. It is one stop of the Tab key; arrows move inside it.

const NOTE = 15; // pixels that a label is high

// The first corner of a mark, inside the picture, where a label covers none of those that are taken: [x, y, width].
function placeOfNote([left, top, wide, tall], width, taken, [right, bottom]) {
  const corners = [top - NOTE, top + tall].flatMap((y) =>
    [left, left + wide - width].map((x) => [
      Math.max(0, Math.min(x, right - width)),
      Math.max(0, Math.min(y, bottom - NOTE)),
    ]),
  );
  const isFree = ([x, y]) => taken.every(([u, v, w]) => x + width <= u || u + w <= x || Math.abs(y - v) >= NOTE);
  return corners.find(isFree) ?? corners[0];
}

class Picture {
  // onPoint(row, column, by): by is "pointer" (over it), "press" (held down) or "key".
  constructor({ label, kind, onPoint, onLeave = () => {} }) {
    Object.assign(this, { label, kind, onPoint, onLeave, cursor: [0, 0], marks: [] });
    this.source = h("canvas");
    Object.assign(
      this,
      layered(kind, "picture", {
        onkeydown: (event) => this.key(event),
        ...pressable(
          (event, by) => this.pointAt(event, by),
          () => this.onLeave(),
        ),
      }),
    );
    Object.assign(this, captioned(this.box));
  }

  // rgba: four bytes a pixel, row by row; zoom: how large a pixel is on the page.
  show({ rows, columns, rgba, zoom, caption }) {
    Object.assign(this, { rows, columns, zoom });
    setText(this.caption, caption);
    this.box.setAttribute(
      "aria-label",
      `${this.label}, ${rows} by ${columns} pixels. Arrow keys move, with Shift by ten.`,
    );
    if (sizeLayered(this, columns * zoom, rows * zoom) || rgba !== this.rgba) drawLater(this.paintPixels);
    drawLater(this.paintMarks);
    if (rgba === this.rgba) return;
    this.rgba = rgba;
    setProperty(this.source, "width", columns);
    setProperty(this.source, "height", rows);
    this.source.getContext("2d").putImageData(new ImageData(rgba, columns, rows), 0, 0);
  }

  paintPixels = () => {
    const context = brushOn(this.canvas),
      { zoom } = this;
    context.imageSmoothingEnabled = zoom < 2;
    context.drawImage(this.source, 0, 0, this.columns * zoom, this.rows * zoom);
  };

  // marks: {row, column, rows?, columns?, note?, dashed?}
  mark(marks) {
    this.marks = marks;
    if (this.columns) drawLater(this.paintMarks);
  }

  paintMarks = () => {
    const context = brushOn(this.over),
      { zoom } = this,
      colours = palette(),
      taken = []; // by labels
    for (const { row, column, rows = 1, columns = 1, note, dashed } of this.marks) {
      const rect = [column * zoom, row * zoom, columns * zoom, rows * zoom];
      context.setLineDash(dashed ? [5, 4] : []);
      for (const [colour, width] of [
        [colours.halo, 4],
        [colours.mark, dashed ? 1.5 : 2],
      ]) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.strokeRect(...rect);
      }
      if (note !== undefined) this.note(context, rect, note, taken);
    }
    context.setLineDash([]);
  };

  // A small label at a corner of a mark, inside the picture, and not on one of those that are `taken`.
  note(context, rect, text, taken) {
    const colours = palette();
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "left";
    context.textBaseline = "middle";
    const width = context.measureText(text).width + 6,
      [x, y] = placeOfNote(rect, width, taken, [this.columns * this.zoom, this.rows * this.zoom]);
    taken.push([x, y, width]);
    context.fillStyle = colours.mark;
    context.fillRect(x, y, width, NOTE);
    context.fillStyle = isDark() ? "#14171a" : "#ffffff";
    context.fillText(text, x + 3, y + 8);
  }

  point(row, column, by) {
    this.cursor = [Math.max(0, Math.min(row, this.rows - 1)), Math.max(0, Math.min(column, this.columns - 1))];
    this.onPoint(...this.cursor, by);
  }

  pointAt(event, by) {
    const area = this.box.getBoundingClientRect();
    this.point(
      Math.floor(((event.clientY - area.top) / area.height) * this.rows),
      Math.floor(((event.clientX - area.left) / area.width) * this.columns),
      by,
    );
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 10 : 1,
      [row, column] = this.cursor;
    const moved = {
      ArrowUp: [row - step, column],
      ArrowDown: [row + step, column],
      ArrowLeft: [row, column - step],
      ArrowRight: [row, column + step],
      Home: [row, 0],
      End: [row, this.columns - 1],
    }[event.key];
    if (!moved) return;
    event.preventDefault();
    this.point(...moved, "key");
  }
}
