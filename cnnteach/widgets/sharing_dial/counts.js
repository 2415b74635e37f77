// How many weights each kind of layer has: here, and for the large layers that the lectures count.

const LECTURES = [
  ["100\u00d7100, 1,000 units", { image_side: 100, image_channels: 1, units: 1000, filter_side: 10 }],
  ["200\u00d7200, 40,000 units", { image_side: 200, image_channels: 1, units: 40000, filter_side: 10 }],
  ["200\u00d7200 in colour", { image_side: 200, image_channels: 3, units: 40000, filter_side: 10 }],
];
const COUNT_FIELDS = [
  ["image_side", "image side", 1000],
  ["image_channels", "channels", 3],
  ["units", "units", 100000],
  ["filter_side", "filter side", 100],
];

function largerCounts(get) {
  const depth = get("image_channels");
  return layerCounts(get("image_side") ** 2 * depth, get("units"), get("filter_side") ** 2 * depth);
}

function countsTable({ get, change }) {
  const cell = () => h("td"),
    here = STOPS.map(cell),
    larger = STOPS.map(cell);
  const heads = STOPS.map((stop) => h("th", { scope: "col" }, STOP_TEXT[stop])),
    about = h("th", { scope: "row" }),
    wide = h("th", { scope: "row" });
  const table = h(
    "table",
    { class: "cn-counts" },
    h("caption", {}, "Weights, biases not counted"),
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, h("tr", {}, about, ...here), h("tr", {}, wide, ...larger)),
  );
  const within = (most, value) => Math.max(1, Math.min(most, Math.round(value)));
  const fields = COUNT_FIELDS.map(([name, label, most]) => {
    const field = numberField({ name, says: label }, (value) => {
      change({ [name]: within(most, value) });
      field.show(String(get(name)));
    });
    return { name, field, row: h("label", { class: "cn-choice" }, h("span", {}, label), field.row) };
  });
  const buttons = LECTURES.map(([text, values], k) =>
    button(`lecture-${k}`, text, `count as the lectures do: ${text}, filters of 10\u00d710`, () => change(values)),
  );
  const element = h(
    "div",
    { class: "cn-count" },
    table,
    h("div", { class: "cn-line" }, ...fields.map(({ row }) => row)),
    h("div", { class: "cn-line" }, h("span", {}, "As in the lectures:"), ...buttons),
  );

  const show = ({ g, s }, hidden) => {
    const [pixels, outputs, window] = [g.sizes, g.out, g.kernels].map(([a, b]) => a * b),
      large = largerCounts(get);
    const small = layerCounts(pixels, g.fits ? outputs : 0, window);
    setText(
      about,
      `here: ${counted(pixels, "pixel")}, ${counted(g.fits ? outputs : 0, "output")}, windows of ${window}`,
    );
    setText(
      wide,
      `${get("image_side")}\u00d7${get("image_side")}${get("image_channels") > 1 ? `\u00d7${get("image_channels")}` : ""} pixels, ` +
        `${whole(get("units"))} units, filters of ${get("filter_side")}\u00d7${get("filter_side")}`,
    );
    STOPS.forEach((stop, k) => {
      setText(here[k], hidden ? "?" : whole(small[stop]));
      setText(larger[k], hidden ? "?" : [whole(large[stop]), powerText(large[stop])].filter(Boolean).join(" = "));
      for (const part of [heads[k], here[k], larger[k]]) part.classList.toggle("cn-chosen", stop === s.sharing);
    });
    fields.forEach(({ name, field }) => field.show(String(get(name))));
  };
  return { element, show };
}
