// The boxes above the threshold as Python that keeps the same of them.
function detectorCode({ above, overlap }) {
  const list = (rows) => rows.map((row) => `    ${row},`).join("\n"),
    some = above.slice(0, 200);
  return [
    "from cnnteach.tasks import non_maximum_suppression",
    "",
    `boxes = [  # top, left, bottom, right${above.length > some.length ? `: the best ${some.length}` : ""}`,
    list(some.map(({ box }) => `(${box.map((v) => literal(v)).join(", ")})`)),
    "]",
    `scores = [${some.map(({ score }) => literal(score)).join(", ")}]`,
    `print(non_maximum_suppression(boxes, scores, overlap=${literal(overlap)}))  # the places of those that are kept`,
  ].join("\n");
}
