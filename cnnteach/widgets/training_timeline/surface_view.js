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

// A value between four cells of a square table, by their shares.
function between(values, row, column) {
  const inside = (v) => Math.max(0, Math.min(CELLS - 1, v)),
    [r, q] = [inside(row), inside(column)],
    [i, j] = [Math.floor(r), Math.floor(q)];
  const at = (a, b) => values[Math.min(a, CELLS - 1) * CELLS + Math.min(b, CELLS - 1)],
    [u, v] = [r - i, q - j];
  return (1 - u) * ((1 - v) * at(i, j) + v * at(i, j + 1)) + u * ((1 - v) * at(i + 1, j) + v * at(i + 1, j + 1));
}

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
    const logs = Array.from(this.loss, (v) => Math.log(Math.max(v, 1e-6))),
      low = Math.min(...logs),
      span = Math.max(...logs) - low || 1;
    const [pale, dark] = SHADES[isDark() ? "dark" : "light"],
      shades = Array.from({ length: BANDS }, (_, band) => mix(pale, dark, band / (BANDS - 1))),
      fine = CELLS * FINER;
    const sheet = sheetOf(fine, fine, (k) => {
      const v = between(logs, (Math.floor(k / fine) + 0.5) / FINER - 0.5, ((k % fine) + 0.5) / FINER - 0.5);
      return shades[Math.min(BANDS - 1, Math.floor(((v - low) / span) * BANDS))];
    });
    context.drawImage(sheet, 0, 0, this.side, this.side);
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
