// What DetectorExplorer asks before it shows: how many boxes are kept, how large the faces of a scale are, overlaps, the size of a map.

const MANY_WINDOWS = 40; // more than one would follow by eye

function keptBoxesQuestion(rng, { above, taken, overlap }) {
  if (above.length < 2 || above.length > MANY_WINDOWS) return null;
  const answer = taken.length,
    alone = taken.filter(({ dropped }) => dropped.length === 0).length;
  return {
    hides: "boxes",
    answer,
    text:
      `${above.length} windows are above the threshold (dashed). The best is kept and those go that overlap it ` +
      `by more than ${fixed(overlap, 2)}, then the best of the rest, and so on. How many boxes are kept?`,
    because: "One for each heap of boxes.",
    mistakes: [
      { value: above.length, hint: "those are the windows; most of a heap show the same thing and go." },
      { value: above.length - answer, hint: "so many are dropped." },
      { value: answer + 1, hint: "one less: look which of them overlap far." },
      { value: answer - 1, hint: "one more: is there a box that overlaps none of the better ones?" },
      { value: alone, hint: "those that drop nothing are not all: the best of a heap is kept, too." },
    ],
  };
}

function faceSizeQuestion(rng, { maps, window }) {
  const scale = rng.whole(Math.min(1, maps.length - 1), Math.min(8, maps.length - 1)),
    down = Number(maps[scale].down.toFixed(3)), // as it is printed
    [high] = window;
  return {
    hides: "size",
    decimals: 0,
    answer: high * down,
    text:
      `At scale ${scale} one pixel stands for ${fixed(down, 3)} pixels of the photograph, and the window is ` +
      `${high} pixels high. How high, in pixels of the photograph, are the faces that it finds (0 decimals)?`,
    because: `${high} \u00b7 ${fixed(down, 3)}: the window stays as it is, and the photograph shrinks.`,
    mistakes: [
      { value: high, hint: "so many pixels of the smaller image; each stands for more of the photograph." },
      { value: high / down, hint: "a smaller image makes the window reach further, not less far." },
      { value: 4 * down, hint: "that is the step from one window to the next." },
      { value: high + down, hint: "each pixel is that much larger: multiply." },
    ],
  };
}

function overlapQuestion(rng) {
  const [rows, columns] = [rng.whole(3, 6), rng.whole(3, 6)],
    [down, across] = [rng.whole(0, rows - 1), rng.whole(1, columns - 1)];
  const a = [0, 0, rows, columns],
    b = [down, across, rows + down, columns + across],
    common = sharedArea(a, b),
    area = areaOf(a);
  const words = ([top, left, bottom, right]) => `top ${top}, left ${left}, bottom ${bottom}, right ${right}`;
  return {
    hides: "overlap",
    decimals: 2,
    answer: overlapOf(a, b),
    text: `Box A: ${words(a)}. Box B: ${words(b)}. What is their intersection over union (2 decimals)?`,
    because: `${counted(common, "pixel")} in common, of ${2 * area} ${MINUS} ${common} = ${2 * area - common} that are in one or both.`,
    mistakes: [
      { value: common / area, hint: "that is a share of one box; divide by what both cover together." },
      { value: common / (2 * area), hint: "what both share is then counted twice: take it off once." },
      { value: common, hint: "those are the pixels in common; divide by those that either covers." },
      { value: 1 - overlapOf(a, b), hint: "that is the part that they do not share." },
    ],
  };
}

function mapSizeQuestion(rng, { level, window, stride, scale, shape }) {
  const high = Math.round(shape[0] / level.down),
    [side] = window,
    [step] = stride,
    answer = level.rows;
  return {
    hides: "map",
    answer,
    text: `At scale ${scale} the photograph is ${high} pixels high. A window of ${side} moves ${step} pixels at a time: how many rows has its score map?`,
    because: `\u230a(${high} ${MINUS} ${side}) / ${step}\u230b + 1 = ${answer}.`,
    mistakes: [
      { value: answer - 1, hint: "those are the jumps; the first window stands before any: + 1." },
      { value: Math.floor(high / step), hint: "the last windows would hang over the edge." },
      { value: high - side + 1, hint: `that is for a step of 1; it moves ${step}.` },
      { value: high, hint: "a window fits only where it does not hang over the edge, and it jumps." },
    ],
  };
}

// The next question is about another threshold, with so few windows above it that they can be followed.
function varyDetector(rng, { ranked, maps }) {
  const rank = rng.whole(3, Math.min(24, ranked.length - 2)),
    threshold = Math.floor(10 * ranked[rank].score) / 10;
  return {
    threshold,
    overlap: rng.pick([0.1, 0.3, 0.5]),
    scale: rng.whole(0, Math.min(6, maps.length - 1)),
    step: 1000,
  };
}

const DETECTOR_QUIZ = {
  questions: [keptBoxesQuestion, faceSizeQuestion, overlapQuestion, mapSizeQuestion],
  vary: varyDetector,
};
