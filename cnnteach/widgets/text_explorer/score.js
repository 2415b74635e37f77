// The score of a sentence: of each filter its largest answer, times its weight.

const MOST_TERMS = 8; // filters whose share of the score is shown by itself

function scoreParts(now) {
  const sorted = [...now.found].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    rest = sorted.slice(MOST_TERMS);
  const parts = sorted.slice(0, MOST_TERMS).map(({ filter, place, width, padding, value }) => ({
    words: `\u201c${windowWords(now, place, width, padding).join(" ")}\u201d, filter ${filter}`,
    value,
    filter,
    place,
  }));
  if (rest.length)
    parts.push({ words: `${rest.length} other filters`, value: rest.reduce((s, each) => s + each.value, 0) });
  return [...parts, { words: "bias", kind: "bias", value: now.scoreBias }];
}

function scoreOfSentence(ex) {
  const title = h("p", { class: "cn-title" }),
    terms = new TermRow({
      isButton: ({ filter }) => filter !== undefined,
      onPress: ({ filter, place }) => ex.change({ filter, place }),
    }),
    element = h("div", { class: "cn-score-panel" }, title, terms.element);

  const paint = () => {
    const { found, classes, score, probability } = ex.now;
    element.hidden = !found;
    if (!found) return;
    const [other, name] = classes;
    setText(
      title,
      `Score of ${name} less ${other}: of each filter its largest answer, times its weight. Click one to see it.`,
    );
    const [share, winner] = probability >= 0.5 ? [probability, name] : [1 - probability, other],
      percent = share > 0.9995 ? "over 99.9" : (100 * share).toFixed(1);
    const printed = printedTerms(scoreParts(ex.now), 2, score);
    terms.show(printed.terms, `= ${printed.total}: ${winner}, ${percent} %`);
  };
  return { element, paint };
}
