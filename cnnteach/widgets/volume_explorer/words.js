// What VolumeExplorer says: the sizes, what each filter reaches, what is to be learned, and one unit.

const sizeText = ({ rows, columns, depth }) => `${rows}\u00d7${columns}\u00d7${depth}`;
const filterText = ({ g }) => `${g.kernels[0]}\u00d7${g.kernels[1]}\u00d7${g.depth}`;
const weightCount = ({ g }) => g.kernels[0] * g.kernels[1] * g.depth;
const learned = (layer) => (weightCount(layer) + 1) * layer.g.filters;

const CHANNELS = ["red", "green", "blue"];
const channelName = (now, layer, c, isPicture) =>
  layer === 0 ? (isPicture && now.input.depth === 3 ? CHANNELS[c] : `channel ${c}`) : `map ${c}`;

const volumeNames = (volumes) =>
  volumes.map((v, k) => [["input", "maps of layer 1", "maps of layer 2"][k], sizeText(v)]);
const stepTexts = (layers) => layers.map((layer) => [counted(layer.g.filters, "filter"), filterText(layer)]);

function problemText({ layers, lost }) {
  const { g } = layers[lost];
  return (
    `No output: the filters of layer ${lost + 1} are ${g.kernels[0]} high and wide, and what they slide over only ${Math.min(...g.padded)}. ` +
    "Make them smaller, or the stride before them."
  );
}

// Each as [what a quiz may hide it by, title, text].
function volumeNotes(now) {
  const { layers, volumes } = now,
    [first, second] = layers,
    [g, f] = [first.g, first.g.filters],
    maps = volumes.at(-1);
  const notes = [
    [
      "depth",
      `Through the full depth: ${filterText(first)}`,
      `Each filter of layer 1 is as deep as its input, ${counted(g.depth, "channel")}: ` +
        `${g.kernels[0]} \u00b7 ${g.kernels[1]} \u00b7 ${g.depth} = ${weightCount(first)} weights and one bias make one number.`,
    ],
    [
      "shape",
      `One map a filter: ${sizeText(volumes[1])}`,
      `Rows and columns: ${formulaText(g, 0)}. ${counted(f, "filter")} ${f === 1 ? "gives 1 map" : `give ${f} maps, which are stacked`}.`,
    ],
    [
      "count",
      "To be learned",
      layers
        .map(
          (layer, k) =>
            `Layer ${k + 1}: (${weightCount(layer)} + 1) \u00b7 ${layer.g.filters} = ${whole(learned(layer))}.`,
        )
        .join(" "),
    ],
  ];
  if (!second) return notes;
  const [k, F] = [second.g.kernels[0], second.g.filters];
  const dense =
    "Layer 2 is 1\u00d71: it looks at no neighbours. At each place the column of " +
    `${counted(f, "number")} meets a ${f}\u00d7${F} matrix: a dense layer, the same everywhere.`;
  const deep =
    `The stack of ${counted(f, "map")} is the input of layer 2. So its filters are ${f} deep, whatever ` +
    `the ${counted(g.depth, "channel")} of the picture.`;
  return [
    ...notes,
    [
      "next",
      k === 1
        ? `1\u00d71: ${counted(f, "map")} ${f === 1 ? "becomes" : "become"} ${F}`
        : `The next input: ${sizeText(volumes[1])}`,
      `${k === 1 ? dense : deep} Out come ${sizeText(maps)}.`,
    ],
  ];
}

function unitText(now, unit, about, isPicture) {
  const { layer, row, column, filter } = unit,
    { g, sum, decimals, channels } = about,
    [a, b] = [g.kernels[0], g.depth],
    count = a * a * b;
  const value =
    now.relu && layer === 0 && sum < 0 ? `${fixed(sum, decimals)}, which the ReLU makes 0` : fixed(sum, decimals);
  const many = isPicture && layer === 0 && b === 3 ? "red, green and blue" : `${b} ${layer ? "maps" : "channels"}`;
  const parts = channels.length > 1 ? `, ${a * a} from each of ${many},` : "";
  return `Layer ${layer + 1}, row ${row}, column ${column}, filter ${filter}: ${counted(count, "product")}${parts} and the bias add up to ${value}.`;
}
