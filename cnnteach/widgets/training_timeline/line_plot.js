// Curves over steps: one canvas for the lines, one above for the cursor. Keys move the slider beside it; here one drags.

const colourOf = (element, name) => getComputedStyle(element).getPropertyValue(`--cn-${name}`).trim();
// Pixels around the lines, for the numbers of the axes, where the page's letters are as large as usual.
const USUAL_REM = 14,
  AROUND_LINES = { left: 40, right: 16, below: 22 };
const DASHES = { solid: [], dashed: [6, 4], dotted: [1.5, 3] };

class LinePlot {
  constructor({ name, onScrub }) {
    this.lines = h("canvas", { role: "img" });
    this.over = h("canvas", { class: "cn-over" });
    this.box = h("div", { class: "cn-curves", "data-plot": name }, this.lines, this.over);
    this.legend = h("div", { class: "cn-legend" });
    Object.assign(this, captioned(this.box, this.legend));
    const scrub = (event) => {
      const { left, width } = this.lines.getBoundingClientRect(),
        x = ((event.clientX - left) * this.width) / width;
      onScrub(Math.round(Math.max(0, Math.min(1, (x - this.left) / (this.right - this.left))) * this.most));
    };
    this.box.addEventListener("pointerdown", (event) => {
      this.box.setPointerCapture(event.pointerId);
      scrub(event);
    });
    this.box.addEventListener("pointermove", (event) => {
      if (event.buttons) scrub(event);
    });
  }

  // series: {name, xs, ys, colour, thin?, dash?}; the loss is cut at a hundred times where it begins, so that the rest can be seen.
  show({ width, height, rem, most, series, caption, label, log = true }) {
    const scale = rem / USUAL_REM;
    Object.assign(this, { width, height, scale, most, series, log, left: AROUND_LINES.left * scale });
    Object.assign(this, { right: width - AROUND_LINES.right * scale, bottom: height - AROUND_LINES.below * scale });
    setText(this.caption, caption);
    this.lines.setAttribute("aria-label", label);
    const values = series.flatMap(({ ys }) => Array.from(ys)).filter((v) => Number.isFinite(v) && (!log || v > 0));
    const first = values.length ? values[0] : 1,
      high = Math.min(Math.max(...values, first), log ? 100 * first : Infinity);
    this.range = log ? [Math.max(Math.min(...values, first), high / 1e4), high * 1.05] : [0, 1];
    for (const canvas of [this.lines, this.over]) sizeCanvas(canvas, width, height);
    this.box.style.width = this.legend.style.maxWidth = `${width}px`;
    drawLater(this.paint);
    const named = JSON.stringify(series.map(({ name }) => name));
    if (named !== this.named)
      this.legend.replaceChildren(
        ...series.map(({ name }) => h("span", {}, h("canvas", { "aria-hidden": "true" }), name)),
      );
    this.named = named;
  }

  x(step) {
    return this.left + (step / this.most) * (this.right - this.left);
  }

  y(value) {
    const [low, high] = this.range,
      { bottom } = this;
    const t = this.log ? Math.log(value / low) / Math.log(high / low) : value / high;
    return bottom - Math.max(-0.02, Math.min(1, t)) * (bottom - 6);
  }

  paint = () => {
    const context = brushOn(this.lines),
      { box, left, right, bottom, scale } = this;
    context.font = `${11 * scale}px system-ui, sans-serif`;
    context.strokeStyle = colourOf(box, "line");
    context.fillStyle = colourOf(box, "muted");
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const tick of this.log ? logTicks(...this.range) : [0, 0.25, 0.5, 0.75, 1])
      this.rule(context, left, this.y(tick), right, this.y(tick), () =>
        context.fillText(String(Number(tick.toPrecision(3))), left - 5 * scale, this.y(tick)),
      );
    context.textAlign = "center";
    for (const tick of ticks(0, this.most))
      this.rule(context, this.x(tick), bottom, this.x(tick), bottom + 4 * scale, () =>
        context.fillText(String(tick), this.x(tick), bottom + 13 * scale),
      );
    for (const each of this.series) this.line(context, each);
    this.series.forEach((each, k) => this.swatch(this.legend.children[k].firstChild, each));
  };

  rule(context, x0, y0, x1, y1, write) {
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
    write();
  }

  line(context, { xs, ys, colour, thin = false, dash = "solid" }) {
    context.save();
    context.strokeStyle = colourOf(this.box, colour);
    context.lineWidth = thin ? 1 : 2;
    context.globalAlpha = thin ? 0.55 : 1;
    context.setLineDash(DASHES[dash]);
    context.beginPath();
    let pen = false;
    xs.forEach((x, k) => {
      const there = Number.isFinite(ys[k]) && (!this.log || ys[k] > 0);
      if (there) context[pen ? "lineTo" : "moveTo"](this.x(x), this.y(ys[k]));
      pen = there;
    });
    context.stroke();
    context.restore();
  }

  swatch(canvas, { colour, thin, dash = "solid" }) {
    sizeCanvas(canvas, 26, 10);
    const context = brushOn(canvas);
    context.strokeStyle = colourOf(this.box, colour);
    context.lineWidth = thin ? 1 : 2;
    context.setLineDash(DASHES[dash]);
    context.beginPath();
    context.moveTo(0, 5);
    context.lineTo(26, 5);
    context.stroke();
  }

  // notes: {step, text}; the last is the cursor, drawn strongest.
  point(notes) {
    this.notes = notes;
    drawLater(this.paintNotes);
  }

  paintNotes = () => {
    const { notes, scale } = this,
      context = brushOn(this.over);
    context.font = `600 ${11 * scale}px system-ui, sans-serif`;
    notes.forEach(({ step, text }, k) => {
      const x = this.x(step),
        right = x > this.width - 90 * scale,
        strong = k === notes.length - 1;
      context.strokeStyle = context.fillStyle = colourOf(this.box, strong ? "fg" : "mark");
      context.setLineDash(strong ? [] : [2, 3]);
      context.lineWidth = strong ? 1.5 : 1.25;
      this.rule(context, x, 2, x, this.bottom, () => {
        context.textAlign = right ? "right" : "left";
        context.textBaseline = "top";
        context.fillText(text, x + (right ? -4 : 4), 3 + 14 * scale * k);
      });
    });
  };
}
