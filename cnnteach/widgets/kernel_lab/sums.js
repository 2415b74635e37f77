// KernelLab's products: one row of chips for each kernel, which add up to what comes out.

function labSums() {
  const rows = [0, 1].map(() => h("div", { class: "cn-terms" })),
    element = h("div", {}, ...rows);

  // both: [gx, gy] of the two Sobel kernels; `tap`: the product that is pointed at; `hidden`: the quiz asks for the sum.
  const show = (products, result, decimals, tap, hidden) => {
    const sums = products.map((terms) => terms.reduce((a, t) => a + t.value, 0)),
      isBoth = products.length === 2;
    rows.forEach((row, k) => {
      row.hidden = !products[k];
      if (!products[k]) return;
      const sum = isBoth ? sums[k] : result,
        chips = termChips(products[k], decimals, sum, () => {}, hidden);
      if (tap) chips[products[k].findIndex((t) => t.i === tap.i && t.j === tap.j)].classList.add("cn-lit");
      const squared = sums.map((v) => (v < 0 ? `(${fixed(v, 0)})\u00b2` : `${fixed(v, 0)}\u00b2`)).join(" + ");
      const root = isBoth && k === 1 ? `, and \u221a(${squared}) = ${fixed(result, 2)}` : "";
      row.replaceChildren(
        ...(isBoth ? [h("b", {}, `Sobel ${"xy"[k]}:`)] : []),
        ...chips,
        h("span", { class: "cn-sum" }, `= ${hidden ? "?" : fixed(sum, decimals)}${root}`),
      );
    });
  };
  return { element, show };
}
