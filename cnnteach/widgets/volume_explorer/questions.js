// What VolumeExplorer asks before it shows: depths, shapes, what is to be learned, and what a unit adds up to.
// `now` is what the view computed, with `unit` and `about` it.

function depthQuestion(rng, { layers, volumes, input }) {
  const { g } = layers[0],
    asked = layers.length === 2 ? 1 : 0,
    { g: own } = layers[asked];
  return {
    hides: asked ? "next" : "depth",
    text: asked
      ? `Layer 1 turns ${sizeText(input)} into ${sizeText(volumes[1])}. ` +
        `How deep is each ${own.kernels[0]}\u00d7${own.kernels[0]} filter of layer 2?`
      : `A ${g.kernels[0]}\u00d7${g.kernels[0]} filter slides over an input of ${sizeText(input)}. How many weights has it, without the bias?`,
    answer: asked ? own.depth : weightCount(layers[0]),
    because: asked
      ? `As deep as its input: layer 1 made ${counted(own.depth, "map")}.`
      : `It reaches through the full depth: ${g.kernels[0]} \u00b7 ${g.kernels[0]} \u00b7 ${g.depth}.`,
    mistakes: asked
      ? [
          { value: input.depth, hint: "those are the channels of the picture, which layer 2 never sees." },
          { value: own.filters, hint: "that is how many filters there are, and so how deep the output is." },
          { value: own.kernels[0], hint: "that is how high and wide they are." },
          { value: 1, hint: "a filter reaches through all maps." },
        ]
      : [
          {
            value: g.kernels[0] ** 2,
            hint: "it reaches through the full depth: as many slices as the input has channels.",
          },
          { value: g.kernels[0] * g.depth, hint: "rows times columns times channels." },
          { value: weightCount(layers[0]) * g.filters, hint: "that is all filters together." },
          { value: g.kernels[0] ** 2 * g.filters, hint: "the depth is that of the input, not the number of filters." },
        ],
  };
}

function shapeQuestion(rng, { layers, volumes, input, lost }) {
  if (lost !== undefined) return null;
  const last = layers.length - 1,
    { g } = layers[last],
    before = volumes[last];
  return {
    hides: last ? "next" : "shape",
    text:
      `${counted(g.filters, "filter")} of ${g.kernels[0]}\u00d7${g.kernels[0]}\u00d7${g.depth} ` +
      `${g.filters === 1 ? "slides" : "slide"} over ${sizeText(before)}. How many maps come out?`,
    answer: g.filters,
    because: "One for each filter: it adds up what it finds in all channels.",
    mistakes: [
      { value: g.depth, hint: "the channels are added up; none of them is kept apart." },
      { value: g.filters * g.depth, hint: "a filter adds up its channels, so it gives one map, not one a channel." },
      { value: input.depth, hint: "the depth of the output is up to the filters alone." },
      { value: g.filters + g.depth, hint: "the input's channels are not carried over." },
    ],
  };
}

function countQuestion(rng, { layers }) {
  const k = rng.whole(0, layers.length - 1),
    layer = layers[k],
    { g } = layer,
    K = g.kernels[0];
  return {
    hides: "count",
    text: `Layer ${k + 1} has ${counted(g.filters, "filter")} of ${filterText(layer)}, each with its bias. How many numbers does it learn?`,
    answer: learned(layer),
    because: `(${K} \u00b7 ${K} \u00b7 ${g.depth} + 1) \u00b7 ${g.filters}, wherever the filters stand: they are shared.`,
    mistakes: [
      { value: weightCount(layer) * g.filters, hint: "each filter has a bias, too." },
      { value: weightCount(layer) + 1, hint: `that is one filter; there are ${g.filters}.` },
      { value: (K * K + 1) * g.filters, hint: `each filter is ${g.depth} deep.` },
      { value: (K * K + 1) * g.depth * g.filters, hint: "one bias a filter, not one a channel." },
      { value: learned(layer) * g.out[0] * g.out[1], hint: "the same weights are used at every place." },
    ],
  };
}

function unitQuestion(rng, { unit, about, relu }) {
  if (!about) return null;
  const { channels, bias, sum, decimals, g } = about,
    after = (v) => (relu && unit.layer === 0 ? Math.max(v, 0) : v),
    parts = sum - bias;
  const last = channels[channels.length - 1].partial,
    printed = (v) => Number(after(v).toFixed(decimals));
  return {
    hides: "unit",
    which: [unit.layer, unit.row, unit.column, unit.filter],
    decimals,
    text:
      `The bias of this filter is ${weightText(bias)}. What is the unit in row ${unit.row}, column ` +
      `${unit.column} of map ${unit.filter} of layer ${unit.layer + 1}?`,
    answer: printed(sum),
    because: `What the ${counted(g.depth, "channel")} contribute, added up, and the bias${relu && unit.layer === 0 ? "; then the ReLU" : ""}.`,
    mistakes: [
      { value: printed(parts), hint: "add the bias." },
      { value: printed(parts + g.depth * bias), hint: "the bias is added once, not for each channel." },
      { value: printed(parts / g.depth + bias), hint: "the channels are added up; nobody takes their mean." },
      { value: printed(last + bias), hint: "that is one channel alone; add up all of them." },
      { value: Number(sum.toFixed(decimals)), hint: "the ReLU makes negative numbers 0." },
    ],
  };
}

// The next question is about other filters and another unit; sizes stay as they are.
function varyVolume(rng, now) {
  const { rows, columns } = now.volumes.at(-1);
  return {
    filters: rng.whole(2, DEEPEST),
    selected: [rng.whole(0, rows - 1), rng.whole(0, columns - 1)],
    filter: rng.whole(0, 1),
  };
}

const VOLUME_QUIZ = { questions: [shapeQuestion, depthQuestion, unitQuestion, countQuestion], vary: varyVolume };
