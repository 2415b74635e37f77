// A grid of numbers on two canvases: the cells below, what is pointed at above. It is one stop of the Tab key;
// arrows move inside it.

const DRAG = 8; // pixels of a drag that change a number by one step
const ROOM = 26; // pixels of a cell that has room for its number and a note below it

const SMALL = 7.5, // pixels of letters that can just be read
  DIGIT = 0.64, // how wide a digit is, as a share of that
  MOST = 0.75;
const haloWidth = (zoom) => (zoom < 22 ? 3.5 : 5); // of the frame of a cell that is pointed at

// A printed number with this many digits that count; those before the decimal point stay.
function shortened(text, digits) {
  const value = Number(text.replace(MINUS, "-"));
  if (!text.includes(".") || !value) return text;
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return decimals < text.length - text.indexOf(".") - 1 ? fixed(value, decimals) : text;
}

// Where cell k of a grid with this many columns is.
const placeText = (k, columns) => `row ${Math.floor(k / columns)}, column ${k % columns}`;

class NumberGrid {
  constructor({ kind, onPoint = () => {}, onLeave = () => {}, onEdit = null, onStroke = null, onDrag = null }) {
    Object.assign(this, { kind, onPoint, onLeave, onEdit, onStroke, onDrag, cursor: [0, 0], marks: [] });
    Object.assign(this, { hasNewRaster: changes(), signs: [] });
    Object.assign(
      this,
      layered(kind, "grid of numbers", {
        onkeydown: (event) => this.key(event),
        onfocus: () => {
          if (!this.pressed) this.point(...this.cursor, "key");
        },
        onblur: () => this.onLeave(),
      }),
    );
    Object.assign(this, captioned(this.box));
    this.box.addEventListener("pointermove", (event) => this.pointer(event));
    this.box.addEventListener("pointerdown", (event) => this.press(event));
    this.box.addEventListener("pointerup", () => this.release());
    this.box.addEventListener("pointercancel", () => {
      this.pressed = false;
      this.drag = null;
    });
    this.box.addEventListener("pointerleave", () => {
      this.pressed = false;
      this.last = null;
      this.onLeave();
    });
  }

  // label: its name for a screen reader; values: rows * columns numbers; text(v, k) and colour(v, k) say how one looks;
  // inner: the box of cells that can be changed, or a function that knows them; the rest is optional decoration.
  show({ label, rows, columns, values, text, colour, zoom, caption, inner = null, unreached = () => false, step = 1 }) {
    Object.assign(this, { label, rows, columns, values, text, colour, zoom, inner, unreached, step });
    this.cursor = [Math.min(this.cursor[0], rows - 1), Math.min(this.cursor[1], columns - 1)];
    setText(this.caption, caption);
    this.box.setAttribute(
      "aria-label",
      `${this.label}, ${rows} by ${columns}. Arrow keys move.${this.onDrag ? " Shift and up or down change a number." : ""}`,
    );
    sizeLayered(this, columns * zoom, rows * zoom);
    drawLater(this.paintCells);
    drawLater(this.paintMarks);
  }

  brush(canvas) {
    return Object.assign(brushOn(canvas), { textAlign: "center", textBaseline: "middle" });
  }

  // Across a cell, inside the frame that it has when it is pointed at.
  get room() {
    return this.zoom - 2 - haloWidth(this.zoom);
  }

  // How large letters can be for the longest of some texts, whose first digit may have a minus.
  sizeOf(texts) {
    const { zoom, room } = this,
      longest = texts.reduce((a, b) => (b.length > a.length ? b : a), ""),
      context = this.canvas.getContext("2d");
    context.font = "10px system-ui, sans-serif";
    const { width } = context.measureText(longest.replace(/^\d/, MINUS));
    return Math.min(Math.max(zoom * 0.42, Math.min(zoom * 0.6, 10)), (room * 10) / width);
  }

  // The texts and their size: only the first digits of numbers that would be too small to read; where even these are, only
  // the texts that fit, if they are most.
  fitted(texts) {
    const most = Math.floor(this.room / (SMALL * DIGIT));
    let shown = texts;
    for (const digits of most > 0 ? [Infinity, 3, 2, 1] : []) {
      shown = texts.map((text) => shortened(text, digits));
      const size = this.sizeOf(shown);
      if (size >= SMALL) return { shown, size };
    }
    const isFit = shown.map((text) => text.length <= most),
      share = isFit.filter(Boolean).length / shown.length;
    return { shown: shown.map((text, k) => (isFit[k] && share > MOST ? text : "")), size: SMALL };
  }

  isInner(r, q) {
    const box = this.inner;
    if (typeof box === "function") return box(r, q);
    return !box || (r >= box.top && r < box.top + box.rows && q >= box.left && q < box.left + box.columns);
  }

  // How a cell looks: its ground, its text, and hatches over the ground where it is not reached.
  lookOf(k, text, colours) {
    const r = Math.floor(k / this.columns),
      q = k % this.columns,
      isUnreached = this.unreached(r, q);
    if (!this.isInner(r, q))
      return { r, q, fill: colours.pad, ink: colours.padText, text, hatches: isUnreached ? colours.hatch : "" };
    const rgb = this.colour(this.values[k], k),
      ink = inkOn(rgb);
    return { r, q, fill: `rgb(${rgb})`, ink, text, hatches: isUnreached ? ink : "" };
  }

  // Only those cells are drawn that look different from what stands there; all of them where a frame lies over some, or where
  // the edge of a cell lies inside a pixel, in which both would mix.
  paintCells = () => {
    const { zoom, rows, columns, inner } = this,
      colours = palette(),
      { shown, size } = this.fitted(Array.from(this.values, this.text)),
      looks = shown.map((text, k) => this.lookOf(k, text, colours)),
      framed = inner && inner.rows * inner.columns < rows * columns ? Object.values(inner) : [];
    const signs = looks.map(({ fill, ink, text, hatches }) => `${fill} ${ink} ${hatches} ${text}`),
      isNew = this.hasNewRaster([this.box.dataset.size, colours, zoom, columns, size, String(framed)]),
      isOther = (_, k) => isNew || signs[k] !== this.signs[k];
    if (!looks.some(isOther)) return;
    const isWhole = isNew || framed.length > 0 || !Number.isInteger(zoom * devicePixelRatio),
      context = isWhole ? this.brush(this.canvas) : this.canvas.getContext("2d");
    context.font = `${size}px system-ui, sans-serif`;
    for (const look of isWhole ? looks : looks.filter(isOther)) this.cell(context, look);
    if (framed.length) this.frame(context, inner);
    this.signs = signs;
  };

  cell(context, { r, q, fill, ink, text, hatches }) {
    const { zoom } = this,
      side = zoom > 12 ? zoom - 1 : zoom;
    context.fillStyle = fill;
    context.fillRect(q * zoom, r * zoom, side, side);
    if (hatches) this.hatch(context, r, q, hatches);
    context.fillStyle = ink;
    context.fillText(text, (q + 0.5) * zoom, (r + (zoom >= ROOM ? 0.42 : 0.53)) * zoom);
  }

  hatch(context, r, q, ink) {
    const { zoom } = this;
    context.save();
    context.beginPath();
    context.rect(q * zoom, r * zoom, zoom - 1, zoom - 1);
    context.clip();
    context.globalAlpha = 0.45;
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.beginPath();
    for (let d = -zoom; d < zoom; d += Math.max(3, zoom / 5)) {
      context.moveTo(q * zoom + d, (r + 1) * zoom);
      context.lineTo(q * zoom + d + zoom, r * zoom);
    }
    context.stroke();
    context.restore();
  }

  frame(context, { top, left, rows, columns }) {
    context.strokeStyle = palette().text;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.strokeRect(left * this.zoom, top * this.zoom, columns * this.zoom - 1, rows * this.zoom - 1);
    context.setLineDash([]);
  }

  // marks: {row, column, rows?, columns?, note?, faint?, wash?}, drawn over the cells.
  mark(marks) {
    this.marks = marks;
    if (this.columns) drawLater(this.paintMarks);
  }

  paintMarks = () => {
    const context = this.brush(this.over),
      { zoom } = this,
      colours = palette();
    for (const { row, column, rows = 1, columns = 1, note, faint, wash } of this.marks) {
      if (faint && note !== undefined && zoom < ROOM) continue; // no room for the note: the window's outline is enough
      const rect = [column * zoom + 0.5, row * zoom + 0.5, columns * zoom - 2, rows * zoom - 2];
      if (wash) {
        context.fillStyle = colours.halo;
        context.globalAlpha = 0.8;
        context.fillRect(column * zoom, row * zoom, columns * zoom, rows * zoom);
        context.globalAlpha = 1;
        continue;
      }
      if (zoom >= 16 || !faint) {
        context.strokeStyle = colours.halo;
        context.lineWidth = faint ? 2.5 : haloWidth(zoom);
        context.strokeRect(...rect);
      }
      context.strokeStyle = colours.mark;
      context.lineWidth = faint ? 1.25 : zoom < 22 ? 2 : 2.5;
      context.strokeRect(...rect);
      if (note !== undefined && zoom >= ROOM) this.note(context, row, column, note);
    }
  };

  note(context, row, column, text) {
    const { zoom } = this,
      colours = palette(),
      size = zoom * 0.27;
    context.font = `600 ${size}px system-ui, sans-serif`;
    const width = Math.min(context.measureText(text).width + 4, zoom - 4);
    context.fillStyle = colours.mark;
    context.fillRect((column + 1) * zoom - width - 3, (row + 1) * zoom - size - 4, width, size + 2);
    context.fillStyle = isDark() ? "#14171a" : "#ffffff";
    context.fillText(text, (column + 1) * zoom - width / 2 - 3, (row + 1) * zoom - size / 2 - 2.5, width - 2);
  }

  point(row, column, by) {
    this.cursor = [row, column];
    this.onPoint(row, column, by);
  }

  cellAt(event) {
    const area = this.box.getBoundingClientRect();
    const row = Math.floor(((event.clientY - area.top) / area.height) * this.rows);
    const column = Math.floor(((event.clientX - area.left) / area.width) * this.columns);
    return row >= 0 && column >= 0 && row < this.rows && column < this.columns ? [row, column] : null;
  }

  pointer(event) {
    if (this.drag) return this.dragTo(event);
    const trail = (this.pressed && event.getCoalescedEvents?.()) || []; // a quick stroke leaves no cell out
    for (const each of trail.length ? trail : [event]) {
      const cell = this.cellAt(each);
      if (!cell || (this.last && this.last[0] === cell[0] && this.last[1] === cell[1])) continue;
      this.last = cell;
      this.point(...cell, "pointer");
      if (this.pressed) this.onStroke?.(...cell);
    }
  }

  press(event) {
    const cell = this.cellAt(event);
    if (!cell || this.field) return;
    this.pressed = true;
    this.point(...cell, "pointer");
    if (this.onDrag && this.isInner(...cell)) {
      this.drag = {
        cell,
        height: event.clientY,
        value: this.values[cell[0] * this.columns + cell[1]],
        steps: 0,
        moved: false,
      };
      this.box.setPointerCapture(event.pointerId);
    } else if (!this.onStroke?.(...cell) && this.onEdit) {
      event.preventDefault();
      this.pressed = false;
      this.edit(...cell);
    }
  }

  // Up makes the number under the pointer larger, down smaller; without a move, a press is there to type.
  dragTo(event) {
    const { cell, height, value, steps } = this.drag,
      now = Math.round((height - event.clientY) / DRAG);
    if (now === steps) return;
    Object.assign(this.drag, { steps: now, moved: true });
    this.onDrag(...cell, this.stepped(value, now));
  }

  release() {
    const { drag } = this;
    this.pressed = false;
    this.drag = null;
    if (drag && !drag.moved && this.onEdit) this.edit(...drag.cell);
  }

  // Whole steps end on round numbers: 0.1 + 0.2 is 0.3.
  stepped(value, steps) {
    return Number((value + steps * this.step).toFixed(6));
  }

  key(event) {
    if (event.target !== this.box || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = this.cursor,
      nudge = event.shiftKey && this.onDrag && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (nudge) {
      event.preventDefault();
      if (this.isInner(row, column))
        this.onDrag(row, column, this.stepped(this.values[row * this.columns + column], nudge));
      return;
    }
    const moved = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, this.columns - 1],
    }[event.key];
    if (moved) {
      event.preventDefault();
      if (moved[0] >= 0 && moved[1] >= 0 && moved[0] < this.rows && moved[1] < this.columns)
        this.point(...moved, "key");
    } else if (event.key === " " && this.onStroke?.(row, column)) {
      event.preventDefault();
    } else if (this.onEdit && !event.shiftKey && (event.key === "Enter" || /^[-\d.]$/.test(event.key))) {
      event.preventDefault();
      this.edit(row, column, event.key === "Enter" ? undefined : event.key);
    }
  }

  // A text field over the cell; Enter or leaving it keeps the number, Escape gives it up.
  edit(row, column, typed) {
    if (!this.isInner(row, column)) return;
    const { zoom } = this,
      before = String(Number(this.values[row * this.columns + column].toPrecision(6)));
    const width = Math.max(zoom, 44),
      left = Math.max(0, Math.min((column + 0.5) * zoom - width / 2, this.columns * zoom - width));
    const field = h("input", {
      class: "cn-field",
      type: "text",
      inputmode: "decimal",
      "aria-label": `${this.label}, row ${row}, column ${column}: new value`,
      style: `left:${left}px;top:${row * zoom}px;width:${width}px;height:${Math.max(zoom, 22)}px`,
    });
    const hint = h("span", { class: "cn-hint", role: "alert", style: `top:${row * zoom + Math.max(zoom, 22)}px` });
    field.value = typed ?? before;
    this.field = field;
    const end = () => {
      this.field = null;
      field.remove();
      hint.remove();
    };
    const close = (keep) => {
      if (!this.field) return;
      const number = parseNumber(field.value);
      if (keep && number === null) {
        field.setAttribute("aria-invalid", "true");
        setText(hint, NUMBER_HINT);
        return;
      }
      end();
      if (keep && field.value !== before) this.onEdit(row, column, number);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.stopPropagation();
      close(event.key === "Enter");
      if (!this.field) this.box.focus();
    });
    field.addEventListener("blur", () => {
      close(true);
      if (this.field) end();
    });
    this.box.append(field, hint);
    field.focus();
    if (typed === undefined) field.select();
  }
}
