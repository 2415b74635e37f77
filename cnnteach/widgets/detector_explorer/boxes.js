// Boxes (top, left, bottom, right): how far two agree, and which of many are kept.

function sharedArea(a, b) {
  const rows = Math.min(a[2], b[2]) - Math.max(a[0], b[0]),
    columns = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return Math.max(0, rows) * Math.max(0, columns);
}
const areaOf = ([top, left, bottom, right]) => (bottom - top) * (right - left);
const overlapOf = (a, b) => sharedArea(a, b) / (areaOf(a) + areaOf(b) - sharedArea(a, b));

// Places of the numbers, the largest first; of equals the first.
const ranking = (scores) => Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);

// Non-maximum suppression, choice by choice: {best, dropped: [{index, overlap}]}, for boxes that come best first.
function choices(boxes, most) {
  const gone = new Uint8Array(boxes.length),
    steps = [];
  boxes.forEach((box, best) => {
    if (gone[best]) return;
    const dropped = [];
    for (let index = best + 1; index < boxes.length; index++) {
      if (gone[index]) continue;
      const overlap = overlapOf(box, boxes[index]);
      if (overlap > most) {
        gone[index] = 1;
        dropped.push({ index, overlap });
      }
    }
    steps.push({ best, dropped });
  });
  return steps;
}

// What a threshold leaves, the first `count` boxes, is chosen alike without the rest: only a better box drops another.
const choicesOfFirst = (count, steps) =>
  steps
    .filter(({ best }) => best < count)
    .map(({ best, dropped }) => ({ best, dropped: dropped.filter(({ index }) => index < count) }));

// Which of the kept boxes find a thing that no better one has found: the number of the thing, or -1.
function findings(boxes, things, least) {
  const taken = new Set();
  return boxes.map((box) => {
    const thing = things.findIndex((each, n) => !taken.has(n) && overlapOf(box, each) >= least);
    if (thing >= 0) taken.add(thing);
    return thing;
  });
}
