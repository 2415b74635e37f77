// How large the cells of ConvExplorer's grids are.

const CAPTION = 7; // letters' heights: the width of "kernel 0, channel 0"

// The largest cells with which input, kernel and output stand side by side, or below each other on a narrow page.
// Output cells grow where there is room, since their numbers are what one came to read.
function zoomsFor(root, g) {
  const { rem, width: whole } = roomOf(root),
    width = Math.max(200, whole - 8 * rem),
    row = width + 5 * rem;
  const maps = g.filters > 3 ? 2 : 1,
    gaps = (maps - 1) * 0.7 * rem,
    most = 2.6 * rem;
  const high = Math.floor(Math.min(most, ((g.channels > 1 ? 48 : 27) * rem) / (g.channels * g.padded[0])));
  const kernel = (cell) => Math.max(cell, Math.min(28, Math.floor((cell * 9) / g.kernels[1])));
  const middle = (cell) => Math.max(kernel(cell) * g.kernels[1], g.channels > 1 ? CAPTION * rem : 0);
  let cell = Math.max(4, high);
  while (cell > 4 && cell * (g.padded[1] + g.out[1] * maps) + middle(cell) + gaps > width) cell--;
  const narrow = cell < Math.min(high, 1.2 * rem);
  if (narrow) cell = Math.max(4, Math.min(high, Math.floor(row / g.padded[1])));
  const room = (narrow ? row : width - cell * g.padded[1] - middle(cell)) - gaps;
  const tall = (cell * g.padded[0] * g.channels) / (g.out[0] * Math.ceil(g.filters / maps));
  const output = Math.floor(
    Math.min(most, room / (maps * g.out[1]), Math.max(tall, (cell * Math.max(...g.padded)) / Math.max(...g.out))),
  );
  root.classList.toggle("cn-narrow", narrow);
  root.style.setProperty("--cn-maps", maps);
  return { input: cell, kernel: kernel(cell), output: Math.max(narrow ? 4 : cell, output) };
}
