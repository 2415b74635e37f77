// What the filter answers at each place, and which of the answers are kept.

function answersOfFilter(ex, quiz, hands) {
  const grid = new NumberGrid({ kind: "answers", onPoint: hands.select }),
    told = h("ol", { class: "cn-told" }),
    beside = h("div", {}, h("div", { class: "cn-caption" }, "\u00a0"), told);

  grid.element.classList.add("cn-answers");
  const isAsked = (place) => quiz.hides("answer", place),
    isKept = (place) => ex.now.kept.includes(place) && !quiz.hides("kept"),
    text = (place) => (isAsked(place) ? "?" : fixed(ex.now.answers[place], ex.now.decimals));

  const paint = (side) => {
    const { answers, layer } = ex.now,
      places = Math.max(0, Math.min(answers.length, shownRows(ex.now).rows - layer.width + 1)),
      colour = signedScale(largestOf(answers));
    grid.show({
      label: "answers",
      rows: places,
      columns: 1,
      values: answers.subarray(0, places),
      zoom: side,
      text: (_, place) => text(place),
      colour: (v, place) => colour(isAsked(place) ? 0 : v),
      caption: quiz.hides("places") ? "? answers" : counted(answers.length, "answer"),
    });
    told.style.lineHeight = `${side}px`;
    const count = side < ROOM ? places : 0; // cells too small for a number: it stands beside
    renew(
      told,
      ...Array.from({ length: count }, (_, place) =>
        h("li", {}, `${text(place)}${isKept(place) && !isAsked(place) ? " \u2190 kept" : ""}`),
      ),
    );
  };
  const light = () => {
    const { answers, place } = ex.now;
    if (!grid.rows) return;
    if (place < grid.rows) grid.cursor = [place, 0];
    const kept = [...answers.keys()].filter(isKept);
    grid.mark([
      ...kept.map((each) => ({ row: each, column: 0, faint: each !== place, note: "kept" })),
      { row: place, column: 0, ...(isKept(place) ? { note: "kept" } : {}) },
    ]);
  };
  return { elements: [grid.element, beside], numbers: [grid.box, told], paint, light, isAsked, isKept };
}
