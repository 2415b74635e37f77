// What TextConvExplorer says: of what is pointed at, of the place of the filter, of what is kept, of what is not shown.

const wordsUnder = (now, place) => windowWords(now, place, now.layer.width, now.padding).join(" ");

const weightSentence = ({ layer, f, dimensions }, { i, column }) =>
  `Weight ${weightText(layer.kernel[(i * dimensions + column) * layer.filters + f])} in row ${i}, column ${column} ` +
  `meets number ${column} of each word that lies under row ${i} of the filter.`;

const numberSentence = ({ words, padding, x, dimensions }, { row, column }) =>
  `Number ${column} of \u201c${words[row - padding] ?? "0"}\u201d is ${fixed(x[row * dimensions + column], 3)}. ` +
  "Click, and the filter begins there.";

const placeSentence = (now, isAsked, isKept) =>
  `At place ${now.place} the filter lies on \u201c${wordsUnder(now, now.place)}\u201d and answers ` +
  `${isAsked ? "?" : fixed(now.answers[now.place], now.decimals)}${isKept ? ", which is kept" : ""}.`;

function pointedSentence({ now, own: { pointed } }, quiz, answers) {
  if (quiz.hides("places")) return "Predict first; the answers are shown then.";
  if (!pointed) return placeSentence(now, answers.isAsked(now.place), answers.isKept(now.place));
  return pointed.i === undefined ? numberSentence(now, pointed) : weightSentence(now, pointed);
}

function keptSentence(now, isHidden) {
  const { kept, answers, k, decimals } = now,
    name = k === 1 ? "Max over time" : `${k}-max pooling`;
  if (isHidden) return `${name} keeps: ?`;
  const said = kept
    .map((place) => `${fixed(answers[place], decimals)} (place ${place}, \u201c${wordsUnder(now, place)}\u201d)`)
    .join(", ");
  return `${name} keeps ${said}, ${k === 1 ? "and forgets the place" : "in the order of the sentence"}.`;
}

// Rows of filling that no grid shows, and words that are not read.
function beyondText({ numbers, padding, cut }, rows) {
  const beyond = numbers.length + 2 * padding - rows;
  return [
    beyond > 0 ? `${beyond} more rows of filling follow; over each of them a filter answers the same.` : "",
    cut ? `${counted(cut, "word")} beyond ${cut === 1 ? "is" : "are"} not read.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
