// TextConvExplorer: a filter slides over the words of a sentence; every answer, what is kept of them, and what it makes of the score.

const MOST_TERMS = 8; // filters whose share of the score is shown by itself

function buildText(model, root, signal, quiz) {
  const { get, change, compute } = textState(model),
    own = { pointed: null };
  let now;
  const select = (place) => {
    own.pointed = null;
    if (place !== now.place) change({ place });
    else light();
  };
  const dials = textControls({ get, change });
  const player = stepper({
    what: "place",
    signal,
    count: () => now?.answers.length || 1,
    at: () => now?.place ?? 0,
    go: (place) => change({ place }),
  });
  const names = h("ol", { class: "cn-words" });
  const rewrite = (name, at, value) => {
    const values = floats(get(name));
    values[at] = value;
    change({ [name]: asBytes(values) });
  };
  const grids = {
    words: new NumberGrid({
      kind: "words",
      onLeave: () => aim(null),
      onPoint: (row, column, by) =>
        by === "pointer" ? aim({ row, column }) : select(Math.min(row, now.answers.length - 1)),
      onStroke: (row) => {
        select(Math.min(row, now.answers.length - 1));
        return false;
      },
      onEdit: (row, column, value) => {
        const number = now.numbers[row - now.padding];
        if (number !== undefined) rewrite("_vectors", number * now.dimensions + column, value);
      },
    }),
    filter: new NumberGrid({
      kind: "filter",
      onLeave: () => aim(null),
      onPoint: (i, column) => aim({ i, column }),
      onEdit: (i, column, value) =>
        rewrite("_kernels", now.layer.start + (i * now.dimensions + column) * now.layer.filters + now.f, value),
    }),
    answers: new NumberGrid({ kind: "answers", onPoint: (place) => select(place) }),
  };
  const aim = (pointed) => {
    own.pointed = pointed;
    light();
  };
  const signs = ["\u2217", "="].map((sign) => h("div", { class: "cn-sign", "aria-hidden": "true" }, sign));
  const problem = h("p", { class: "cn-problem", role: "alert" }),
    more = h("p", { class: "cn-note" });
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" });
  const table = h(
    "div",
    { class: "cn-table" },
    h("div", { class: "cn-named" }, h("div", { class: "cn-caption" }, "word"), names),
    grids.words.element,
  );
  const told = h("ol", { class: "cn-told" }),
    beside = h("div", {}, h("div", { class: "cn-caption" }, "\u00a0"), told);
  const scene = h(
    "div",
    { class: "cn-scene" },
    grids.filter.element,
    signs[0],
    h("div", { class: "cn-slid" }, table, signs[1], grids.answers.element, beside),
  );
  const terms = h("div", { class: "cn-terms" }),
    sum = h("span", { class: "cn-sum" }),
    kept = h("p", { class: "cn-kept" });
  const scoreTitle = h("p", { class: "cn-title" }),
    scoreTerms = h("div", { class: "cn-terms" });
  const score = h("div", { class: "cn-score-panel" }, scoreTitle, scoreTerms);
  const code = codePanel(
    () => (now.problem ? "" : `${textCode(now)}\n\n${textKerasCode(now)}\n`),
    "NumPy and Keras code that prints these answers",
  );
  root.append(
    dials.element,
    problem,
    scene,
    more,
    live,
    terms,
    kept,
    score,
    h("div", { class: "cn-line cn-foot" }, player.element, code.line),
    code.panel,
  );

  const isAsked = (place) => quiz.hides("answer", place),
    isKept = (place) => now.kept?.includes(place) && !quiz.hides("kept");
  const text = (value) => fixed(value, now.decimals);
  // Rows that are shown: the sentence, and of its filling as much as one window sees.
  const shownRows = () =>
    Math.min(now.numbers.length, now.words.length + now.layer.width) + (now.shortened ? 1 : 2) * now.padding;

  const paintGrids = () => {
    const { dimensions, layer, f, x, padding, answers, words, numbers } = now,
      filling = numbers.length - words.length;
    now.shortened = numbers.length > words.length + layer.width;
    const rows = shownRows(),
      { width, rem } = roomOf(root),
      room = Math.max(200, width - 13 * rem);
    const side = Math.max(22, Math.min(2.4 * rem, Math.floor(room / (2 * dimensions + 4))));
    const values = x.subarray(0, rows * dimensions),
      most = largestOf(values),
      digits = exactDecimals([...values], 2);
    const weights = Float64Array.from(
      { length: layer.width * dimensions },
      (_, k) => layer.kernel[k * layer.filters + f],
    );
    grids.words.show({
      label: "word vectors",
      rows,
      columns: dimensions,
      values,
      text: (v) => fixed(v, digits),
      colour: signedScale(most),
      zoom: side,
      inner: padding
        ? { top: padding, left: 0, rows: rows - (now.shortened ? 1 : 2) * padding, columns: dimensions }
        : null,
      caption: `${words.length} words${filling ? ` and ${filling} of filling` : ""}, ${dimensions} numbers each`,
    });
    grids.filter.show({
      label: "filter",
      rows: layer.width,
      columns: dimensions,
      values: weights,
      text: (v) => weightText(v),
      colour: signedScale(largestOf(weights)),
      zoom: side,
      caption: `filter ${now.filter}: ${layer.width} words`,
    });
    const places = Math.max(0, Math.min(answers.length, rows - layer.width + 1));
    grids.answers.show({
      label: "answers",
      rows: places,
      columns: 1,
      values: answers.subarray(0, places),
      zoom: side,
      text: (v, place) => (isAsked(place) ? "?" : text(v)),
      colour: (v, place) => signedScale(largestOf(answers))(isAsked(place) ? 0 : v),
      caption: quiz.hides("places") ? "? answers" : `${answers.length} answers`,
    });
    names.style.lineHeight = told.style.lineHeight = `${side}px`;
    const isSmall = side < ROOM; // too small for a number: it stands beside its cell
    const beside = (place) => (isAsked(place) ? "?" : `${text(answers[place])}${isKept(place) ? " \u2190 kept" : ""}`);
    told.replaceChildren(...(isSmall ? Array.from({ length: places }, (_, place) => h("li", {}, beside(place))) : []));
    names.replaceChildren(...Array.from({ length: rows }, (_, row) => wordLabel(row - padding)));
  };
  const wordLabel = (at) => {
    const word = now.words[at],
      number = now.numbers[at];
    if (word === undefined) return h("li", { class: "cn-filling" }, at < 0 || number === undefined ? "0" : "filling");
    return number === UNKNOWN
      ? h("li", { class: "cn-unknown", title: "not among the words that it knows" }, `${word} (unknown)`)
      : h("li", {}, word);
  };

  const sentence = () => {
    const { place, layer, padding, answers, dimensions } = now,
      { pointed } = own;
    if (pointed?.i !== undefined) {
      const { i, column } = pointed,
        weight = layer.kernel[(i * dimensions + column) * layer.filters + now.f];
      return (
        `Weight ${weightText(weight)} in row ${i}, column ${column} meets number ${column} of each word that lies ` +
        `under row ${i} of the filter.`
      );
    }
    if (pointed)
      return (
        `Number ${pointed.column} of \u201c${now.words[pointed.row - padding] ?? "0"}\u201d is ` +
        `${fixed(now.x[pointed.row * dimensions + pointed.column], 3)}. Click, and the filter begins there.`
      );
    const under = windowWords(now, place, layer.width, padding).join(" ");
    return (
      `At place ${place} the filter lies on \u201c${under}\u201d and answers ` +
      `${isAsked(place) ? "?" : text(answers[place])}${isKept(place) ? ", which is kept" : ""}.`
    );
  };

  const light = () => {
    if (now.problem) return;
    const { place, layer, dimensions, answers } = now,
      { pointed } = own,
      asked = quiz.hides("places");
    const window = { row: place, column: 0, rows: layer.width, columns: dimensions };
    const at = pointed && (pointed.i === undefined ? pointed.row : place + pointed.i); // the row of words that is meant
    grids.words.mark([window, ...(pointed ? [{ row: at, column: pointed.column }] : [])]);
    const isUnder = pointed && pointed.i === undefined && at >= place && at < place + layer.width;
    grids.filter.mark(isUnder ? [{ row: at - place, column: pointed.column }] : []);
    if (grids.answers.rows) {
      if (place < grids.answers.rows) grids.answers.cursor = [place, 0];
      const largest = [...answers.keys()].filter(isKept);
      grids.answers.mark([
        ...largest.map((row) => ({ row, column: 0, faint: row !== place, note: "kept" })),
        { row: place, column: 0, ...(isKept(place) ? { note: "kept" } : {}) },
      ]);
    }
    live.setAttribute("aria-live", player.isPlaying() ? "off" : "polite");
    setText(live, asked ? "Predict first; the answers are shown then." : sentence());
  };

  // Each product where a word has few numbers, else each word's share.
  const addUp = () => {
    const { terms: products, dimensions, layer, bias, decimals, sum: total, answers, place } = now;
    const isFew = dimensions <= SOME_DIMENSIONS,
      hidden = isAsked(place);
    const under = windowWords(now, place, layer.width, now.padding);
    const parts = isFew
      ? products.map((t) => ({ ...t, words: timesText(t.x, t.w), value: t.product }))
      : under.map((word, row) => ({
          words: word,
          row,
          value: products.filter((t) => t.row === row).reduce((s, t) => s + t.product, 0),
        }));
    if (bias || !isFew) parts.push({ words: "bias", kind: "bias", value: bias });
    const point = ({ row, column }) => {
      if (row === undefined) return;
      grids.words.mark([{ row: place + row, column: isFew ? column : 0, columns: isFew ? 1 : dimensions }]);
    };
    terms.replaceChildren(...termChips(parts, decimals, total, point, hidden), sum);
    setText(
      sum,
      `= ${hidden ? "?" : fixed(total, decimals)}${layer.relu && !hidden ? `, after ReLU ${fixed(answers[place], decimals)}` : ""}`,
    );
  };
  terms.addEventListener("pointerleave", () => light());

  const showKept = () => {
    const { kept: places, answers, k, layer, padding } = now;
    const said = places
      .map(
        (place) =>
          `${text(answers[place])} (place ${place}, ` +
          `\u201c${windowWords(now, place, layer.width, padding).join(" ")}\u201d)`,
      )
      .join(", ");
    const name = k === 1 ? "Max over time" : `${k}-max pooling`,
      asked = quiz.hides("kept") || quiz.hides("answer");
    setText(
      kept,
      asked
        ? `${name} keeps: ?`
        : `${name} keeps ${said}, ${k === 1 ? "and forgets the place" : "in the order of the sentence"}.`,
    );
  };

  const showScore = () => {
    score.hidden = !now.found;
    if (!now.found) return;
    const [other, name] = now.classes,
      sorted = [...now.found].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    const first = sorted.slice(0, MOST_TERMS),
      rest = sorted.slice(MOST_TERMS);
    const parts = first.map(({ place, width, padding, filter, value }) => ({
      filter,
      place,
      value,
      words: `\u201c${windowWords(now, place, width, padding).join(" ")}\u201d, filter ${filter}`,
    }));
    if (rest.length)
      parts.push({ words: `${rest.length} other filters`, value: rest.reduce((s, each) => s + each.value, 0) });
    parts.push({ words: "bias", kind: "bias", value: now.scoreBias });
    const chips = termChips(parts, 2, now.score),
      share = now.probability >= 0.5 ? [now.probability, name] : [1 - now.probability, other];
    chips.forEach((chip, n) => {
      if (parts[n].filter === undefined) return;
      const go = () => change({ filter: parts[n].filter, place: parts[n].place });
      Object.assign(chip, {
        tabIndex: 0,
        onclick: go,
        onkeydown: (event) => {
          if (event.key === "Enter" && !event.shiftKey) go();
        },
      }).setAttribute("role", "button");
    });
    setText(
      scoreTitle,
      `Score of ${name} less ${other}: of each filter its largest answer, times its weight. Click one to see it.`,
    );
    const percent = Math.min(99.9, 100 * share[0]).toFixed(1);
    scoreTerms.replaceChildren(
      ...chips,
      h("span", { class: "cn-sum" }, `= ${fixed(now.score, 2)}: ${share[1]}, ${percent} %`),
    );
  };

  const repaint = () => {
    now = compute();
    quiz.about({ ...now, sentence: get("sentence"), examples: get("examples") });
    dials.show(now);
    const ok = !now.problem,
      asked = quiz.hides("places");
    setText(problem, now.problem ?? "");
    for (const part of [scene, terms, kept, live, player.element, code.line]) part.hidden = !ok;
    score.hidden = !ok;
    for (const part of [grids.answers.box, told, terms, kept, player.element]) part.hidden = !ok || asked;
    if (!ok) return player.stop();
    paintGrids();
    const beyond = now.numbers.length + 2 * now.padding - grids.words.rows;
    setText(
      more,
      [
        beyond > 0 ? `${beyond} more rows of filling follow; over each of them a filter answers the same.` : "",
        now.cut ? `${now.cut} words beyond are not read.` : "",
      ]
        .filter(Boolean)
        .join(" "),
    );
    addUp();
    showKept();
    showScore();
    code.refresh();
    light();
    player.show();
  };
  return {
    paint: repaint,
    repaint,
    resize: () => {
      if (now && !now.problem) repaint();
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
