// What is pointed at, or else the selected output: lit in the grids, said in a sentence, added up in chips.

function sumsOfSharing(ex, quiz, grids) {
  const { own } = ex,
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const compared = [grids.ahead, grids.after, grids.difference];

  // Pointing at one product lights what made it.
  const touch = ({ i, o }) => {
    grids.input.mark([spotAt(i, ex.now.g.sizes[1])]);
    grids.matrix.mark([{ row: o, column: i }]);
  };
  const lightGrids = (at) => {
    const spot = spotAt(at, ex.now.g.out[1]),
      marks = sharingMarks(ex.now, own, at, quiz.hides("moves"));
    for (const grid of compared) grid.mark([spot]);
    for (const name of Object.keys(marks)) grids[name].mark(marks[name]);
    if (!own.probe) for (const grid of [grids.output, ...compared]) grid.cursor = [spot.row, spot.column];
  };
  const sentence = (at) => {
    const { now } = ex,
      { probe, news } = own;
    if (news) return movedWords(now, news);
    if (!probe) return outputWords(now, at);
    return probe.kind === "pixel" ? pixelWords(now, probe.i) : weightWords(now, probe.o, probe.i, quiz.hides("moves"));
  };
  const light = () => {
    const { now } = ex;
    if (!now.y) return Object.values(grids).forEach((grid) => grid.mark([]));
    if (own.probe && !isProbed(now, own.probe)) own.probe = null;
    const at = ex.place(now.g),
      o = own.probe?.o ?? at;
    lightGrids(at);
    setText(live, sentence(at));
    const { terms, total } = fewPrintedTerms(outputProducts(now, o), now.decimals.y, now.y[o]);
    row.show(terms, `output ${placeText(o, now.g.out[1])} = ${total}`);
  };
  const row = new TermRow({ onTerm: touch, onLeave: light });
  const paint = () => {
    live.hidden = row.element.hidden = !ex.now.y;
    light();
  };
  return { elements: [live, row.element], light, paint };
}
