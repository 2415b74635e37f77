// What excites the chosen unit most: patches of the samples, the part of each that counts, and a picture of its own.

function stripOf(title, view, [count, rows, columns], words) {
  if (!count || !view.byteLength) return [];
  const zoom = Math.max(1, Math.floor(Math.min(72 / rows, 72 / columns))),
    size = rows * columns * 4,
    pixels = bytesOf(view);
  const pictures = Array.from({ length: count }, (_, k) =>
    pixelPicture({
      pixels: pixels.subarray(k * size, (k + 1) * size),
      rows,
      columns,
      zoom,
      words: words[k] ?? "",
      label: `${title}, ${k}`,
    }),
  );
  return [h("section", { "aria-label": title }, h("h4", {}, title), h("div", { class: "cn-strip" }, ...pictures))];
}

const PICTURES = ["_pictures", "_traced", "_excited"];

function evidenceOfUnit({ model, get, change, map, isOfMap }) {
  const strips = h("div", { class: "cn-evidence" });
  const more = button(
    "maximise",
    "Draw what excites it most",
    "start from noise, and climb: takes Python some seconds",
    () => change({ wanted: map() }),
  );
  const hasChanged = changes();
  const last = h("div", { class: "cn-line" }, more);
  const paint = () => {
    const found = get("evidence"),
      values = (found.values ?? []).map((v) => fixed(v, 2));
    last.hidden = !found.can_maximise || !hasPython(model);
    strips.hidden = !isOfMap(found.of);
    if (strips.hidden || !hasChanged([found, ...PICTURES.map(get)])) return;
    strips.replaceChildren(
      ...stripOf("what excites it most", get("_pictures"), found.shape, values),
      ...stripOf("the part of each that counts: back to the pixels", get("_traced"), found.shape, values),
      ...stripOf("its own picture", get("_excited"), found.excited ?? [0, 0, 0], [""]),
      ...(found.said ? [h("p", {}, found.said)] : []),
    );
  };
  return { elements: [strips, last], paint };
}
