// A place to draw on: with mouse, pen or finger; or with the arrow keys, the space bar putting the pen down and lifting it.

class DrawingPad {
  // onStroke(from, to) inks between two places, [row, column] in pixels of the drawing; onLift ends a stroke.
  constructor({ label, side, onStroke, onLift, onMove }) {
    Object.assign(this, { label, side, onStroke, onLift, onMove, cursor: [side / 2, side / 2], down: false });
    Object.assign(
      this,
      layered("pad", "drawing pad", {
        "aria-label": `${label}. Arrow keys move the pen, with Shift by one pixel; the space bar puts it down and lifts it.`,
        onkeydown: (event) => this.key(event),
        onfocus: () => this.paintPen(),
        onblur: () => {
          if (this.down) this.lift();
          this.paintPen();
        },
      }),
    );
    Object.assign(this, captioned(this.box));
    this.box.addEventListener("pointerdown", (event) => this.press(event));
    this.box.addEventListener("pointermove", (event) => {
      if (this.drawing) this.drag(event);
    });
    for (const end of ["pointerup", "pointercancel"])
      this.box.addEventListener(end, () => {
        if (this.drawing) {
          this.drawing = false;
          this.onLift();
        }
      });
  }

  show({ zoom, radius, caption, colour }) {
    Object.assign(this, { zoom, radius });
    sizeLayered(this, this.side * zoom, this.side * zoom);
    setText(this.caption, caption);
    const context = brushOn(this.canvas);
    context.imageSmoothingEnabled = false;
    context.drawImage(sheetOf(this.side, this.side, colour), 0, 0, this.side * zoom, this.side * zoom);
    this.paintPen();
  }

  paintPen() {
    const context = brushOn(this.over),
      { zoom } = this;
    if (document.activeElement !== this.box || !zoom) return;
    const [row, column] = this.cursor;
    for (const [ink, width] of [
      [palette().halo, 4],
      [palette().mark, 2],
    ]) {
      context.strokeStyle = ink;
      context.lineWidth = width;
      context.setLineDash(this.down ? [] : [4, 3]);
      context.beginPath();
      context.arc(column * zoom, row * zoom, Math.max(3, this.radius * zoom), 0, 2 * Math.PI);
      context.stroke();
    }
  }

  placeOf(event) {
    const { left, top, width } = this.box.getBoundingClientRect();
    return [event.clientY - top, event.clientX - left].map((v) => (v * this.side) / width);
  }

  press(event) {
    this.box.setPointerCapture(event.pointerId);
    this.drawing = true;
    this.down = false;
    this.cursor = this.placeOf(event);
    this.onStroke(this.cursor, this.cursor);
  }

  drag(event) {
    const trail = event.getCoalescedEvents?.() ?? [];
    for (const each of trail.length ? trail : [event]) this.moveTo(this.placeOf(each), true);
  }

  moveTo(place, inks) {
    const from = this.cursor;
    this.cursor = place;
    if (inks) this.onStroke(from, place);
  }

  lift() {
    this.down = false;
    this.onLift();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (move) {
      event.preventDefault();
      const far = event.shiftKey ? 1 : 3;
      this.moveTo(
        this.cursor.map((v, k) => Math.max(0, Math.min(this.side, v + far * move[k]))),
        this.down,
      );
    } else if (event.key === " ") {
      event.preventDefault();
      this.down = !this.down;
      if (this.down) this.onStroke(this.cursor, this.cursor);
      else this.onLift();
    } else return;
    this.onMove(this.cursor, this.down);
    this.paintPen();
  }
}
