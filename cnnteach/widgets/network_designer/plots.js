// The plots of NetworkDesigner: gradients by layer, with and without shortcuts; errors through the years.

// Networks are random, and computed when nothing else waits: 152 layers take longer than a frame.
function gradientPlot({ get, change, signal }) {
  const plot = new Plot({ label: "", width: 420, height: 230 }),
    text = h("p", { class: "cn-note" });
  const gain = slider(
    { name: "gain", label: "weights", says: "weights, as a multiple of He's", min: 0.5, max: 1.5 },
    (value) => change({ gain: value }),
  );
  gain.input.step = "0.05";
  const normalise = checkbox(
    { name: "normalise", label: "batch normalisation", title: "in each layer of this experiment" },
    (on) => change({ normalise: on }),
  );
  const element = h(
    "section",
    { class: "cn-plot-part", "aria-label": "gradients by layer" },
    h("p", { class: "cn-title" }, "Gradients in a random net of this depth"),
    h("div", { class: "cn-line" }, gain.row, normalise.row),
    plot.element,
    text,
  );
  let waiting = null,
    shown = "";
  const draw = (words) => {
    waiting = null;
    const curves = [true, false].map((skips) => gradientNorms({ ...words, skips })),
      all = [...curves[0], ...curves[1]].filter((v) => v > 0);
    const y = [10 ** Math.floor(Math.log10(Math.min(...all))), 10 ** Math.ceil(Math.log10(Math.max(...all)))],
      [skipping, plain] = curves.map((norms) => [...norms].map((v, k) => [k, v])),
      { depth, block } = words;
    plot.show({
      label: "norm of the gradient by layer, with and without shortcuts",
      x: [0, Math.max(1, depth - 1)],
      y,
      log: true,
      xLabel: "layer, from the input on (dashed: no shortcuts)",
      yLabel: "gradient",
      lines: [
        { points: skipping, kind: "first" },
        { points: plain, kind: "second" },
      ],
    });
    const factor = ([[, first]]) => {
      const [digit, power] = first.toExponential(0).split("e");
      return `\u00d7${first >= 0.01 && first < 1000 ? Number(first.toPrecision(2)) : `${digit}\u00b710${superscript(Number(power))}`}`;
    };
    setText(
      text,
      `${depth} layers of 16 units${words.normalise ? ", each normalised" : ""}, weights ${shortNumber(words.gain)} ` +
        `times He's. On the way back from the last layer to the first the gradient changes ` +
        `${factor(plain)} without shortcuts, ${factor(skipping)} with one past every ${block === 1 ? "layer" : `${block} layers`}.`,
    );
  };
  const show = (stack) => {
    gain.show(get("gain"), `\u00d7${shortNumber(get("gain"))}`);
    normalise.show(get("normalise"));
    const words = {
      depth: Math.max(1, Math.min(MOST_DEPTH, depthOf(stack))),
      block: blockLength(stack),
      gain: get("gain"),
      normalise: get("normalise"),
      seed: get("seed"),
    };
    if (JSON.stringify(words) === shown) return;
    shown = JSON.stringify(words);
    clearTimeout(waiting);
    waiting = setTimeout(draw, 0, words);
  };
  signal.addEventListener("abort", () => clearTimeout(waiting));
  return { element, show };
}
const MOST_DEPTH = 400;

// errors: [year, percent, name, the network that it is], as bars.
function yearsPlot(errors) {
  const most = Math.max(...errors.map(([, error]) => error)),
    rows = errors.map(([year, error, name]) =>
      h(
        "tr",
        {},
        h("td", {}, year),
        h("th", { scope: "row" }, name),
        h("td", { class: "cn-error" }, h("span", { style: `width:${((100 * error) / most).toFixed(1)}%` })),
        h("td", {}, `${error} %`),
      ),
    );
  const element = h(
    "section",
    { class: "cn-plot-part", "aria-label": "errors through the years" },
    h("p", { class: "cn-title" }, "ImageNet through the years: top-5 error"),
    h("table", { class: "cn-years" }, h("tbody", {}, ...rows)),
    h(
      "p",
      { class: "cn-note" },
      "On the test set of ILSVRC, the best entries of a year, mostly several nets together. Sources: Russakovsky et al. " +
        "2015 (to 2014, and a person), He et al. 2016, Hu et al. 2018 and image-net.org.",
    ),
  );
  const show = (preset) =>
    rows.forEach((row, k) => {
      const isShown = Boolean(preset) && errors[k][3] === preset;
      row.classList.toggle("cn-shown", isShown);
      setText(row.lastChild, `${errors[k][1]} %${isShown ? " \u25c2" : ""}`);
    });
  return { element, show };
}
