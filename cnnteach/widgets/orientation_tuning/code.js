// OrientationTuning's state as Python that prints the same answers: with cnnteach.stimuli, and with Keras's layers.

function tuningCode(get, { own, cell }) {
  const words = {
    bar: ["orientation", "width", "drift"],
    spot: ["orientation", "width", "drift"],
    grating: ["orientation", "wavelength", "drift"],
    light: [],
  }[get("stimulus")];
  const given = words.map((name) => `, ${name}=${get(name)}`).join(""),
    gaborCode = (phase) =>
      `stimuli.gabor(${KERNEL_SIDE}, orientation=${get("prefers")}, wavelength=${get("cell_wavelength")}, phase=${phase})`;
  const middle = (FIELD_SIZE - KERNEL_SIDE) / 2,
    [first, last] = [middle - cell.reach, middle + cell.reach + 1];
  const energy = [
    `inner = image[${middle}:${middle + KERNEL_SIDE}, ${middle}:${middle + KERNEL_SIDE}]`,
    `complex_ = stimuli.energy(inner, kernel, ${gaborCode(get("phase") + 90)})`,
  ];
  const keras = [
    ...[
      "",
      "import keras",
      "",
      `layer = keras.layers.Conv2D(1, ${KERNEL_SIDE}, activation="relu", use_bias=False)`,
      `layer.build((None, ${FIELD_SIZE}, ${FIELD_SIZE}, 1))`,
    ],
    ...[
      "layer.set_weights([kernel[:, :, None, None]])",
      "maps = keras.ops.convert_to_numpy(layer(image[None, :, :, None]))",
    ],
    `print(maps[0, ${middle}, ${middle}, 0].round(3), maps[0, ${first}:${last}, ${first}:${last}, 0].max().round(3))`,
  ];
  return [
    ...["from cnnteach import stimuli", "", `image = stimuli.${get("stimulus")}(${FIELD_SIZE}${given})`],
    own ? "kernel = cells.kernel  # cells: your OrientationTuning" : `kernel = ${gaborCode(get("phase"))}`,
    "simple = stimuli.simple_cells(image, kernel)",
    ...(cell.pooling === "energy" ? energy : [`complex_ = stimuli.complex_cell(simple, ${cell.reach})`]),
    `print(simple[${middle}, ${middle}].round(3), round(complex_, 3))`,
    ...(cell.pooling === "energy" ? [] : keras),
    "",
  ].join("\n");
}
