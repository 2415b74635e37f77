// TextConvExplorer: a filter slides over the words of a sentence; every answer, what is kept of them, and what it makes of the score.

// Cells in which the filter, the words and the answers fit side by side.
function textZoom(root, { dimensions }) {
  const { width, rem } = roomOf(root),
    room = Math.max(200, width - 13 * rem);
  return Math.max(22, Math.min(2.4 * rem, Math.floor(room / (2 * dimensions + 4))));
}

function textScene(filter, table, answers) {
  const sign = (text) => h("div", { class: "cn-sign", "aria-hidden": "true" }, text);
  const slid = h("div", { class: "cn-slid" }, table.element, sign("="), ...answers.elements);
  return h("div", { class: "cn-scene" }, filter.element, sign("\u2217"), slid);
}

const placePlayer = (ex, signal) =>
  stepper({
    what: "place",
    signal,
    count: () => ex.now.answers?.length || 1,
    at: () => ex.now.place ?? 0,
    go: (place) => ex.change({ place }),
  });

function buildText(model, root, signal, quiz) {
  const ex = textState(model),
    { get } = ex;
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    more = h("p", { class: "cn-note" }),
    live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    kept = h("p", { class: "cn-kept" });
  const dials = textControls(ex),
    hands = textHands(ex, () => light()),
    table = tableOfWords(ex, hands),
    filter = slidingFilter(ex, hands),
    answers = answersOfFilter(ex, quiz, hands),
    scene = textScene(filter, table, answers),
    sums = sumOfAnswer(ex, answers, table.mark, () => light()),
    score = scoreOfSentence(ex);
  const player = placePlayer(ex, signal),
    code = codePanel(
      () => (ex.now.problem ? "" : `${textCode(ex.now)}\n\n${textKerasCode(ex.now)}\n`),
      "NumPy and Keras code that prints these answers",
    );
  root.append(dials.element, problem, scene, more, live, sums.element, kept, score.element);
  root.append(h("div", { class: "cn-line cn-foot" }, player.element, code.line), code.panel);

  const light = () => {
    if (ex.now.problem) return;
    for (const each of [table, filter, answers]) each.light();
    live.setAttribute("aria-live", player.isPlaying() ? "off" : "polite");
    setText(live, pointedSentence(ex, quiz, answers));
  };
  const repaint = () => {
    ex.now = ex.compute();
    const { now } = ex;
    quiz.about({ ...now, sentence: get("sentence"), examples: get("examples") });
    dials.show(now);
    const ok = !now.problem,
      asked = quiz.hides("places");
    setText(problem, now.problem ?? "");
    for (const part of [scene, live, code.line]) part.hidden = !ok;
    for (const part of [...answers.numbers, sums.element, kept, player.element]) part.hidden = !ok || asked;
    score.paint();
    if (!ok) return player.stop();
    for (const each of [table, filter, answers]) each.paint(textZoom(root, now));
    setText(more, beyondText(now, shownRows(now).rows));
    setText(kept, keptSentence(now, quiz.hides("kept") || quiz.hides("answer")));
    sums.paint();
    code.refresh();
    light();
    player.show();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (!ex.now.problem) repaint();
    },
  };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    { name: "text", traits: TEXT_TRAITS, ...TEXT_QUIZ, build: (root, own, quiz) => buildText(model, root, own, quiz) },
  );
}

export default () => movable(render);
