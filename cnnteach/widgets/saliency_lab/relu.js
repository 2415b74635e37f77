// One ReLU, backwards: what came in, what arrives from above, and what each rule lets through.

const RELU_RULES = {
  gradient: { asks: "what came in", isOpen: (inputs) => inputs > 0 },
  deconvnet: { asks: "what comes from above", isOpen: (_, upstream) => upstream > 0 },
  guided: { asks: "both", isOpen: (inputs, upstream) => inputs > 0 && upstream > 0 },
};
const letThrough = (rule, inputs, upstream) => (RELU_RULES[rule].isOpen(inputs, upstream) ? upstream : 0);

const reluCode = (inputs, upstream) => `import numpy as np

inputs, upstream = ${literal(inputs)}, ${literal(upstream)}
print("gradient", np.where(inputs > 0, upstream, 0))
print("deconvnet", np.where(upstream > 0, upstream, 0))
print("guided", np.where((inputs > 0) & (upstream > 0), upstream, 0))`;

const mapsCode = (of) => `from cnnteach import explain, models
from cnnteach.datasets import photo
from cnnteach.datasets.image_folder import middle_square

model = models.load("zfnet_cifar10")
cat = middle_square(photo("chelsea")[:, 151:], side=32)
for name, method in explain.METHODS.items():
    print(name, method(model, cat, of="${of}").shape)`;

// Two fields, and a row for each rule; `hides(rule)` tells what a quiz asks for.
function reluTable({ change }) {
  const field = (name, says) => numberField({ name, says }, (value) => change({ [name]: clamp(value) }));
  const fields = {
    inputs: field("inputs", "what came into the ReLU"),
    upstream: field("upstream", "what arrives from above"),
  };
  const rows = Object.entries(RELU_RULES).map(([rule, { asks }]) => {
    const gate = h("td"),
      passed = h("td", { class: "cn-passed" });
    return { rule, gate, passed, row: h("tr", {}, h("th", { scope: "row" }, rule), h("td", {}, asks), gate, passed) };
  });
  const head = h(
    "thead",
    {},
    h("tr", {}, ...["rule", "asks", "gate", "goes on below"].map((text) => h("th", { scope: "col" }, text))),
  );
  const title = h("p", { class: "cn-title" }, "One ReLU on the way back: the only place where three of them differ");
  const given = [
    ["came in", fields.inputs],
    ["from above", fields.upstream],
  ].map(([text, { row }]) => h("span", { class: "cn-choice" }, h("span", {}, text), row));
  const table = h("table", {}, head, h("tbody", {}, ...rows.map(({ row }) => row)));
  const element = h(
    "section",
    { class: "cn-relu", "aria-label": "one ReLU, backwards" },
    title,
    h("div", { class: "cn-line" }, ...given),
    table,
  );
  const show = ({ inputs, upstream }, hides) => {
    fields.inputs.show(weightText(inputs));
    fields.upstream.show(weightText(upstream));
    for (const { rule, gate, passed } of rows) {
      const hidden = hides(rule),
        open = RELU_RULES[rule].isOpen(inputs, upstream);
      setText(gate, hidden ? "?" : open ? "open" : "shut");
      setText(passed, hidden ? "?" : weightText(letThrough(rule, inputs, upstream)));
    }
  };
  return { element, show };
}

const clamp = (value) => Math.max(-1000, Math.min(1000, value));
