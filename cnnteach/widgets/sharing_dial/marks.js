// Which cells of SharingDial light up for what is pointed at.

const spotAt = (k, columns, more = {}) => ({ row: Math.floor(k / columns), column: k % columns, ...more });

// A weight, wherever it stands; while a quiz asks what it moves, this one place alone.
function marksOfWeight({ g, x, tied }, { o, i }, isVeiled) {
  const weight = tied[o * x.length + i],
    cells = isVeiled || weight < 0 ? [] : Array.from(tied.keys()).filter((k) => tied[k] === weight);
  const rows = cells.length > 1 ? cells.map((k) => Math.floor(k / x.length)) : [o];
  return {
    input: [spotAt(i, g.sizes[1])],
    matrix: [...cells.map((k) => spotAt(k, x.length, { faint: cells.length > 1 })), { row: o, column: i }],
    output: rows.map((each) => spotAt(each, g.out[1])),
  };
}

function marksOfPixel({ g, x, y, tied }, i) {
  const outputs = Array.from(y.keys()).filter((o) => tied[o * x.length + i] >= 0);
  return {
    input: [spotAt(i, g.sizes[1])],
    matrix: [{ row: 0, column: i, rows: y.length }],
    output: outputs.map((o) => spotAt(o, g.out[1])),
  };
}

function marksOfOutput({ g, x, tied }, o) {
  const pixels = Array.from(x.keys()).filter((i) => tied[o * x.length + i] >= 0);
  return {
    input: pixels.map((i) => spotAt(i, g.sizes[1], { faint: true })),
    matrix: [{ row: o, column: 0, columns: x.length }],
    output: [spotAt(o, g.out[1])],
  };
}

// Marks for each grid: of what is pointed at (`probe`, else output o) and of the outputs that a change moved.
function sharingMarks(now, { probe, news }, o, isVeiled) {
  const marks =
    probe?.kind === "weight"
      ? marksOfWeight(now, probe, isVeiled)
      : probe
        ? marksOfPixel(now, probe.i)
        : marksOfOutput(now, o);
  return news ? { ...marks, output: news.map((each) => spotAt(each, now.g.out[1], { note: "moved" })) } : marks;
}

// Is there still such a pixel or weight? The layer may have become smaller under the pointer.
const isProbed = ({ x, y }, { i, o = 0 }) => i < x.length && o < y.length;
