// A stack as Keras code that builds it.

const kerasPair = ([rows, columns]) => (rows === columns ? String(rows) : `(${rows}, ${columns})`);

// Keras knows "valid" and "same"; other padding is zeros around what comes in. After a ReLU they never win a max pooling.
function paddedLines({ padding }, x) {
  if (typeof padding === "string") return { word: padding, lines: [] };
  const [rows, columns] = pair(padding).map(pair);
  if (!isPadded(padding)) return { word: "valid", lines: [] };
  return {
    word: "valid",
    lines: [`${x} = layers.ZeroPadding2D(((${rows.join(", ")}), (${columns.join(", ")})))(${x})`],
  };
}

const calls = (name, words) => `layers.${name}(${words.filter(Boolean).join(", ")})`;
const unless = (usual, value, text) => (value === usual ? "" : text);

const LAYER_CODE = {
  conv: (row, x) => {
    const { word, lines } = paddedLines(row, x),
      after = row.norm ? "none" : row.activation;
    const call = calls("Conv2D", [
      row.filters,
      kerasPair(row.kernel),
      unless("1", kerasPair(row.stride), `strides=${kerasPair(row.stride)}`),
      unless("valid", word, `padding="${word}"`),
      unless(1, row.groups, `groups=${row.groups}`),
      unless(true, row.bias, "use_bias=False"),
      unless("none", after, `activation="${after}"`),
    ]);
    const behind = row.norm
      ? [
          `${x} = layers.BatchNormalization()(${x})`,
          ...(row.activation === "none" ? [] : [`${x} = layers.Activation("${row.activation}")(${x})`]),
        ]
      : [];
    return [...lines, `${x} = ${call}(${x})`, ...behind];
  },
  pool: (name) => (row, x) => {
    const { word, lines } = paddedLines(row, x);
    return [
      ...lines,
      `${x} = ${calls(name, [kerasPair(row.kernel), `strides=${kerasPair(row.stride)}`, unless("valid", word, `padding="${word}"`)])}(${x})`,
    ];
  },
  dense: (row, x) => [
    `${x} = ${calls("Dense", [row.units, unless("none", row.activation, `activation="${row.activation}"`)])}(${x})`,
  ],
  flatten: (row, x) => [`${x} = layers.Flatten()(${x})`],
  global_pool: (row, x) => [`${x} = layers.GlobalAveragePooling2D()(${x})`],
};
Object.assign(LAYER_CODE, {
  max_pool: LAYER_CODE.pool("MaxPooling2D"),
  average_pool: LAYER_CODE.pool("AveragePooling2D"),
});

function blockCode(row, x) {
  const used = row.skip ? row.branches : row.branches.slice(0, 1),
    names = used.map((_, k) => `${x}${k}`),
    loop = row.repeat > 1;
  const branches = used.flatMap((branch, k) => [`${names[k]} = ${x}`, ...linesOf(branch, names[k])]);
  const joined =
    used.length === 1 ? names[0] : `layers.${row.join === "add" ? "Add" : "Concatenate"}()([${names.join(", ")}])`;
  const after = row.activation === "none" ? [] : [`${x} = layers.Activation("${row.activation}")(${x})`];
  const lines = [...branches, `${x} = ${joined}`, ...after];
  return loop
    ? [`for _ in range(${row.repeat}):  # ${row.name}`, ...lines.map((line) => `    ${line}`)]
    : [`# ${row.name}`, ...lines];
}

const linesOf = (stack, x) => stack.flatMap((row) => (row.kind === "block" ? blockCode : LAYER_CODE[row.kind])(row, x));

const stackCode = (stack, image) =>
  [
    "import keras",
    "from keras import layers",
    "",
    `x = image = keras.Input((${image.join(", ")}))`,
    ...linesOf(stack, "x"),
    "model = keras.Model(image, x)",
    "model.summary()",
  ].join("\n");
