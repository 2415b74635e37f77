// A recording as film.py hands it over: numbers, and pictures of 8 bits with the scale of each.

function readFilm(words, numbers, pictures) {
  if (!words.arrays) return null;
  const all = new Float32Array(numbers.buffer.slice(numbers.byteOffset, numbers.byteOffset + numbers.byteLength));
  const bytes = new Int8Array(pictures.buffer, pictures.byteOffset, pictures.byteLength);
  const size = (shape) => shape.reduce((product, n) => product * n, 1);
  const array = (name) => {
    const found = words.arrays[name];
    return found ? { shape: found.shape, values: all.subarray(found.at, found.at + size(found.shape)) } : null;
  };
  // The tiles of a layer's part at a snapshot: whole numbers of -127 to 127, the scale of each tile, their shape.
  const tiles = (layer, part, snapshot) => {
    const found = words.arrays[`${layer}/${part}`];
    if (!found) return null;
    const [, count, rows, columns, channels] = found.shape,
      each = count * rows * columns * channels,
      at = found.at + snapshot * each;
    return {
      count,
      rows,
      columns,
      channels,
      pixels: bytes.subarray(at, at + each),
      scale: array(`${layer}/${part}/scale`).values.subarray(snapshot * count, (snapshot + 1) * count),
    };
  };
  const snapshotAt = (step) =>
    Math.max(
      0,
      words.snapshots.findLastIndex((k) => k <= step),
    );
  const row = (name, k) => {
    const { shape, values } = array(name),
      n = size(shape.slice(1));
    return values.subarray(k * n, (k + 1) * n);
  };
  return { ...words, array, tiles, snapshotAt, row };
}

// The loss or accuracy as it is drawn: means over as many batches as a pixel or two is wide, and each epoch's validation.
function filmCurves(film, name, tested, words, colour) {
  const values = film.array(name).values,
    width = Math.max(1, Math.round(values.length / 200)),
    xs = [],
    ys = [];
  for (let k = 0; k < values.length; k += width) {
    const part = values.subarray(k, k + width);
    xs.push(k + (part.length - 1) / 2);
    ys.push(part.reduce((sum, v) => sum + v, 0) / part.length);
  }
  const epochs = film.array("epochs"),
    n = epochs.shape[0],
    column = (c) => Array.from({ length: n }, (_, k) => epochs.values[k * 6 + c]);
  const held = { name: `validation${words}`, xs: column(0), ys: column(tested), colour, dash: "dashed" };
  return [
    { name: `${width > 1 ? `mean of ${width} batches` : "batch"}${words}`, xs, ys, colour },
    ...(held.ys.some(Number.isFinite) ? [held] : []),
  ];
}

// The colour of a tile's pixel: grey or true colour around 0 for filters, blue to orange for gradients, black up for maps.
function tileColour(tiles, part, shared) {
  const { rows, columns, channels, pixels, scale } = tiles,
    most = Math.max(...scale) || 1,
    signed = signedScale(127);
  return (k, r, q) => {
    const at = ((k * rows + r) * columns + q) * channels,
      strength = shared ? scale[k] / most : 1;
    if (part === "gradients") return signed(strength * pixels[at]);
    const grey = (c) =>
      Math.round(part === "filters" ? 127.5 + strength * pixels[at + c] : 2 * Math.max(0, strength * pixels[at + c]));
    return channels === 3 ? [grey(0), grey(1), grey(2)] : [grey(0), grey(0), grey(0)];
  };
}
