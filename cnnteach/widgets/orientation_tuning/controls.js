// The controls of OrientationTuning: the light, the simple cell, the complex cell; sizes in pixels, turns in degrees.

const FIELD_SIZE = 33,
  KERNEL_SIDE = 17,
  TURN = 5,
  DRIFTS = 12;
const KINDS_OF_STIMULUS = [
  ["bar", "bar"],
  ["grating", "grating"],
  ["spot", "spot of light"],
  ["light", "plain light"],
];

function tuningControls(ex) {
  const { get, change } = ex;
  const dial = (name, label, min, max, each = 1, unit = "", says = label) => {
    const row = slider({ name, label, says, min: min / each, max: max / each }, (v) => change({ [name]: v * each }));
    return { ...row, show: (limits) => row.show(get(name) / each, `${fixed(get(name), 0)}${unit}`, limits) };
  };
  const stimulus = choice({ name: "stimulus", label: "show", options: KINDS_OF_STIMULUS }, (v) =>
    change({ stimulus: v }),
  );
  const dials = {
    orientation: dial("orientation", "orientation", 0, 175, TURN, "\u00b0"),
    width: dial("width", "width", 1, 12),
    wavelength: dial("wavelength", "wavelength", 4, 20, 1, "", "wavelength of the grating"),
    drift: dial("drift", "drift", -DRIFTS, DRIFTS),
  };
  const cell = {
    prefers: dial("prefers", "prefers", 0, 175, TURN, "\u00b0", "orientation that the cell prefers"),
    cell_wavelength: dial("cell_wavelength", "wavelength", 4, 20, 1, "", "wavelength of the filter"),
    phase: dial("phase", "phase", 0, 345, 15, "\u00b0"),
  };
  const filter = dial("filter", "filter", 0, 1),
    pooling = choice(
      {
        name: "pooling",
        label: "pools",
        options: [
          ["max", "maximum"],
          ["energy", "energy of a pair"],
        ],
      },
      (v) => change({ pooling: v }),
    ),
    reach = dial("reach", "reach", 0, 8);
  const cells = group("Simple cell", cell.prefers.row, cell.cell_wavelength.row, cell.phase.row, filter.row);
  const element = h(
    "div",
    { class: "cn-controls" },
    group("Light", h("div", { class: "cn-line" }, stimulus.row), ...Object.values(dials).map(({ row }) => row)),
    cells,
    group("Complex cell", h("div", { class: "cn-line" }, pooling.row), reach.row),
  );
  const show = (asked) => {
    const kind = get("stimulus"),
      [count] = get("_filters_shape");
    stimulus.show(kind);
    for (const each of [...Object.values(dials), ...Object.values(cell), reach]) each.show();
    dials.width.row.hidden = kind !== "bar" && kind !== "spot";
    dials.wavelength.row.hidden = kind !== "grating";
    dials.orientation.row.hidden = dials.drift.row.hidden = kind === "light";
    for (const each of Object.values(cell)) each.row.hidden = count > 0 || asked;
    filter.row.hidden = count === 0;
    if (count) filter.show({ max: count - 1 });
    pooling.show(count ? "max" : get("pooling"));
    setProperty(pooling.select, "disabled", count > 0);
    reach.row.hidden = !count && get("pooling") === "energy";
  };
  return { element, show };
}
