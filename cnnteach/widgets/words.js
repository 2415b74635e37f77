// Small words that several widgets say.

const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
// Where cell k of a grid with this many columns is.
const placeText = (k, columns) => `row ${Math.floor(k / columns)}, column ${k % columns}`;
