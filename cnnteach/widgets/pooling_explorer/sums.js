// What is pointed at, or else the selected output: lit in the grids, said in a sentence, added up in chips.

function sumsOfPooling(ex, quiz, grids) {
  const { own } = ex,
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" });

  // Pointing at one term lights what made it.
  const touch = (t) => {
    const spot = spotsOf(ex.now.g);
    for (const name of ["input", "dx"]) grids[name].mark([spot.pixel(t.pixel)]);
    for (const name of ["output", "dy"]) grids[name].mark([spot.output(t.output)]);
  };
  const lightGrids = ({ row, column, index }, veiled) => {
    const { now } = ex,
      marks = poolMarks(now, own.probe, index, veiled ? null : own.news, veiled);
    for (const name of Object.keys(marks)) grids[name].mark(marks[name]);
    for (const name of ["most", "mean"]) grids[name].mark([spotsOf(now.g).output(index)]);
    if (!own.probe) for (const name of ["output", "dy", "most", "mean"]) grids[name].cursor = [row, column];
  };
  const sentence = (k, veiled, asked) => {
    if (veiled) return veiledSentence(ex.now, own.probe, k, asked);
    return own.news ? jumpSentence(ex.now, own.news) : pointedSentence(ex.now, own.probe, k);
  };
  const light = () => {
    const { now } = ex;
    if (!now.y) return Object.values(grids).forEach((grid) => grid.mark([]));
    if (own.probe && !isProbed(now, own.probe)) own.probe = null;
    const place = ex.place(now.g),
      k = place.index,
      veiled = isVeiled(quiz),
      asked = !own.probe && isAsked(quiz, now, k);
    lightGrids(place, veiled);
    setText(live, sentence(k, veiled, asked));
    const { terms, sum } = poolTerms(now, own.probe, k, veiled);
    row.show(terms, veiled && (asked || own.probe) ? "= ?" : sum);
  };
  const row = new TermRow({ onTerm: touch, onLeave: light });
  const paint = (ok) => {
    live.hidden = row.element.hidden = !ok;
    light();
  };
  return { elements: [live, row.element], light, paint };
}
