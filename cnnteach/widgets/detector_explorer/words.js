// What DetectorExplorer says: what the last choice did, and what score a window has.

const percentText = (score) => {
  const share = 1 / (1 + Math.exp(-score));
  return share > 0.9995 ? "over 0.999" : fixed(share, 3);
};
const scoreText = (score) => `score ${fixed(score, 1)}, probability ${percentText(score)}`;

function droppedText(dropped, overlap) {
  if (!dropped.length) return "nothing overlaps it that far";
  const overlaps = dropped.slice(0, 6).map((each) => fixed(each.overlap, 2));
  if (dropped.length > overlaps.length) overlaps.push("\u2026");
  const [does, are] = dropped.length === 1 ? ["overlaps", "is"] : ["overlap", "are"];
  return `${dropped.length} that ${does} it by more than ${fixed(overlap, 2)} ${are} dropped (${overlaps.join(", ")})`;
}

function stepSentence({ above, taken, at, ranked, threshold, overlap, best: most }) {
  if (above.length === 0)
    return `No window is above ${fixed(threshold, 1)}: the best of them all has ${fixed(most, 1)}.`;
  if (at === 0) return `${counted(above.length, "window")} above the threshold, dashed. Take the best of them first.`;
  const { best, dropped } = taken[at - 1],
    left = above.length - taken.slice(0, at).reduce((sum, each) => sum + 1 + each.dropped.length, 0);
  return `Box ${at - 1}: ${scoreText(ranked[best].score)}; ${droppedText(dropped, overlap)}; ${counted(left, "window")} left.`;
}

function windowSentence({ row, column }, score, box, threshold) {
  const [top, left, bottom, right] = box.map(Math.round);
  return (
    `The window in row ${row}, column ${column} of this map covers rows ${top} to ${bottom}, columns ${left} ` +
    `to ${right} of the photograph: ${scoreText(score)}, ${score > threshold ? "above" : "not above"} the threshold.`
  );
}

const keptSentence = ({ above, taken }) =>
  `${counted(above.length, "window")} above the threshold ${above.length === 1 ? "makes" : "make"} ` +
  `${taken.length} box${taken.length === 1 ? "" : "es"}.`;

function detectorWords(ex, quiz) {
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    told = h("p", { class: "cn-told" });
  const paint = () => setText(told, quiz.hides("boxes") ? "" : keptSentence(ex.now));
  const sentence = (pointed) => {
    const { level, threshold } = ex.now;
    if (pointed) {
      const { row, column } = pointed,
        score = level.scores[row * level.columns + column];
      return windowSentence(pointed, score, ex.boxAt(level, row, column), threshold);
    }
    return quiz.hides("boxes") ? "Predict first; the boxes that are kept are shown then." : stepSentence(ex.now);
  };
  const say = (pointed, isPlaying) => {
    live.setAttribute("aria-live", isPlaying ? "off" : "polite");
    setText(live, sentence(pointed));
  };
  return { elements: [live, told], paint, say };
}
