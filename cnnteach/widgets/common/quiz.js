// Predict, then reveal: ask about what the widget is to show, hide that, take the learner's answer, name the mistake.

// Numbers that follow from a seed and a question's number alone (mulberry32).
function seeded(seed, number) {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  return { next, whole, pick: (list) => list[whole(0, list.length - 1)] };
}

// Numbers are compared as they are printed, with `decimals`, or as closely as float32 allows.
function isSame({ kind, decimals }, a, b) {
  if (kind !== "number") return String(a) === String(b);
  return decimals === undefined ? isClose(a, b) : Math.abs(a - b) <= 0.500001 * 10 ** -decimals;
}

// The question with this number: the kinds take turns; one that makes no sense now returns null, and the next is asked.
function questionOf(questions, seed, number, state) {
  for (let turn = 0; turn < questions.length; turn++) {
    const index = (number + turn) % questions.length,
      asked = questions[index](seeded(seed, number), state);
    if (!asked) continue;
    const question = { kind: "number", index, ...asked };
    return {
      ...question,
      mistakes: question.mistakes.filter(({ value }) => !isSame(question, value, question.answer)),
    };
  }
  return null;
}

// What is said of an answer: right, the mistake that gives just this, or which way to go.
function judge(question, given) {
  if (isSame(question, given, question.answer)) return { right: true, text: `Right. ${question.because}` };
  const mistake = question.mistakes.find(({ value }) => isSame(question, value, given));
  if (mistake) return { right: false, text: `Not yet: ${mistake.hint}` };
  const way =
    question.kind === "number"
      ? given > question.answer
        ? "that is too large"
        : "that is too small"
      : "it is another one";
  return { right: false, text: `Not yet: ${way}.` };
}

const answerText = ({ kind, answer, decimals, options = [] }) => {
  if (kind === "cell") return `row ${answer[0]}, column ${answer[1]}`;
  if (kind === "choice") return options.find(([value]) => value === answer)[1];
  return decimals === undefined ? weightText(answer) : fixed(answer, decimals);
};

// The ways to answer: a number, the row and column of a cell, one of several buttons.
const ANSWERS = {
  number: (question, give) => answerFields([["answer", "your prediction"]], ([value]) => give(value)),
  cell: (question, give) =>
    answerFields(
      [
        ["row", "row"],
        ["column", "column"],
      ],
      give,
    ),
  choice: ({ options }, give) => ({
    row: h(
      "span",
      { class: "cn-line" },
      ...options.map(([value, text]) => button(`option-${value}`, text, "", () => give(value))),
    ),
    take() {},
  }),
};

function answerFields(names, give) {
  const hint = h("span", { class: "cn-hint", role: "alert" });
  const fields = names.map(([name, says]) =>
    h("input", {
      type: "text",
      inputmode: "decimal",
      class: "cn-number",
      "data-name": `quiz-${name}`,
      "aria-label": says,
      onkeydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault(); // it would press the button that gets the focus next
        check();
      },
    }),
  );
  const check = () => {
    const values = fields.map((field) => parseNumber(field.value, Infinity));
    fields.forEach((field, k) => markInvalid(field, values[k] === null));
    setText(hint, values.includes(null) ? NUMBER_HINT : "");
    if (!values.includes(null)) give(values);
  };
  const labels = fields.map((field, k) =>
    fields.length > 1 ? h("label", { class: "cn-choice" }, h("span", {}, names[k][1]), field) : field,
  );
  const row = h(
    "span",
    { class: "cn-line cn-with-hint" },
    ...labels,
    button("check", "Check", "is this right?", check),
    hint,
  );
  return {
    row,
    take: (values) =>
      values.forEach((value, k) => {
        fields[k].value = String(value);
      }),
  };
}

const QUIZ_TRAITS = ["quiz", "seed", "question", "predictions", "note"];

// The quiz of one view. The view says what it is about (`about(state)`) before it paints, and asks what it `hides`.
function quizOf(model, { questions = [], vary = () => ({}) }) {
  const own = { question: null, number: null, open: false, counted: false, given: null };
  const text = h("p", { class: "cn-question" }),
    place = h("span");
  const verdict = h("p", { class: "cn-verdict", role: "status" }),
    score = h("span", { class: "cn-score" });
  const note = h("p", { class: "cn-unkept", role: "status" });
  const change = changerOf(model);
  const count = (right) => {
    if (own.counted) return;
    own.counted = true;
    const [rights, tried] = model.get("predictions");
    change({ predictions: [rights + (right ? 1 : 0), tried + 1] });
  };
  const reveal = (said) => {
    own.open = false;
    setText(verdict, said);
    quiz.changed();
    next.focus();
  };
  const give = (value) => {
    const said = judge(own.question, value);
    count(said.right);
    if (said.right) reveal(said.text);
    else setText(verdict, said.text);
  };
  const show = button("reveal", "Show the answer", "give this one up", () => {
    count(false);
    reveal(`It is ${answerText(own.question)}. ${own.question.because}`);
  });
  const next = button("next", "Next question", "another one of its kind", () => {
    const number = model.get("question") + 1;
    change({ ...vary(seeded(model.get("seed"), number), own.state), question: number });
    quiz.changed();
    own.way?.row.querySelector("input, button")?.focus();
  });
  const element = h(
    "section",
    { class: "cn-quiz", "aria-label": "Predict, then reveal", hidden: true },
    text,
    h("div", { class: "cn-line" }, place, show, next, score),
    verdict,
    note,
  );

  // A question is what it is for this state: if the learner changes a setting, it is asked anew.
  const pose = () => {
    const number = model.get("question"),
      asked = number !== own.number;
    if (!asked && !own.open) return;
    const question = questionOf(questions, model.get("seed"), number, own.state);
    if (asked) Object.assign(own, { number, counted: false, open: true });
    const isSame = question && own.question?.text === question.text && !asked;
    own.question = question;
    if (isSame) return;
    element.question = question;
    setText(text, question?.text ?? "There is nothing to predict in this state: change a setting.");
    setText(verdict, "");
    own.way = question && ANSWERS[question.kind](question, give);
    place.replaceChildren(...(own.way ? [own.way.row] : []));
  };
  const asks = checkbox({ name: "quiz", label: "predict first", title: "hide an answer, and ask for it" }, (on) =>
    change({ quiz: on }),
  );
  asks.row.hidden = questions.length === 0;
  const quiz = {
    element,
    switch: asks.row,
    changed() {}, // paints the view anew
    about(state) {
      own.state = state;
      element.hidden = !model.get("quiz");
      asks.show(model.get("quiz"));
      if (element.hidden) {
        own.number = null;
        return;
      }
      pose();
      const [right, tried] = model.get("predictions"),
        asking = own.open && own.question !== null;
      setText(score, tried ? `right at the first try: ${right} of ${tried}` : "");
      setText(note, model.get("note"));
      place.hidden = show.hidden = !asking;
      next.hidden = asking;
    },
    // Is this what the open question asks for? `which` tells one from several of its kind, such as a cell.
    hides: (what, which) =>
      Boolean(
        model.get("quiz") &&
          own.open &&
          own.question &&
          own.question.hides === what &&
          (which === undefined || own.question.which === undefined || String(own.question.which) === String(which)),
      ),
    // The view gives a cell that was pointed at, as an answer to be checked.
    take: (row, column) => {
      if (own.open && own.question?.kind === "cell") own.way.take([row, column]);
    },
  };
  return quiz;
}
