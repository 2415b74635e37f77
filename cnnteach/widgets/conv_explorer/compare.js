// The badge: how far the gradients on the screen are from Keras's own, which Python asks Keras for.

function kerasBadge(ex) {
  const { model } = ex;
  const said = h("span", { class: "cn-badge", role: "status" }, hasPython(model) ? "" : "no kernel here to ask Keras");
  const compare = button(
    "keras",
    "Compare with Keras",
    "the largest difference from Keras's own gradients",
    async () => {
      const { now } = ex;
      setText(said, "waiting for Keras");
      const { answer, error } = await ask(model, "keras");
      if (now !== ex.now) return;
      const { g, back } = now,
        [[top], [left]] = g.pads;
      if (error) return setText(said, /No module named/.test(error) ? "Keras is not installed here" : error);
      const inner = Array.from(answer[0], (_, k) => {
        const c = k % g.channels,
          q = Math.floor(k / g.channels) % g.sizes[1],
          r = Math.floor(k / g.channels / g.sizes[1]);
        return back.dx[((r + top) * g.padded[1] + q + left) * g.channels + c];
      });
      const ours = [inner, back.dw, back.db],
        most = Math.max(...ours.map((values, k) => largestOf(Array.from(values, (v, n) => v - answer[k][n]))));
      const largest = Math.max(...ours.map((values) => largestOf(values))),
        same = most <= 1e-5 * Math.max(1, largest); // float32, added up
      setText(
        said,
        `${same ? "\u2713 as Keras's" : "\u2717 not as Keras's"}: off by at most ` +
          `${most === 0 ? "0" : most.toExponential(1)}, where the largest is ${weightText(largest)}`,
      );
    },
  );
  compare.hidden = !hasPython(model);
  return {
    row: h("span", { class: "cn-line" }, compare, said),
    forget: () => {
      if (hasPython(model)) setText(said, "");
    },
  };
}
