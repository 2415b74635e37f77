// The plane with its points, what the net says of each place, and the line along which each hidden unit begins to answer.

const REACH_SHOWN = 1.9,
  FIELD = 44;

class PlaneView {
  constructor({ onUnit }) {
    this.canvas = h("canvas", { role: "img" });
    const sign = (name, words) => s("svg", { class: "cn-sign", viewBox: "-6 -6 12 12" }, s(name, words));
    this.signs = [sign("circle", { r: 5 }), sign("path", { d: "M-5 4.25H5L0 -5Z" })];
    this.legend = h(
      "div",
      { class: "cn-legend" },
      ...this.signs.map((each, label) => h("span", {}, each, `class ${label}`)),
      h("span", {}, `small: ${TESTED} held out`),
      h("span", {}, "\u00d7 wrong"),
      h("span", {}, "ringed: this step\u2019s batch"),
      h("span", {}, "lines: where units begin to answer, the chosen one\u2019s thick, dead ones\u2019 dashed"),
    );
    Object.assign(this, captioned(this.canvas, this.legend));
    this.canvas.addEventListener("pointerdown", (event) => onUnit(this.nearestUnit(event)));
  }

  show({ side, points, w, unit, batch, dead, label }) {
    Object.assign(this, { side, points, w, unit, batch, dead });
    sizeCanvas(this.canvas, side, side);
    this.element.style.width = `${side}px`;
    setText(this.caption, "points, and what the net says of each place");
    this.canvas.setAttribute("aria-label", label);
    drawLater(this.paint);
  }

  at(v, axis) {
    return ((axis ? -v : v) / REACH_SHOWN + 1) * (this.side / 2);
  }

  placeOf(i) {
    return [0, 1].map((axis) => this.at(this.points.places[2 * i + axis], axis));
  }

  paint = () => {
    const context = brushOn(this.canvas),
      { w } = this,
      U = (w.length - 1) / 4,
      { low, high } = palette();
    this.signs.forEach((sign, label) => setProperty(sign.style, "fill", `rgb(${[low, high][label].join(", ")})`));
    if (w.every(Number.isFinite)) {
      this.paintField(context, U);
      for (let j = 0; j < U; j++) if (j !== this.unit) this.paintUnit(context, U, j);
      this.paintUnit(context, U, this.unit);
    }
    for (const label of [0, 1]) this.paintPoints(context, TRAINED, TRAINED + TESTED, label, 2.5);
    for (const label of [0, 1]) this.paintPoints(context, 0, TRAINED, label, 5);
    this.paintRings(context);
    this.paintCrosses(context, U);
    context.strokeStyle = colourOf(this.canvas, "line");
    context.strokeRect(0.5, 0.5, this.side - 1, this.side - 1);
  };

  paintField(context, U) {
    const { low, zero, high } = palette();
    const sheet = sheetOf(FIELD, FIELD, (k) => {
      const [x, y] = [
        ((2 * (k % FIELD) + 1) / FIELD - 1) * REACH_SHOWN,
        (1 - (2 * Math.floor(k / FIELD) + 1) / FIELD) * REACH_SHOWN,
      ];
      const p = logistic(logit(this.w, U, x, y));
      return mix(zero, p < 0.5 ? low : high, 1.24 * Math.abs(p - 0.5));
    });
    context.drawImage(sheet, 0, 0, this.side, this.side);
  }

  // Where the unit's sum is 0, with ticks on the side where it answers.
  paintUnit(context, U, j) {
    const [a, b, c] = [this.w[j], this.w[U + j], this.w[2 * U + j]],
      length = Math.hypot(a, b),
      chosen = j === this.unit;
    if (length === 0) return;
    const foot = [(-c * a) / length ** 2, (-c * b) / length ** 2],
      along = [-b / length, a / length],
      far = 4 * REACH_SHOWN;
    const px = (t, out = 0) =>
      [0, 1].map((axis) => this.at(foot[axis] + along[axis] * t + ([a, b][axis] / length) * out, axis));
    context.save();
    context.beginPath();
    context.rect(0, 0, this.side, this.side);
    context.clip();
    context.strokeStyle = colourOf(this.canvas, chosen ? "fg" : "muted");
    context.lineWidth = chosen ? 2.5 : 1;
    context.setLineDash(this.dead[j] ? [3, 4] : []);
    context.beginPath();
    context.moveTo(...px(-far));
    context.lineTo(...px(far));
    if (chosen)
      for (let t = -far; t < far; t += 0.22) {
        context.moveTo(...px(t));
        context.lineTo(...px(t, 0.11));
      }
    context.stroke();
    context.restore();
  }

  // All points of one class and one size as one path: each that is filled and outlined by itself costs a browser much.
  paintPoints(context, from, to, label, size) {
    const { low, high, text, halo } = palette(),
      trained = to === TRAINED;
    context.beginPath();
    for (let i = from; i < to; i++) {
      if (this.points.label[i] !== label) continue;
      const [x, y] = this.placeOf(i);
      context.moveTo(x + size, y + (label ? size * 0.85 : 0));
      if (label) {
        context.lineTo(x, y - size);
        context.lineTo(x - size, y + size * 0.85);
        context.closePath();
      } else context.arc(x, y, size, 0, 2 * Math.PI);
    }
    context.fillStyle = `rgb(${label ? high : low})`;
    context.strokeStyle = trained ? text : halo;
    context.lineWidth = trained ? 1.25 : 0.5;
    context.fill();
    context.stroke();
  }

  paintRings(context) {
    context.strokeStyle = colourOf(this.canvas, "mark");
    context.lineWidth = 2;
    context.beginPath();
    for (const i of new Set(this.batch)) {
      const [x, y] = this.placeOf(i);
      context.moveTo(x + 8.5, y);
      context.arc(x, y, 8.5, 0, 2 * Math.PI);
    }
    context.stroke();
  }

  // A cross on each training point that the net takes for the other class.
  paintCrosses(context, U) {
    context.strokeStyle = palette().text;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let i = 0; i < TRAINED; i++) {
      if (isRight(this.w, U, this.points, i)) continue;
      const [x, y] = this.placeOf(i);
      for (const d of [-1, 1]) {
        context.moveTo(x - 7, y - 7 * d);
        context.lineTo(x + 7, y + 7 * d);
      }
    }
    context.stroke();
  }

  nearestUnit(event) {
    const area = this.canvas.getBoundingClientRect(),
      U = (this.w.length - 1) / 4;
    const x = ((2 * (event.clientX - area.left)) / area.width - 1) * REACH_SHOWN,
      y = (1 - (2 * (event.clientY - area.top)) / area.height) * REACH_SHOWN;
    const distance = (j) => Math.abs(unitSum(this.w, U, j, x, y)) / Math.hypot(this.w[j], this.w[U + j]);
    return Array.from({ length: U }, (_, j) => j).reduce((best, j) => (distance(j) < distance(best) ? j : best), 0);
  }
}
