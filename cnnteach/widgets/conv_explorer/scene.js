// What stands around the grids of ConvExplorer: the signs between them, why there is no output, the size as a formula.

function sceneOf(ex, columns) {
  const signs = ["\u2217", "="].map((sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign)),
    problem = h("p", { class: "cn-problem", role: "alert" });
  const element = h(
    "div",
    { class: "cn-scene" },
    columns.input,
    signs[0],
    h("div", { class: "cn-column" }, columns.kernel, columns.bias),
    signs[1],
    columns.output,
    problem,
  );
  const paint = (isAsked) => {
    const { s, g, y, back } = ex.now;
    setText(problem, y ? "" : whyNot(s, g));
    setText(signs[0], back ? "\u2190" : "\u2217");
    setText(signs[1], back ? "\u2190" : isAsked ? "= ?" : "=");
  };
  return { element, paint };
}

function sizeInWords(g) {
  const [rows, columns] = [formulaText(g, 0), formulaText(g, 1)];
  return rows === columns ? `rows and columns: ${rows}` : `rows: ${rows}   columns: ${columns}`;
}

// Backwards it is the rule of the gradient that is explained: `tell` is given it.
function formulaRow(ex) {
  const rule = h("span", { class: "cn-rule" }),
    numbers = h("code"),
    floor = h("span", { class: "cn-floor" });
  const tell = (text) => setText(numbers, text);
  const paint = (isAsked) => {
    const { g, y, back } = ex.now,
      isDilated = g.dilations.some((d) => d > 1);
    setText(rule, back ? "L = \u03a3 dY \u00b7 Y" : sizeRule("kernel", isDilated));
    if (!back) tell(isAsked ? "= ?" : sizeInWords(g));
    setText(floor, y && !isAsked && !back ? unreachedText(g) : "");
  };
  return { element: h("div", { class: "cn-formula" }, rule, numbers, floor), paint, tell };
}
