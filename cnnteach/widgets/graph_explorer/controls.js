// The controls of GraphExplorer: the expression, a value for each input, which gradient, how large a nudge.

const ALL_STEPS = 1000; // beyond the last
const NUDGES = ["1", "0.1", "0.01", "0.001", "-0.1"].map((value) => [value, value.replace("-", MINUS)]);

function graphControls({ get, change, setValue }) {
  const examples = get("examples");
  const example = choice(
    { name: "example", label: "example", options: examples.map(([name]) => [name, name]) },
    (name) => {
      const [, expression, values] = examples.find(([each]) => each === name);
      change({ expression, values, by: Object.keys(values).at(-1), step: ALL_STEPS });
    },
  );
  const hint = h("span", { class: "cn-hint", role: "alert" });
  const field = h("textarea", {
    rows: 2,
    class: "cn-expression",
    "data-name": "expression",
    "aria-label": "expression",
    spellcheck: "false",
    autocomplete: "off",
    title: "such as c = a + b; e = c * 2; with + - * / **, relu, exp, log, tanh, max",
    onchange: () => take(),
    oninput: () => judge(""),
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        take();
      }
    },
  });
  const judge = (message) => {
    if (message) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    setText(hint, message);
  };
  const take = () => {
    try {
      readExpression(field.value);
    } catch (error) {
      return judge(`${error.message}.`);
    }
    judge("");
    return change({ expression: field.value, step: ALL_STEPS });
  };
  const direction = choice(
    {
      name: "direction",
      label: "mode",
      options: [
        ["backward", "backward: of the output"],
        ["forward", "forward: by one input"],
      ],
    },
    (value) => change({ direction: value, step: ALL_STEPS }),
  );
  const nudge = choice({ name: "nudge", label: "nudge", options: NUDGES }, (value) => change({ nudge: Number(value) }));
  const inputs = h("div", { class: "cn-inputs" }),
    byLine = h("span", { class: "cn-line" });
  const element = h(
    "div",
    { class: "cn-controls" },
    group(
      "Expression",
      example.row,
      h("label", { class: "cn-with-hint cn-typed" }, field, hint),
      h("p", { class: "cn-note" }, "Type your own, such as c = a + b; e = c * 2, and press Enter"),
    ),
    group("Inputs", inputs),
    group("Gradient", direction.row, h("div", { class: "cn-line" }, byLine, nudge.row)),
  );

  let rows = {},
    by = null;
  const furnish = (names) => {
    if (Object.keys(rows).join() === names.join()) return;
    rows = Object.fromEntries(
      names.map((name) => {
        const row = slider({ name: `value-${name}`, label: name, says: `value of ${name}`, min: -5, max: 5 }, (value) =>
          setValue(name, value),
        );
        const number = numberField({ name: `number-${name}`, says: `value of ${name} as a number` }, (value) =>
          setValue(name, value),
        );
        row.input.step = "0.1";
        return [name, { row, number, element: h("div", { class: "cn-line cn-value" }, row.row, number.row) }];
      }),
    );
    by = choice({ name: "by", label: "by", options: names.map((name) => [name, name]) }, (value) =>
      change({ by: value }),
    );
    inputs.replaceChildren(...Object.values(rows).map((each) => each.element));
    byLine.replaceChildren(by.row);
  };
  const show = (now) => {
    const { values, by: source } = now,
      text = get("expression");
    furnish(Object.keys(values));
    example.show(examples.find(([, each]) => each === text)?.[0] ?? "yours");
    if (field.getRootNode().activeElement !== field || !field.hasAttribute("aria-invalid")) {
      setProperty(field, "value", text);
      judge("");
    }
    for (const [name, value] of Object.entries(values)) {
      rows[name].row.input.min = String(Math.min(-5, value));
      rows[name].row.show(value, numberText(value, 6));
      rows[name].number.show(numberText(value, 6));
    }
    by.show(source);
    direction.show(get("direction"));
    nudge.show(String(get("nudge")));
  };
  return { element, show };
}
