// What TrainingTimeline says of a recording at a step, of one of its filters, and of what went wrong.

function recordedSentence(ex, film, k) {
  const layer = ex.get("layer"),
    loss = film.array("loss").values,
    rate = film.array("learning_rate").values,
    last = Math.min(k.step, loss.length - 1);
  const kept = [
    ["filters", "its largest weight"],
    ["gradients", "its largest gradient"],
  ]
    .map(([part, text]) => ({ text, tiles: film.tiles(layer, part, k.snapshot) }))
    .filter(({ tiles }) => tiles); // none of a layer without a kernel
  const tile = Math.min(ex.get("tile"), (kept[0]?.tiles.count ?? 1) - 1),
    words = kept.map(({ text, tiles }) => `${text} ${Number(tiles.scale[tile].toPrecision(3))}`);
  return (
    `Step ${k.step} of ${film.steps}: ${k.step < loss.length ? "batch" : "last batch\u2019s"} loss ${lossText(loss[last])}, ` +
    `learning rate ${Number(rate[last].toPrecision(3))}; pictures of step ${film.snapshots[k.snapshot]}.` +
    (words.length ? ` Filter ${tile} of ${layer}: ${words.join(", ")}.` : "")
  );
}

function recordedTrouble(ex, film, k) {
  const maps = film.tiles(ex.get("layer"), "activations", k.snapshot),
    words = [film.stopped && k.step >= film.steps ? `The training ${film.stopped}.` : ""];
  if (maps) {
    const examples = film.labels.length,
      count = maps.count / examples;
    const silent = Array.from({ length: count }, (_, j) => j).filter((j) =>
      Array.from({ length: examples }, (_, e) => maps.scale[e * count + j]).every((v) => v === 0),
    ).length;
    if (silent)
      words.push(
        `${silent} of ${count} maps are 0 for all ${examples} examples (struck out): dead, or looking for something else.`,
      );
  }
  const epochs = film.array("epochs"),
    done = Array.from({ length: epochs.shape[0] }, (_, e) => epochs.values.subarray(e * 6, e * 6 + 6)).filter(
      ([step, , , tested]) => step <= k.step && Number.isFinite(tested),
    );
  const best = done.reduce((low, each) => (each[3] < low[3] ? each : low), done[0]),
    now = done.at(-1);
  if (best && now[3] > 1.1 * best[3] && now[1] < best[1]) words.push(overfitText("validation", best[3], best[0]));
  return words.filter(Boolean).join(" ");
}
