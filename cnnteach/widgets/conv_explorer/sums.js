// How the number that is explained comes about: the products that add up to it, what lights up for it, what is said of it.

// The terms, written anew when `key` names others; faint while something else is pointed at.
function termsInLine({ own }, onLeave) {
  const row = new TermRow({ onLeave });
  let added = [];
  const show = (key, onTerm, write) => {
    row.element.classList.toggle("cn-aside", Boolean(own.probe));
    if (key.every((value, k) => value === added[k])) return;
    added = key;
    const { terms, total } = write();
    row.onTerm = onTerm;
    row.show(terms, `= ${total}`);
  };
  return { element: row.element, show };
}

// The selected output; pointing at one of its products lights what made it. `explain(place)` is what lights up and what is said.
function sumOfOutput(ex, quiz, terms, mark) {
  const touch = (t) =>
    t.kind ||
    mark({
      input: [{ ...t, note: `\u00d7${weightText(t.w)}` }],
      kernel: [{ channel: t.channel - firstChannel(ex.now.g, ex.filter()), row: t.i, column: t.j }],
    });
  return (place) => {
    const { now } = ex,
      { g, padded, used, b, y, decimals } = now,
      { row, column, filter, index } = place,
      { probe } = ex.own;
    const asked = { input: "fed", kernel: "shared" }[probe?.kind],
      hidden = quiz.hides("output", [filter, row, column]),
      value = y[index * g.filters + filter];
    terms.show([now, index, filter], touch, () => {
      const made = products(g, padded, used, row, column, filter);
      return productTerms(made, b[filter], decimals[filter], value, hidden);
    });
    return asked && quiz.hides(asked) ? unsaid(probe) : pointedAt(now, probe, place, hidden);
  };
}

// Backwards, the traced gradient.
function sumOfGradient(ex, quiz, terms, mark, { nudge, tell }) {
  const touch = (t) =>
    mark({
      output: [asMark(t.out, `\u00d7${weightText(t.by)}`)],
      ...(t.i !== undefined && t.out.filter === ex.filter()
        ? { kernel: [{ channel: t.depth, row: t.i, column: t.j }] }
        : {}),
      ...(t.r !== undefined ? { input: [{ channel: t.c, row: t.r, column: t.q }] } : {}),
    });
  return (place) => {
    const { now } = ex,
      { g, back } = now,
      { probe } = ex.own,
      traced = tracedOf(ex.get, now, ex.filter());
    const { part, at = [], filter, value } = traced,
      made = backTerms(now, traced),
      decimals = back.decimals[part],
      hidden = quiz.hides("gradient", [part, ...at, part === "x" ? "" : filter]);
    tell(backRule(g, part));
    terms.show([now, part, String(at), filter], touch, () => orderedTerms(made, part, decimals, value, hidden));
    nudge.element.hidden = hidden;
    nudge.show(tracedName(traced), (by) => lossAt(now, traced, by), value, decimals);
    if (!probe) return tracedMarks(now, traced, made, hidden);
    return probe.kind === "output" ? handedBack(now, place) : onPadding(now, probe);
  };
}
