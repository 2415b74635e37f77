// What PoolingExplorer asks before it shows: sizes, outputs, winners, gradients. `now` is what the view computed.

const aCell = (rng, [rows, columns]) => [rng.whole(0, rows - 1), rng.whole(0, columns - 1)];
const FROM_ZERO = "Rows and columns count from 0.";

function poolSizeQuestion(rng, { g, y }) {
  if (!y || !g.sliding) return null;
  const axis = rng.whole(0, 1),
    many = ["rows", "columns"][axis],
    [before, after] = g.pads[axis],
    [n, k, s] = [g.sizes[axis], g.kernels[axis], g.strides[axis]];
  const room = n + before + after - k,
    padding = before || after ? `, padded by ${before} before and ${after} after` : "";
  return {
    hides: "size",
    text: `An input of ${n} ${many}${padding}, a window of ${k}, stride ${s}: how many ${many} has the output?`,
    answer: g.out[axis],
    because: `\u230a(${n} + ${before} + ${after} ${MINUS} ${k}) / ${s}\u230b + 1 = ${g.out[axis]}.`,
    mistakes: [
      { value: Math.floor(room / s), hint: "those are the jumps; the first window stands before any jump: + 1." },
      { value: Math.ceil(room / s) + 1, hint: "the last of those windows would hang over the edge: round down." },
      { value: outputSize(n, k, s, 1), hint: "the padding belongs to the input; add it first." },
      { value: room + 1, hint: `that is for stride 1; here the window jumps ${s} at a time.` },
      { value: Math.floor(n / k), hint: "that is for windows side by side; here they are a stride apart." },
    ],
  };
}

function poolOutputQuestion(rng, now) {
  const { s, g, y, x, w, decimals } = now;
  if (!y || Math.max(...g.kernels) > 3 || !g.sliding) return null; // more numbers than one likes to compare
  const [row, column] = aCell(rng, g.out),
    k = row * g.out[1] + column;
  const terms = outputTerms(g, s.kind, x, w, now.winners, k),
    pixels = terms.map((t) => x[t.pixel]);
  const sum = pixels.reduce((a, v) => a + v, 0),
    mean = sum / pixels.length,
    most = Math.max(...pixels),
    d = decimals.y,
    area = g.kernels[0] * g.kernels[1];
  return {
    hides: "output",
    which: [row, column],
    decimals: d,
    text: `What stands in row ${row}, column ${column} of the output${d ? ` (${counted(d, "decimal")})` : ""}? ${FROM_ZERO}`,
    answer: y[k],
    because: {
      max: "The largest number of its window.",
      average: `The mean of the ${pixels.length} pixels in its window.`,
      learned: "Each pixel times its weight, added up.",
    }[s.kind],
    mistakes: [
      {
        value: mean,
        hint:
          s.kind === "max"
            ? "that is the average of the window; the largest of its numbers is kept."
            : "that is the plain mean; here each pixel has a weight of its own.",
      },
      { value: most, hint: "that is the largest number of the window; this pooling counts all of them." },
      {
        value: sum,
        hint: {
          max: "that is the sum; of a window the largest number is kept.",
          average: `that is the sum; divide it by the number of pixels, ${pixels.length}.`,
          learned: "that is the sum of the pixels alone; each has its weight.",
        }[s.kind],
      },
      ...(s.kind === "average"
        ? [{ value: sum / area, hint: "padding is not counted: divide by the pixels that are there." }]
        : []),
      ...(column < g.out[0] && row < g.out[1]
        ? [{ value: y[column * g.out[1] + row], hint: "the row comes first, then the column." }]
        : []),
      { value: Math.min(...pixels), hint: "that is the smallest number of the window." },
    ],
  };
}

function winnerQuestion(rng, { s, g, y, x, w, winners, ties }) {
  if (!y || s.kind !== "max") return null;
  const tied = Array.from(ties.keys()).filter((k) => ties[k] > 1),
    k = tied.length && rng.whole(0, 1) ? rng.pick(tied) : rng.whole(0, y.length - 1);
  const at = (pixel) => [Math.floor(pixel / g.sizes[1]), pixel % g.sizes[1]],
    pixels = outputTerms(g, "max", x, w, winners, k).map((t) => t.pixel);
  const answer = at(winners[k]),
    [rows, columns] = [g.ranges[0][Math.floor(k / g.out[1])], g.ranges[1][k % g.out[1]]];
  return {
    kind: "cell",
    hides: "dx",
    text: `Which pixel of the input gets the gradient of output ${cellText(g, k)}? ${FROM_ZERO}`,
    answer,
    because:
      ties[k] > 1
        ? `${ties[k]} pixels tie; the first of them, row by row, gets it all.`
        : "It is the largest of its window, so it alone changes the output.",
    mistakes: [
      ...pixels
        .filter((p) => x[p] === y[k])
        .map((p) => ({ value: at(p), hint: "it is as large, but not the first: ties go to the first, row by row." })),
      {
        value: [answer[0] - rows.start, answer[1] - columns.start],
        hint: "that is its place inside the window; count from the corner of the image.",
      },
      { value: [answer[1], answer[0]], hint: "the row comes first, then the column." },
      {
        value: [Math.floor(k / g.out[1]), k % g.out[1]],
        hint: "that is the place of the output; which pixel of the input did it come from?",
      },
      ...pixels.map((p) => ({
        value: at(p),
        hint: "it stands in the window, but it did not win: it could change a little, and the output would not.",
      })),
    ],
  };
}

function poolGradientQuestion(rng, { s, g, y, x, w, winners, dy, dx, decimals }) {
  if (!y) return null;
  const busy = Array.from(dx.keys()).filter((p) => dx[p] !== 0);
  const often = busy.filter((p) => pixelTerms(g, s.kind, x, w, winners, dy, p).filter((t) => t.weight).length > 1);
  const pixel = rng.pick(often.length ? often : busy.length ? busy : [0]);
  const terms = pixelTerms(g, s.kind, x, w, winners, dy, pixel),
    given = terms.filter((t) => t.weight);
  const all = terms.reduce((sum, t) => sum + dy[t.output], 0),
    d = decimals.dx;
  return {
    hides: "dx",
    decimals: d,
    text: `What is the gradient at pixel ${pixelText(g, pixel)} of the input${d ? ` (${counted(d, "decimal")})` : ""}? ${FROM_ZERO}`,
    answer: dx[pixel],
    because:
      given.length > 1
        ? `${given.length} windows send a gradient here, and gradients add up.`
        : "One window sends its gradient here.",
    mistakes: [
      {
        value: given.at(-1)?.value,
        hint: "windows overlap here: two or more outputs share this pixel, and their gradients add up.",
      },
      {
        value: given[0]?.value,
        hint: "windows overlap here: two or more outputs share this pixel, and their gradients add up.",
      },
      {
        value: all,
        hint:
          s.kind === "max"
            ? "only the windows that it wins send it their gradient."
            : "each window sends only this pixel's share of its gradient.",
      },
      { value: given.length, hint: "that counts the windows; add up the gradients that they send." },
      { value: 0, hint: "some window sends its gradient here." },
    ].filter(({ value }) => value !== undefined),
  };
}

// The next question is about other windows.
function varyPool(rng, { s, g }) {
  if (s.windows !== "sliding" || Math.min(...g.sizes) < 3) return {};
  return {
    window: rng.whole(2, 3),
    stride: rng.pick([null, 1, 2]),
    padding: 0,
    ...(s.kind === "learned" ? {} : { kind: rng.pick(["max", "max", "average"]) }),
  };
}

const POOL_QUIZ = {
  questions: [poolOutputQuestion, winnerQuestion, poolGradientQuestion, poolSizeQuestion],
  vary: varyPool,
};
