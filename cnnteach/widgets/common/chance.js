// Chance that Python and JavaScript draw alike (chance.py): each number follows from its place alone.

function mixed(word) {
  word ^= word >>> 16;
  word = Math.imul(word, 0x7feb352d);
  word ^= word >>> 15;
  word = Math.imul(word, 0x846ca68b);
  return (word ^ (word >>> 16)) >>> 0;
}

// The numbers of one stream: a function of the place.
function drawsOf(seed, stream) {
  const key = mixed(Math.imul(seed, 0x9e3779b1) + stream + 1);
  return (index) => (mixed(Math.imul(index, 0x9e3779b1) + key) + 0.5) / 2 ** 32;
}

const uniform = (seed, stream, index) => drawsOf(seed, stream)(index);

const normal = (seed, stream, index) =>
  Math.sqrt(-2 * Math.log(uniform(seed, stream, 2 * index))) *
  Math.cos(2 * Math.PI * uniform(seed, stream, 2 * index + 1));
