// The terms of a sum as chips: above what each is made of, below what it is worth; they add up exactly to what is printed.

const timesText = (x, w) => `${weightText(x)}\u00b7${w < 0 ? `(${weightText(w)})` : weightText(w)}`;

// terms: {words, value, kind?}, each with its text: what it is worth, or a question mark while a quiz asks for the sum.
// `total` is the text of the sum, to which they add up; it has `decimals`, or more where they need them.
function printedTerms(terms, decimals, sum, hidden = false) {
  const values = terms.map((t) => t.value),
    needed = decimalsThatAddUp(values, decimals, sum),
    printed = apportion(values, needed, sum);
  return {
    terms: terms.map((t, k) => ({ ...t, text: hidden ? "?" : printed[k] })),
    total: hidden ? "?" : fixed(sum, needed),
    decimals: needed,
  };
}

const MOST_CHIPS = 36;

// At most `MOST_CHIPS` chips: the rest is one, which is worth their sum; what `keeps` is never among the rest.
function fewTerms(terms, keeps = () => false) {
  if (terms.length <= MOST_CHIPS) return { shown: terms, rest: [] };
  const shown = terms.filter((t, n) => n < MOST_CHIPS - 1 || keeps(t));
  return { shown, rest: terms.filter((t) => !shown.includes(t)) };
}

function fewPrintedTerms(terms, decimals, sum, hidden) {
  const { shown, rest } = fewTerms(terms),
    all = [...shown];
  if (rest.length)
    all.push({ words: `${rest.length} more`, value: rest.reduce((total, t) => total + t.value, 0), kind: "rest" });
  return printedTerms(all, decimals, sum, hidden);
}

// The chips in a row, and their sum. They are written in place: chips that are made anew cost a layout each.
class TermRow {
  // onTerm(term): it is pointed at; onPress(term): it is a button for those that `isButton`, pressed or reached by the Tab key.
  constructor({
    onTerm = () => {},
    onLeave = () => {},
    onPress = null,
    onFocus = () => {},
    isButton = () => true,
  } = {}) {
    Object.assign(this, { onTerm, onPress, onFocus, isButton, chips: [] });
    this.sum = h("span", { class: "cn-sum" });
    this.element = h("div", { class: "cn-terms", onpointerleave: onLeave }, this.sum);
  }

  // terms: {words, text, kind?}, `kind` names classes; a term of kind "rest" is nothing to point at.
  show(terms, sum) {
    while (this.chips.length > terms.length) this.chips.pop().remove();
    while (this.chips.length < terms.length) this.chips.push(this.make());
    terms.forEach((term, k) => this.write(this.chips[k], term));
    setText(this.sum, sum);
  }

  make() {
    const chip = h("span", { onpointerenter: () => this.point(chip.term) }, h("b"), h("i"));
    if (this.onPress) this.makeButton(chip);
    this.sum.before(chip);
    return chip;
  }

  point(term) {
    if (!term.kind?.startsWith("rest")) this.onTerm(term);
  }

  makeButton(chip) {
    const press = () => this.isButton(chip.term) && this.onPress(chip.term);
    chip.addEventListener("click", press);
    chip.addEventListener("focus", () => this.onFocus(chip.term));
    chip.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) press();
    });
  }

  write(chip, term) {
    chip.term = term;
    const [words, text] = chip.children,
      kinds = term.kind?.split(" ").map((kind) => ` cn-${kind}`) ?? [];
    setProperty(chip, "className", `cn-term${kinds.join("")}`);
    setText(words, term.words);
    setText(text, term.text);
    if (!this.onPress) return;
    for (const [name, value] of Object.entries({ role: "button", tabindex: 0 }))
      if (this.isButton(term)) chip.setAttribute(name, value);
      else chip.removeAttribute(name);
  }
}
