// What KernelLab asks before it shows: a pixel, a flat patch, the cost of two passes, the border, a template's match.
// `now` is what the view computed, with `place` and `channel`.

const total = (values) => values.reduce((sum, v) => sum + v, 0);

function outputQuestion(rng, now) {
  if (now.s.mode !== "kernel" || now.w.filter((v) => v !== 0).length > 9) return null;
  const [row, column] = now.place,
    { KH, KW, channel } = now,
    plane = now.planes[channel],
    decimals = decimalsFor([255], Array.from(now.w), [0], [now.limits.high]);
  const terms = labProducts(now, now.w, KH, KW, plane, now.place),
    answer = total(terms.map((t) => t.value)),
    units = (v) => Number(v.toFixed(decimals));
  const turned = total(terms.map((t, k) => t.x * now.w[now.w.length - 1 - k])),
    middle = plane[row * now.W + column],
    used = terms.filter((t) => t.w !== 0);
  return {
    hides: "pixel",
    which: [row, column, channel],
    decimals,
    text:
      `The window stands on row ${row}, column ${column}${now.colour ? ` of ${CHANNELS[channel]}` : ""}. What ` +
      `number comes out${decimals ? ` (${counted(decimals, "decimal")})` : ""}?`,
    answer: units(answer),
    because: "Each pixel times the weight that lies on it, all added up.",
    mistakes: [
      { value: units(turned), hint: "you turned the kernel by half a turn; lay it on the pixels just as it is shown." },
      {
        value: Math.max(0, Math.min(255, units(answer))),
        hint: "the picture cuts at 0 and 255; the number itself goes on.",
      },
      { value: units(-answer), hint: "mind the signs of the weights." },
      { value: units(answer / used.length), hint: "add the products; nobody divides by how many they are." },
      { value: total(used.map((t) => t.x)), hint: "those are the pixels alone: each has its weight." },
      { value: middle, hint: "that is the pixel in the middle; its neighbours have a say." },
    ],
  };
}

function evenQuestion(rng, now) {
  if (now.s.mode !== "kernel") return null;
  const level = 10 * rng.whole(2, 20),
    sum = total(Array.from(now.w)),
    sizes = total(Array.from(now.w, Math.abs));
  return {
    hides: "sum",
    decimals: 2,
    text: `All pixels of a flat patch are ${level}. What does this kernel make of them?`,
    answer: Number((level * sum).toFixed(2)),
    because: `Each weight meets the same ${level}, so it is ${level} times the sum of the weights, ${few(sum)}.`,
    mistakes: [
      { value: level, hint: "that is so if the weights add up to 1." },
      { value: 0, hint: "that is so if the weights add up to 0." },
      { value: Number((level * sizes).toFixed(2)), hint: "some weights are negative: take them away." },
      { value: Number(sum.toFixed(2)), hint: `that is the sum of the weights; each of them meets ${level}.` },
      { value: level * now.w.length, hint: "weigh the pixels before you add them up." },
    ],
  };
}

function passesQuestion(rng, now) {
  if (now.s.mode !== "kernel" || !now.factors || now.KH * now.KW === 1) return null;
  const { KH, KW } = now;
  return {
    hides: "rank",
    text: `This kernel is a column of ${KH} times a row of ${KW}. How many multiplications does one pixel cost in two passes?`,
    answer: KH + KW,
    because: `${KH} for the column and ${KW} for the row, in place of ${KH} \u00d7 ${KW} = ${KH * KW} at once.`,
    mistakes: [
      { value: KH * KW, hint: "that is what it costs at once." },
      { value: 2 * KH * KW, hint: "each pass has a thin kernel, not the whole one." },
      { value: KH, hint: "that is one pass; the other one has its weights too." },
      { value: KH + KW - 1, hint: "the middle weight is used in both passes." },
    ],
  };
}

function borderQuestion(rng, now) {
  if (now.s.mode === "template" || now.KH * now.KW === 1) return null;
  const { H, W, KH, KW, OH, OW } = now;
  if (now.border === "valid")
    return {
      hides: "border",
      text: `Windows of ${KH}\u00d7${KW} stay inside a picture of ${H}\u00d7${W}. How many rows has the output?`,
      answer: OH,
      because: `${H} ${MINUS} ${KH} + 1: the first window, and one more for each row that it can move down.`,
      mistakes: [
        { value: H - KH, hint: "those are the moves; the first window stands before any move: + 1." },
        { value: H, hint: "that would need pixels beyond the border." },
        { value: OW, hint: "those are the columns." },
        { value: H - Math.floor(KH / 2), hint: "the window is cut short at the top and at the bottom." },
      ],
    };
  return {
    hides: "border",
    text: `Of ${H}\u00d7${W} windows of ${KH}\u00d7${KW}, how many reach beyond the border?`,
    answer: OH * OW - (H - KH + 1) * (W - KW + 1),
    because: `${H}\u00d7${W} in all, and (${H} ${MINUS} ${KH} + 1)(${W} ${MINUS} ${KW} + 1) of them stay inside.`,
    mistakes: [
      { value: (KH - 1) * W + (KW - 1) * H, hint: "the corners are counted twice." },
      { value: (H - KH + 1) * (W - KW + 1), hint: "those are the ones that stay inside." },
      { value: 2 * (H + W) - 4, hint: "that is the outermost ring; how many rings does a larger kernel need?" },
      { value: H * W - (H - KH) * (W - KW), hint: "along a side there is one window more than there are moves." },
    ],
  };
}

function templateQuestion(rng, now) {
  if (now.s.mode !== "template") return null;
  const { size } = now.at;
  return {
    hides: "matching",
    text: `A template of ${size}\u00d7${size} lies on a grey picture. How many products make one number of the output?`,
    answer: size * size,
    because: "One for each pixel of the template.",
    mistakes: [
      { value: size, hint: "that is one row of the template." },
      { value: 2 * size, hint: "rows times columns, not plus." },
      { value: 3 * size * size, hint: "the picture is grey here: one channel." },
      { value: now.OH * now.OW, hint: "those are the places where it can lie." },
    ],
  };
}

function peakQuestion(rng, now) {
  if (now.s.mode !== "template") return null;
  const hit = peaksAtHome(now);
  return {
    kind: "choice",
    hides: "match",
    options: [
      ["yes", "Yes"],
      ["no", "No"],
    ],
    text: `Is the answer (${now.s.matching}) highest where the template was cut out?`,
    answer: hit ? "yes" : "no",
    because: MATCH_WORDS[now.s.matching],
    mistakes: hit
      ? [{ value: "no", hint: "nothing here fits the template better than the place it is from." }]
      : [{ value: "yes", hint: "another window is brighter or has more contrast, and its products add up to more." }],
  };
}

// The next question is about another kernel and another pixel.
function varyLab(rng, now) {
  const inside = [now.H, now.W].map((n) => rng.whole(4, n - 5));
  return now.s.mode === "kernel"
    ? { preset: rng.pick(["sharpen", "sobel_x", "sobel_y", "laplacian", "emboss", "misprint"]), selected: inside }
    : { selected: inside };
}

const LAB_QUIZ = {
  questions: [outputQuestion, evenQuestion, passesQuestion, borderQuestion, templateQuestion, peakQuestion],
  vary: varyLab,
};
