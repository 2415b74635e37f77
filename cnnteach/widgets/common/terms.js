// The terms of a sum as chips: above what each is made of, below what it is worth; they add up exactly to `sum`.

const timesText = (x, w) => `${weightText(x)}\u00b7${w < 0 ? `(${weightText(w)})` : weightText(w)}`;

// terms: {words, value, kind?}; pointing at one gives it to `onTerm`. While a quiz asks for the sum, the values are `hidden`.
function termChips(terms, decimals, sum, onTerm = () => {}, hidden = false) {
  const printed = apportion(
    terms.map((t) => t.value),
    decimals,
    sum,
  );
  return terms.map((t, k) =>
    h(
      "span",
      { class: t.kind ? `cn-term cn-${t.kind}` : "cn-term", onpointerenter: () => onTerm(t) },
      h("b", {}, t.words),
      h("i", {}, hidden ? "?" : printed[k]),
    ),
  );
}

const MOST_CHIPS = 36;

// At most `MOST_CHIPS` chips: the rest is one, which is worth their sum; what `keeps` is never among the rest.
function fewTerms(terms, keeps = () => false) {
  if (terms.length <= MOST_CHIPS) return { shown: terms, rest: [] };
  const shown = terms.filter((t, n) => n < MOST_CHIPS - 1 || keeps(t));
  return { shown, rest: terms.filter((t) => !shown.includes(t)) };
}

function sumChips(terms, decimals, sum, onTerm, hidden) {
  const { shown, rest } = fewTerms(terms),
    all = [...shown];
  if (rest.length)
    all.push({ words: `${rest.length} more`, value: rest.reduce((total, t) => total + t.value, 0), kind: "rest" });
  return termChips(all, decimals, sum, (t) => t.kind === "rest" || onTerm(t), hidden);
}
