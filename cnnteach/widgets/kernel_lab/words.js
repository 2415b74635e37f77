// What KernelLab says: about the sum of the weights, the rank, the border, how numbers become pixels, and one pixel.

const few = (v) => {
  if (Math.abs(v) < 1e-9) return "0";
  const size = Math.abs(v) >= 1000 ? whole(Math.abs(v)) : String(Number(Math.abs(v).toPrecision(3)));
  return v < 0 ? MINUS + size : size;
};

function sumText(w) {
  const sum = w.reduce((a, v) => a + v, 0),
    isMisprint = w.filter((v) => v !== 0).join() === "-1,-2,-1,-1,-2,-1";
  if (Math.abs(sum - 1) < 1e-6) return ["Sum 1", "A flat patch keeps its brightness: what changes is detail."];
  if (Math.abs(sum) < 1e-6)
    return ["Sum 0", "A flat patch gives 0, however bright: only change is left. So it can find edges."];
  const misprint =
    " This is what lecture 002 prints as \u201cVertical\u201d: the last row has lost its plus signs. With 1 2 1 there, the sum is 0: sobel y.";
  return [
    `Sum ${few(sum)}`,
    `A flat patch of 100 gives ${few(100 * sum)}: brightness itself comes through${sum < 0 ? ", upside down" : ""}, ` +
      `so what comes out is no map of edges.${isMisprint ? misprint : ""}`,
  ];
}

// How many multiplications, over all planes: at once, and in two passes.
const multiplications = ({ H, OH, OW, W, KH, KW, planes }) => ({
  once: KH * KW * OH * OW * planes.length,
  twice: (KH * OH * W + KW * OH * OW) * planes.length,
});

function rankText(now) {
  const rank = rankOf(now.values),
    values = now.values.map((v) => (v <= NEGLIGIBLE * now.values[0] ? "0" : few(v))).join(", ");
  if (rank === 0) return ["Rank 0", "All weights are 0."];
  if (rank > 1)
    return [
      `Rank ${rank}: not separable`,
      `Its singular values are ${values}: more than one of them is not 0, ` +
        "so no single column times a row makes it.",
    ];
  const { once, twice } = multiplications(now),
    list = (v) => v.map(weightText).join("  "),
    { KH, KW } = now;
  return [
    "Rank 1: separable",
    `The column (${list(now.factors.column)}) times the row (${list(now.factors.row)}). A pixel costs ${KH} \u00d7 ${KW} = ${KH * KW} multiplications ` +
      `at once, ${KH} + ${KW} = ${KH + KW} in two passes; all that is shown ${whole(once)} or ${whole(twice)}.`,
  ];
}

const BORDER_WORDS = {
  valid: "Nothing is made up: windows stay inside, and the output is smaller than the picture.",
  zero: "Beyond the border all is 0, black: blurs darken there, and an edge appears that is not in the picture.",
  edge: "Beyond the border the outermost pixel goes on for ever: no false edge, but its value counts several times.",
  reflect: "Beyond the border the picture is mirrored: texture goes on, and slopes turn round.",
};

function borderText({ H, W, KH, KW, OH, OW, border }) {
  const all = OH * OW,
    made = all - Math.max(0, H - KH + 1) * Math.max(0, W - KW + 1);
  const share =
    border === "valid"
      ? `${H}\u00d7${W} pixels give ${OH}\u00d7${OW} numbers.`
      : `${whole(made)} of ${whole(all)} windows (${few((100 * made) / all)} %) reach beyond it: those outside the dashed line.`;
  return [`Border: ${border}`, `${BORDER_WORDS[border]} ${share}`];
}

function shareBeyond({ responses, limits: { low, high, unsigned } }) {
  const [least, most] = [low - 1e-9, high + 1e-9];
  let beyond = 0;
  for (const plane of responses)
    for (let k = 0; k < plane.length; k++) {
      const drawn = unsigned ? Math.abs(plane[k]) : plane[k];
      if (drawn < least || drawn > most) beyond++;
    }
  return (100 * beyond) / (responses.length * responses[0].length);
}

function lookText(now) {
  const { low, high, unsigned } = now.limits,
    beyond = shareBeyond(now),
    middle = low < 0 && low === -high ? ", middle grey 0" : "";
  const scale = unsigned
    ? `Black is 0, white ${few(high)} and more, whatever the sign`
    : `Black is ${few(low)}${middle}, white ${few(high)}`;
  return [
    "Numbers as pixels",
    `${scale}. ${beyond ? `${few(beyond)} % of the numbers lie beyond, and are cut off in the picture alone.` : "No number lies beyond."}`,
  ];
}

const MATCH_WORDS = {
  raw: "Sums of products, as a convolution layer computes them: bright places win, whether or not they look alike.",
  "without mean":
    "The template's mean is taken from it, so a flat patch gives 0. It is still a convolution; places of strong contrast win.",
  normalised:
    "Divided by the spread of each window: 1 is a perfect match, whatever the light. No convolution any more: each window has its own divisor.",
};

// Does no window answer higher than the one that the template was cut out of? (Another may answer as high.)
function peaksAtHome({ peaks: [[row, column]], at, responses: [response], OW }) {
  const best = response[row * OW + column];
  return response[at.row * OW + at.column] >= best - 1e-9 * Math.max(1, Math.abs(best));
}

function matchText(now) {
  const { peaks, at, responses, OW } = now,
    [row, column] = peaks[0],
    value = (r, q) => few(responses[0][r * OW + q]),
    best = value(row, column);
  if (peaksAtHome(now)) {
    const other = row === at.row && column === at.column ? "" : ", and elsewhere, too";
    return ["Where it peaks", `The highest answer, ${best}, is where the template was cut out${other}.`];
  }
  return [
    "Where it peaks",
    `The highest answer, ${best}, is at row ${row}, column ${column}, and not where the template was cut out ` +
      `(row ${at.row}, column ${at.column}: ${value(at.row, at.column)}).`,
  ];
}

const STEEP_WORDS =
  "Sobel x asks for change to the right, Sobel y for change downwards; the root of both squares is how steep the picture is, in whatever direction.";

// Each as [what a quiz may hide it by, title, text].
function notesOf(now) {
  const look = ["look", ...lookText(now)];
  if (now.s.mode === "template")
    return [
      ["matching", `Matching: ${now.s.matching}`, MATCH_WORDS[now.s.matching]],
      ["match", ...matchText(now)],
      look,
    ];
  const border = ["border", ...borderText(now)];
  if (now.s.mode === "steepness") return [["steepness", "Two kernels, one picture", STEEP_WORDS], border, look];
  return [["sum", ...sumText(now.w)], ["rank", ...rankText(now)], border, look];
}

const isBeyond = (now, row, column) => row < 0 || column < 0 || row >= now.H || column >= now.W;
const windowTop = (now, [row, column]) => [row - Math.floor((now.KH - 1) / 2), column - Math.floor((now.KW - 1) / 2)];

// The products of one output, in the order of the kernel: {x, w, value, words, i, j}.
function labProducts(now, w, KH, KW, plane, here) {
  const [top, left] = windowTop(now, here);
  return Array.from(w, (weight, k) => {
    const i = Math.floor(k / KW),
      j = k % KW,
      r = borderPixel(top + i, now.H, now.border),
      q = borderPixel(left + j, now.W, now.border);
    const x = r < 0 || q < 0 ? 0 : plane[r * now.W + q];
    return { x, w: weight, value: x * weight, words: timesText(x, weight), i, j };
  });
}

// What comes out at a pixel, and of how many products.
function pixelText(now, here, channel, terms, decimals) {
  const value = responseAt(now, now.responses[channel], ...here),
    shade = greyBy(now.limits)(value),
    [top, left] = windowTop(now, here);
  const where = `Row ${here[0]}, column ${here[1]}${now.colour ? `, ${CHANNELS[channel]}` : ""}`;
  if (now.at && now.s.matching === "normalised")
    return `${where}: template and window are alike by ${few(value)}, of at most 1.`;
  if (now.at) return `${where}: ${now.KH * now.KW} products add up to ${few(value)}.`;
  if (!now.w) return `${where}: the root of both sums' squares is ${fixed(value, 2)}, drawn as ${shade}.`;
  const beyond = terms.filter((t) => isBeyond(now, top + t.i, left + t.j)).length,
    made = beyond ? `; ${beyond} of its pixels lie beyond the border and are made up` : "";
  return `${where}: ${counted(terms.length, "product")} ${terms.length === 1 ? "makes" : "add up to"} ${fixed(value, decimals)}, drawn as ${shade}${made}.`;
}

// What a pixel of the magnified picture is, and what it gives to the output in the middle.
function tapText(now, [row, column], tap, channel, hidden) {
  const value = pixelAt(now, now.planes[channel], row, column),
    where = `Row ${fixed(row, 0)}, column ${fixed(column, 0)}${isBeyond(now, row, column) ? ", beyond the border," : ""}`;
  if (Number.isNaN(value)) return "Nothing is there: no window reaches so far beyond the border.";
  const gives = hidden ? "" : `, it gives ${weightText(tap?.value ?? 0)}`;
  return `${where} is ${value}${tap ? `: times the weight ${weightText(tap.w)}${gives}` : ": outside the window of the middle output"}.`;
}
