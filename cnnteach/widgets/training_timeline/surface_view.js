// The loss around the weights of a step, in the plane in which the training moved most, and the paths across it.

const BANDS = 12,
  FINER = 4,
  SHADES = {
    light: [
      [252, 252, 252],
      [140, 148, 156],
    ],
    dark: [
      [120, 130, 140],
      [30, 33, 37],
    ],
  };

// Where each line of the finer table lies between two of the coarse one, and its share of the second.
const FINE = CELLS * FINER,
  LINES = Array.from({ length: FINE }, (_, k) => {
    const at = Math.max(0, Math.min(CELLS - 1, (k + 0.5) / FINER - 0.5)),
      first = Math.floor(at);
    return { first, second: Math.min(first + 1, CELLS - 1), share: at - first };
  });

// A square table of numbers, FINER times as fine: between four cells by their shares, first along the rows.
function finer(values) {
  const wide = new Float64Array(CELLS * FINE),
    table = new Float64Array(FINE * FINE);
  LINES.forEach(({ first, second, share }, q) => {
    for (let r = 0; r < CELLS; r++)
      wide[r * FINE + q] = (1 - share) * values[r * CELLS + first] + share * values[r * CELLS + second];
  });
  LINES.forEach(({ first, second, share }, r) => {
    for (let q = 0; q < FINE; q++)
      table[r * FINE + q] = (1 - share) * wide[first * FINE + q] + share * wide[second * FINE + q];
  });
  return table;
}

// The two ends of a path, as a note names them: a sign stays with its word.
const startToStep = (step) => `\u25cb\u00a0start, \u25cf\u00a0step\u00a0${step}`;

class SurfaceView {
  constructor() {
    this.canvas = h("canvas", { role: "img" });
    this.note = h("div", { class: "cn-legend" });
    Object.assign(this, captioned(this.canvas, this.note));
  }

  // paths: {places, colour, dash}; here: the place of the step; loss: as lossSurface gives it, or nothing.
  show({ side, loss, frame, paths, here, caption, label, note }) {
    Object.assign(this, { side, loss, frame, paths, here });
    sizeCanvas(this.canvas, side, side);
    this.element.style.width = `${side}px`;
    setText(this.caption, caption);
    setText(this.note, note);
    this.canvas.setAttribute("aria-label", label);
    drawLater(this.paint);
  }

  at(place) {
    const { middle, half } = this.frame;
    return [
      ((place[0] - middle[0]) / half + 1) * (this.side / 2),
      (1 - (place[1] - middle[1]) / half) * (this.side / 2),
    ];
  }

  paint = () => {
    const context = brushOn(this.canvas);
    if (this.loss) this.paintLoss(context);
    for (const path of this.paths) this.paintPath(context, path);
    if (this.here.every(Number.isFinite)) this.dot(context, this.here, 6, colourOf(this.canvas, "fg"));
    context.strokeStyle = colourOf(this.canvas, "line");
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, this.side - 1, this.side - 1);
  };

  // Bands of equal ratio, as heights on a map: the darker, the higher the loss.
  paintLoss(context) {
    const logs = this.loss.map((v) => Math.log(Math.max(v, 1e-6))),
      low = Math.min(...logs),
      span = Math.max(...logs) - low || 1;
    const [pale, dark] = SHADES[isDark() ? "dark" : "light"],
      shades = Array.from({ length: BANDS }, (_, band) => mix(pale, dark, band / (BANDS - 1))),
      table = finer(logs);
    const bands = sheetOf(
      FINE,
      FINE,
      (k) => shades[Math.min(BANDS - 1, Math.floor(((table[k] - low) / span) * BANDS))],
    );
    context.drawImage(bands, 0, 0, this.side, this.side);
  }

  paintPath(context, { places, colour, dash = "solid" }) {
    const finite = places.filter((place) => place.every(Number.isFinite));
    context.save();
    context.strokeStyle = colourOf(this.canvas, colour);
    context.lineWidth = 2;
    context.setLineDash(DASHES[dash]);
    context.beginPath();
    for (const place of finite) context.lineTo(...this.at(place));
    context.stroke();
    context.restore();
    this.dot(context, finite[0], 3.5, colourOf(this.canvas, "bg"));
  }

  dot(context, place, radius, fill) {
    context.beginPath();
    context.arc(...this.at(place), radius, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.strokeStyle = colourOf(this.canvas, "fg");
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  }
}
