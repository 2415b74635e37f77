// The terms of a sum as chips: above what each is made of, below what it is worth; they add up exactly to `sum`.

const timesText = (x, w) => `${weightText(x)}\u00b7${w < 0 ? `(${weightText(w)})` : weightText(w)}`;

// terms: {words, value, kind?}; pointing at one gives it to `onTerm`. While a quiz asks for the sum, the values are `hidden`.
function termChips(terms, decimals, sum, onTerm = () => {}, hidden = false) {
  const printed = apportion(terms.map((t) => t.value), decimals, sum);
  return terms.map((t, k) => h("span", { class: t.kind ? `cn-term cn-${t.kind}` : "cn-term", onpointerenter: () => onTerm(t) },
    h("b", {}, t.words), h("i", {}, hidden ? "?" : printed[k])));
}
