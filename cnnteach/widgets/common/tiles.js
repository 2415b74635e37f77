// Small pictures side by side on one canvas: filters, their gradients, maps. One stop of the Tab key; arrows move from
// tile to tile, or from pixel to pixel where each pixel is a unit of its own.

class Tiles {
  constructor({ label, kind, onPoint, cells = false }) {
    Object.assign(this, { label, kind, onPoint, cells, cursor: [0, 0, 0] });
    Object.assign(this, layered(kind, "pictures", { onkeydown: (event) => this.key(event) }));
    Object.assign(this, captioned(this.box));
    const point = (event) => {
      const place = this.placeAt(event);
      if (place) this.point(...place);
    };
    this.box.addEventListener("pointerdown", point);
    this.box.addEventListener("pointermove", (event) => {
      if (event.buttons) point(event);
    });
  }

  // colour(tile, row, column) -> [r, g, b]; `across` tiles stand in a row; a quiet tile, all 0, is struck out.
  show({ count, rows, columns, colour, zoom, across, caption, quiet = () => false }) {
    Object.assign(this, { count, rows, columns, zoom, across: Math.min(across, count), quiet });
    const gap = zoom * Math.min(rows, columns) > 8 ? 3 : 2,
      high = Math.ceil(count / this.across);
    this.gap = gap;
    [this.stepX, this.stepY] = [columns * zoom + gap, rows * zoom + gap];
    const [width, height] = [this.across * this.stepX - gap, high * this.stepY - gap];
    sizeLayered(this, width, height);
    const isStruck = Array.from({ length: count }, (_, k) => quiet(k)).some(Boolean);
    setText(this.caption, isStruck ? `${caption}; struck out: all 0` : caption);
    this.box.setAttribute(
      "aria-label",
      `${this.label}, ${count}, ${rows} by ${columns} each. Arrow keys move, Enter chooses.`,
    );
    this.paint(colour);
  }

  corner(k) {
    return [(k % this.across) * this.stepX, Math.floor(k / this.across) * this.stepY];
  }

  paint(colour) {
    const { rows, columns, count, zoom } = this,
      context = brushOn(this.canvas),
      each = rows * columns;
    const sheet = sheetOf(columns, rows * count, (k) =>
      colour(Math.floor(k / each), Math.floor((k % each) / columns), k % columns),
    );
    context.imageSmoothingEnabled = false;
    for (let k = 0; k < count; k++) {
      const [x, y] = this.corner(k);
      context.drawImage(sheet, 0, k * rows, columns, rows, x, y, columns * zoom, rows * zoom);
      if (this.quiet(k)) this.strike(context, x, y);
    }
  }

  strike(context, x, y) {
    context.strokeStyle = palette().hatch;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + this.columns * this.zoom, y + this.rows * this.zoom);
    context.stroke();
  }

  // marks: {tile, row?, column?, rows?, columns?}, outlines of tiles or of windows in them.
  mark(marks) {
    const context = brushOn(this.over),
      colours = palette();
    for (const { tile, row = 0, column = 0, rows = this.rows, columns = this.columns } of marks) {
      const [x, y] = this.corner(tile),
        rect = [x + column * this.zoom - 0.5, y + row * this.zoom - 0.5, columns * this.zoom + 1, rows * this.zoom + 1];
      for (const [ink, width] of [
        [colours.halo, 4],
        [colours.mark, 2],
      ]) {
        context.strokeStyle = ink;
        context.lineWidth = width;
        context.strokeRect(...rect);
      }
    }
  }

  point(tile, row, column) {
    this.cursor = [tile, row, column];
    this.onPoint(tile, row, column);
  }

  placeAt(event) {
    const area = this.box.getBoundingClientRect(),
      [x, y] = [event.clientX - area.left, event.clientY - area.top];
    const [across, down] = [Math.floor(x / this.stepX), Math.floor(y / this.stepY)],
      tile = down * this.across + across;
    const [row, column] = [
      Math.floor((y - down * this.stepY) / this.zoom),
      Math.floor((x - across * this.stepX) / this.zoom),
    ];
    const inside = across >= 0 && across < this.across && down >= 0 && tile < this.count;
    return inside
      ? [tile, Math.max(0, Math.min(this.rows - 1, row)), Math.max(0, Math.min(this.columns - 1, column))]
      : null;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const chooses = event.key === " " || (event.key === "Enter" && !event.shiftKey);
    if (!move && !chooses) return;
    event.preventDefault();
    if (chooses) return void this.point(...this.cursor);
    const [tile, row, column] = this.cursor,
      [tall, wide] = this.cells ? [this.rows, this.columns] : [1, 1];
    const r = Math.floor(tile / this.across) * tall + (this.cells ? row : 0) + move[0],
      q = (tile % this.across) * wide + (this.cells ? column : 0) + move[1];
    const next = Math.floor(r / tall) * this.across + Math.floor(q / wide);
    if (r >= 0 && q >= 0 && q < this.across * wide && next < this.count)
      this.point(next, this.cells ? r % tall : 0, this.cells ? q % wide : 0);
  }
}
