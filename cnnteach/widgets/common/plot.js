// A small plot: lines and dots on two axes, drawn as SVG, as large as its letters.

const shortNumber = (value) => String(Number(value.toPrecision(4))).replace("-", MINUS);
const superscript = (k) =>
  [...String(k)].map((c) => "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[c] ?? "\u207b").join("");
const powerOfTen = (k) => (k < -2 || k > 3 ? `10${superscript(k)}` : String(10 ** k));

// How wide a number beside an axis is, in the plot's own units: measured once.
const numberWidths = new Map();
function numberWidth(text) {
  if (!numberWidths.has(text)) {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.font = "12px system-ui, sans-serif";
    numberWidths.set(text, context.measureText(text).width);
  }
  return numberWidths.get(text);
}

// What the lines of a plot are, to stand beside it: [kind, text] of each.
const lineNames = (...lines) =>
  h("div", { class: "cn-lines" }, ...lines.map(([kind, text]) => h("span", { class: `cn-${kind}` }, text)));

// lines: {points: [[x, y]], kind}; dots: {x, y, kind}; log: y is drawn by its powers of ten; places: {value: label} instead of numbers below.
class Plot {
  constructor({ label, width = 320, height = 190 }) {
    Object.assign(this, { width, height });
    this.element = s("svg", { class: "cn-plot", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}` });
    this.element.style.width = `${width / 14}em`;
  }

  show({ label, x, y, lines = [], dots = [], xLabel, yLabel, log = false, places = null }) {
    const { width, height } = this,
      high = log
        ? decades(...y.map(Math.log10)).map((k) => [10 ** k, powerOfTen(k)])
        : ticks(...y, 4).map((v) => [v, shortNumber(v)]),
      widest = Math.max(0, ...high.map(([, text]) => numberWidth(text))),
      box = { left: Math.max(46, widest + 26), right: width - 12, top: 12, bottom: height - 34 };
    const tall = log ? y.map(Math.log10) : y;
    const across = (v) => box.left + ((v - x[0]) / (x[1] - x[0] || 1)) * (box.right - box.left);
    const up = (v) =>
      box.bottom - (((log ? Math.log10(v) : v) - tall[0]) / (tall[1] - tall[0] || 1)) * (box.bottom - box.top);
    const wide = places ?? ticks(...x, 5).map((v) => [v, shortNumber(v)]);
    const inside = ([px, py]) => px >= x[0] - 1e-9 && px <= x[1] + 1e-9 && (!log || py > 0),
      onAxes = ({ x: px, y: py }) => inside([px, py]) && py >= y[0] && py <= y[1];
    const curve = ({ points, kind }) => {
      const found = points
        .filter(inside)
        .map(([px, py]) => `${across(px).toFixed(1)} ${Math.max(-999, Math.min(999, up(py))).toFixed(1)}`);
      return s("path", { class: `cn-curve cn-${kind}`, d: found.length ? `M${found.join("L")}` : "" });
    };
    const parts = [
      ...high.map(([v, text]) =>
        s("path", { class: "cn-rule", d: `M${box.left} ${up(v)}H${box.right}`, "data-tick": text }),
      ),
      ...high.map(([v, text]) => s("text", { x: box.left - 6, y: up(v) + 4, "text-anchor": "end" }, text)),
      ...wide.map(([v, text]) => s("text", { x: across(v), y: box.bottom + 15, "text-anchor": "middle" }, text)),
      s("path", { class: "cn-axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
      s("text", { x: (box.left + box.right) / 2, y: height - 4, "text-anchor": "middle" }, xLabel),
      s(
        "text",
        {
          x: 11,
          y: (box.top + box.bottom) / 2,
          "text-anchor": "middle",
          transform: `rotate(-90 11 ${(box.top + box.bottom) / 2})`,
        },
        yLabel,
      ),
      s(
        "svg",
        {
          x: box.left,
          y: box.top,
          width: box.right - box.left,
          height: box.bottom - box.top,
          viewBox: [box.left, box.top, box.right - box.left, box.bottom - box.top].join(" "),
        },
        ...lines.map(curve),
      ), // cuts what leaves the axes
      ...dots.filter(onAxes).map(
        ({ x: px, y: py, kind }) =>
          s("circle", { class: `cn-dot cn-${kind}`, cx: across(px), cy: up(py), r: kind === "first" ? 5 : 3.5 }), // one on the other: both are seen
      ),
    ];
    this.element.setAttribute("aria-label", label);
    renew(this.element, ...parts);
  }
}
