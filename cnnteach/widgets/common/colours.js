// The colours of numbers, in the light theme and in the dark one.

const PALETTE = {
  light: {
    line: "#ffffff",
    text: "#14171a",
    mark: "#c2410c",
    halo: "#ffffff",
    pad: "#eef0f2",
    padText: "#5b6269",
    hatch: "#8a9199",
    low: [33, 102, 172],
    zero: [247, 247, 247],
    high: [217, 95, 14],
  },
  dark: {
    line: "#1b1e22",
    text: "#f2f4f6",
    mark: "#ffb454",
    halo: "#101214",
    pad: "#2b2f35",
    padText: "#a7afb8",
    hatch: "#818a94",
    low: [66, 146, 198],
    zero: [38, 41, 46],
    high: [230, 110, 30],
  },
};
const palette = () => (isDark() ? PALETTE.dark : PALETTE.light);
const mix = (a, b, t) => a.map((v, k) => Math.round(v + (b[k] - v) * t));

// Grey for pixels; blue - plain - orange for numbers that have a sign.
const GREYS = Array.from({ length: 256 }, (_, v) => [v, v, v]);
const greyScale = (low, high) => (v) =>
  GREYS[Math.round(255 * Math.min(1, Math.max(0, (v - low) / (high - low || 1)))) | 0];
function signedScale(largest) {
  const { low, zero, high } = palette();
  return (v) => mix(zero, v < 0 ? low : high, Math.min(1, Math.abs(v) / (largest || 1)));
}
// Black or white, whichever stands out more: always 4.5 to 1 and above (WCAG 2.2, relative luminance).
const linear = (v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
const inkOn = ([r, g, b]) =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? "#000000" : "#ffffff";
