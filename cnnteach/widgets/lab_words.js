// What KernelLab says: about the sum of the weights, the rank, the border, how numbers become pixels, and one pixel.

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const few = (v) => {
  if (Math.abs(v) < 1e-9) return "0";
  const size = Math.abs(v) >= 1000 ? grouped(Math.round(Math.abs(v))) : String(Number(Math.abs(v).toPrecision(3)));
  return v < 0 ? MINUS + size : size;
};

function sumText(w) {
  const sum = w.reduce((a, v) => a + v, 0), hundred = few(100 * sum), text = few(sum);
  if (Math.abs(sum - 1) < 1e-6) return ["Sum 1", "An even patch keeps its brightness: what changes is detail."];
  if (Math.abs(sum) < 1e-6) return ["Sum 0", "An even patch gives 0, however bright: only change is left. So it can find edges."];
  const misprint = w.filter((v) => v !== 0).join() === "-1,-2,-1,-1,-2,-1";
  return [`Sum ${text}`, `An even patch of 100 gives ${hundred}: brightness itself comes through${sum < 0 ? ", upside down" : ""}, so what comes out is no map of edges.` +
    (misprint ? " This is what lecture 002 prints as \u201cVertical\u201d: the last row has lost its plus signs. With 1 2 1 there, the sum is 0: sobel y." : "")];
}

// How many multiplications, over all planes: at once, and in two passes.
function multiplications({ H, OH, OW, W, KH, KW, planes }) {
  return { once: KH * KW * OH * OW * planes.length, twice: (KH * OH * W + KW * OH * OW) * planes.length };
}

function rankText(now) {
  const rank = rankOf(now.values), values = now.values.map((v) => (v <= NEGLIGIBLE * now.values[0] ? "0" : few(v))).join(", ");
  if (rank === 0) return ["Rank 0", "All weights are 0."];
  if (rank > 1) return [`Rank ${rank}: not separable`, `Its singular values are ${values}: more than one of them is not 0, so no single column times a row makes it.`];
  const { once, twice } = multiplications(now), list = (v) => v.map(weightText).join(" ");
  return ["Rank 1: separable", `The column ${list(now.factors.column)} times the row ${list(now.factors.row)}. A pixel costs ${now.KH} \u00d7 ${now.KW} = ${now.KH * now.KW} multiplications at once, ` +
    `${now.KH} + ${now.KW} = ${now.KH + now.KW} in two passes; the whole picture ${grouped(once)} or ${grouped(twice)}.`];
}

const BORDER_WORDS = {
  valid: "Nothing is made up: windows stay inside, and the output is smaller than the picture.",
  zero: "Beyond the border all is 0, black: blurs darken there, and an edge appears that is not in the picture.",
  edge: "Beyond the border the outermost pixel goes on for ever: no false edge, but its value counts several times.",
  reflect: "Beyond the border the picture is mirrored: texture goes on, and slopes turn round.",
};

function borderText(now) {
  const { H, W, KH, KW, OH, OW, border } = now, inner = Math.max(0, H - KH + 1) * Math.max(0, W - KW + 1), made = OH * OW - inner;
  const share = border === "valid" ? `${H}\u00d7${W} pixels give ${OH}\u00d7${OW} numbers.`
    : `${grouped(made)} of ${grouped(OH * OW)} windows (${few((100 * made) / (OH * OW))} %) reach beyond it: those outside the dashed line.`;
  return [`Border: ${border}`, `${BORDER_WORDS[border]} ${share}`];
}

function lookText(now) {
  const { low, high, unsigned } = now.limits, name = (v) => few(v);
  let beyond = 0;
  for (const plane of now.responses) for (const v of plane) if ((unsigned ? Math.abs(v) : v) < low - 1e-9 || (unsigned ? Math.abs(v) : v) > high + 1e-9) beyond++;
  const all = now.responses.length * now.responses[0].length;
  const scale = unsigned ? `black is 0, white ${name(high)} and more, whatever the sign` : low < 0 && low === -high ? `black is ${name(low)}, middle grey 0, white ${name(high)}` : `black is ${name(low)}, white ${name(high)}`;
  return ["Numbers as pixels", `${scale[0].toUpperCase()}${scale.slice(1)}. ${beyond ? `${few((100 * beyond) / all)} % of the numbers lie beyond, and are cut off in the picture alone.` : "No number lies beyond."}`];
}

const MATCH_WORDS = {
  raw: "Sums of products, as a convolution layer computes them: bright places win, whether or not they look alike.",
  "without mean": "The template's mean is taken from it, so an even patch gives 0. It is still a convolution; places of strong contrast win.",
  normalised: "Divided by the spread of each window: 1 is a perfect match, whatever the light. No convolution any more: each window has its own divisor.",
};

function matchText(now) {
  const [row, column] = now.peaks[0], hit = row === now.at.row && column === now.at.column, value = few(now.responses[0][row * now.OW + column]), own = few(now.responses[0][now.at.row * now.OW + now.at.column]);
  return ["Where it peaks", hit ? `The highest response, ${value}, is where the template was cut out.`
    : `The highest response, ${value}, is at row ${row}, column ${column}, and not where the template was cut out (row ${now.at.row}, column ${now.at.column}: ${own}).`];
}

function notesOf(now) {
  if (now.s.mode === "template") return [[`Matching: ${now.s.matching}`, MATCH_WORDS[now.s.matching]], matchText(now), lookText(now)];
  if (now.s.mode === "steepness") return [["Two kernels, one picture", "Sobel x asks for change to the right, Sobel y for change downwards; the root of both squares is how steep the picture is, in whatever direction."], borderText(now), lookText(now)];
  return [sumText(now.w), rankText(now), borderText(now), lookText(now)];
}

// The products of one output, in the order of the kernel: {x, w, value, i, j}.
function labProducts(now, w, KH, KW, plane, [row, column]) {
  const up = Math.floor((KH - 1) / 2), aside = Math.floor((KW - 1) / 2);
  return Array.from(w, (weight, k) => {
    const i = Math.floor(k / KW), j = k % KW, r = borderPixel(row + i - up, now.H, now.border), q = borderPixel(column + j - aside, now.W, now.border), x = r < 0 || q < 0 ? 0 : plane[r * now.W + q];
    return { x, w: weight, value: x * weight, words: timesText(x, weight), i, j };
  });
}

// What the numbers shown at one pixel are, and the sentence that says it.
function pixelText(now, [row, column], channel, terms, decimals) {
  const value = now.responses[channel][(row - now.margins[0]) * now.OW + column - now.margins[1]], where = `Row ${row}, column ${column}${now.colour ? `, ${CHANNELS[channel]}` : ""}`;
  const shade = greyBy(now.limits)(value);
  if (now.s.mode === "template" && now.s.matching === "normalised") return `${where}: template and window are alike by ${few(value)}, of at most 1.`;
  if (now.s.mode === "template") return `${where}: ${now.KH * now.KW} products add up to ${few(value)}.`;
  if (now.s.mode === "steepness") return `${where}: the root of both sums' squares is ${few(value)}, drawn as ${shade}.`;
  const beyond = terms.filter((t) => isBeyond(now, row + t.i - Math.floor((now.KH - 1) / 2), column + t.j - Math.floor((now.KW - 1) / 2))).length;
  return `${where}: ${terms.length} product${terms.length === 1 ? "" : "s"} add up to ${fixed(value, decimals)}, drawn as ${shade}` +
    `${beyond ? `; ${beyond} of its pixels lie beyond the border and are made up` : ""}.`;
}

const isBeyond = (now, row, column) => row < 0 || column < 0 || row >= now.H || column >= now.W;
