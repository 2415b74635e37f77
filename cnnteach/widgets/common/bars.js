// Probabilities as bars, each with its number; the printed numbers add up to 1.

class Bars {
  constructor({ names }) {
    this.rows = names.map((name) => ({
      name: h("span", { class: "cn-bar-name" }, name),
      fill: h("i"),
      value: h("output"),
    }));
    this.caption = h("div", { class: "cn-caption" });
    this.element = h(
      "div",
      { class: "cn-panel cn-bars" },
      this.caption,
      ...this.rows.map(({ name, fill, value }) =>
        h("div", { class: "cn-bar" }, name, h("span", { class: "cn-track" }, fill), value),
      ),
    );
  }

  // truth: the right one, which is marked with a tick, or none.
  show({ values, caption, truth = -1 }) {
    const printed = values.every(Number.isFinite) ? apportion(Array.from(values), 3, 1) : values.map(() => "NaN"),
      best = values.indexOf(Math.max(...values));
    setText(this.caption, caption);
    this.rows.forEach(({ name, fill, value }, k) => {
      fill.style.width = `${100 * (values[k] || 0)}%`;
      setText(value, printed[k]);
      name.classList.toggle("cn-true", k === truth);
      value.parentElement.classList.toggle("cn-best", k === best);
    });
  }
}
