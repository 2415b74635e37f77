// SaliencyLab's state: which pictures and numbers belong to a score and a stage.

const SCORES = [
  ["logit", "the logit"],
  ["probability", "the probability"],
];
const signed = (value, decimals = 2) => fixed(value, decimals);

// The bytes of one picture among (scores, methods, stages), with alpha.
function pictureAt(bytes, number, pixels) {
  const found = new Uint8ClampedArray(4 * pixels).fill(255),
    from = 3 * pixels * number;
  for (let k = 0; k < pixels; k++) for (let c = 0; c < 3; c++) found[4 * k + c] = bytes[from + 3 * k + c];
  return found;
}

function saliencyState(get) {
  const [methods, stages, of, stage] = ["methods", "stages", "of", "stage"].map(get),
    score = SCORES.findIndex(([name]) => name === of);
  const alike = get("alike")[score].map((row) => row[stage]),
    order = methods.map((_, k) => k).sort((a, b) => alike[b] - alike[a]);
  const last = stages[stage],
    sure = get("probabilities")[stage];
  const number = (method) => (score * methods.length + method) * stages.length + stage; // of a method's picture, among all
  return {
    methods,
    stages,
    of,
    stage,
    last,
    alike,
    order,
    sure,
    number,
    named: get("named"),
    inputs: get("inputs"),
    upstream: get("upstream"),
  };
}

const percent = (share) => `${fixed(100 * share, 0)} %`;

function stageSentence({ stage, last, sure, named, methods, alike, order, of }) {
  if (stage === 0)
    return `The network as it learned: ${percent(sure)} for ${named}. These are the maps of the ${of}; shuffle its weights and see which of them mind.`;
  const [most, least] = [order[0], order.at(-1)];
  return (
    `Shuffled from the top down to ${last}, the network gives ${named} ${percent(sure)}. ` +
    `The map of ${methods[most]} is most like what it was (${signed(alike[most])}), that of ${methods[least]} least (${signed(alike[least])}).`
  );
}
