// KernelLab's products: one row of chips for each kernel, which add up to what comes out.

function labSums() {
  const rows = [0, 1].map(() => new TermRow()),
    names = rows.map((_, k) => h("b", {}, `Sobel ${"xy"[k]}:`)),
    element = h("div", {}, ...rows.map((row) => row.element));
  rows.forEach((row, k) => row.element.prepend(names[k]));

  // both: [gx, gy] of the two Sobel kernels; `tap`: the product that is pointed at; `hidden`: the quiz asks for the sum.
  const show = (products, result, decimals, tap, hidden) => {
    const sums = products.map((terms) => terms.reduce((a, t) => a + t.value, 0)),
      isBoth = products.length === 2;
    rows.forEach((row, k) => {
      row.element.hidden = !products[k];
      names[k].hidden = !isBoth;
      if (!products[k]) return;
      const sum = isBoth ? sums[k] : result,
        { terms, total } = printedTerms(products[k], decimals, sum, hidden);
      if (tap) terms.find((t) => t.i === tap.i && t.j === tap.j).kind = "lit";
      const squared = sums.map((v) => (v < 0 ? `(${fixed(v, 0)})\u00b2` : `${fixed(v, 0)}\u00b2`)).join(" + ");
      const root = isBoth && k === 1 ? `, and \u221a(${squared}) = ${fixed(result, 2)}` : "";
      row.show(terms, `= ${total}${root}`);
    });
  };
  return { element, show };
}
