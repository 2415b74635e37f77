// The controls of SharingDial: the dial, the window, the picture, its size and a shift.

function dialControls(ex) {
  const { get, change } = ex,
    meaning = h("p", { class: "cn-rule" });
  const dial = slider({ name: "sharing", label: "layer", min: 0, max: STOPS.length - 1 }, (v) =>
    change({ sharing: STOPS[v] }),
  );
  const kernel = slider(
    { name: "kernel", label: "window", min: 1, max: 5, title: "rows and columns that an output sees" },
    (v) => change({ kernel: v }),
  );
  const image = pictureChoice(ex),
    size = sizeSliders(ex, TABLE_SIDE),
    shift = shiftButtons(ex, 2);
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Dial", dial.row, meaning, kernel.row),
    group("Input", h("div", { class: "cn-line" }, image.row), ...size.rows, shift.row),
  );
  const show = ({ s, g }) => {
    dial.show(STOPS.indexOf(s.sharing), STOP_TEXT[s.sharing]);
    setText(meaning, STOP_MEANING[s.sharing]);
    kernel.show(Math.max(...g.kernels), g.kernels[0] === g.kernels[1] ? String(g.kernels[0]) : g.kernels.join(", "));
    image.show(get("image"));
    size.show();
    shift.show();
  };
  return { element, show };
}
