// The editor of NetworkDesigner: what the selected layer can be, at one click or number by number.

const PADDINGS = [
  ["valid", "none (valid)"],
  ["same", "same"],
  ["1", "1"],
  ["2", "2"],
  ["3", "3"],
];
const MOST_FILTERS = 8192;

function designerEditor({ get, change, counts }) {
  const title = h("legend"),
    dials = h("div", { class: "cn-dials" }),
    offers = h("div", { class: "cn-offers", tabindex: "-1" });
  const stack = () => get("stack"),
    path = () => selectedPath(stack(), get("selected")),
    set = (words) => change({ stack: replaced(stack(), path(), [{ ...rowAt(stack(), path()), ...words }]) });
  const count = (name, label, word, most) => {
    const put = (value) => set({ [word]: Math.max(1, Math.min(most, Math.round(value))) });
    const field = numberField({ name, says: label }, put);
    const times2 = button(`${name}-double`, "\u00d72", `double the ${label}`, () =>
      put(rowAt(stack(), path())[word] * 2),
    );
    const half = button(`${name}-half`, "\u00f72", `halve the ${label}`, () => put(rowAt(stack(), path())[word] / 2));
    return {
      row: h("label", { class: "cn-choice" }, h("span", {}, label), field.row, half, times2),
      show: (row) => field.show(String(row[word])),
    };
  };
  const kernel = slider({ name: "kernel", label: "kernel", min: 1, max: 11 }, (k) => set({ kernel: [k, k] }));
  const stride = slider({ name: "stride", label: "stride", min: 1, max: 4 }, (k) => set({ stride: [k, k] }));
  const padding = choice({ name: "padding", label: "padding", options: PADDINGS }, (value) =>
    set({ padding: Number.isInteger(Number(value)) ? Number(value) : value }),
  );
  const filters = count("filters", "filters", "filters", MOST_FILTERS),
    units = count("units", "units", "units", 65536),
    groups = count("groups", "groups", "groups", MOST_FILTERS);
  const bias = checkbox({ name: "bias", label: "bias" }, (on) => set({ bias: on }));
  const norm = checkbox({ name: "norm", label: "batch normalisation" }, (on) => set({ norm: on }));
  const repeat = slider({ name: "repeat", label: "repeated", min: 1, max: 50 }, (n) => set({ repeat: n }));
  const skip = checkbox(
    { name: "skip", label: "shortcut", title: "add what comes in to what the block makes of it" },
    (on) => set({ skip: on }),
  );
  const DIALS = {
    kernel: { row: kernel.row, show: (row) => kernel.show(row.kernel[0], times(row.kernel)) },
    stride: { row: stride.row, show: (row) => stride.show(row.stride[0], kerasPair(row.stride)) },
    padding: {
      row: padding.row,
      show: (row) => padding.show(typeof row.padding === "string" ? row.padding : paddingText(row.padding)),
    },
    filters,
    units,
    groups,
    bias: { row: bias.row, show: (row) => bias.show(row.bias) },
    norm: { row: norm.row, show: (row) => norm.show(row.norm) },
    repeat: { row: repeat.row, show: (row) => repeat.show(row.repeat) },
    skip: { row: skip.row, show: (row) => skip.show(row.skip) },
  };
  const FOR = {
    conv: ["kernel", "filters", "stride", "padding", "groups", "bias", "norm"],
    max_pool: ["kernel", "stride", "padding"],
    average_pool: ["kernel", "stride", "padding"],
    dense: ["units"],
    block: ["repeat"],
  };

  const select = (to) => change({ selected: to });
  const put = (rows, to) => change({ stack: rows, selected: to });
  const shift = (by) => {
    const at = path(),
      siblings = at.length === 1 ? stack().length : rowAt(stack(), at.slice(0, -2)).branches[at.at(-2)].length,
      to = at.at(-1) + by;
    if (to >= 0 && to < siblings) put(moved(stack(), at, by), [...at.slice(0, -1), to]);
  };
  const after = (row) =>
    put(
      editedStack(stack(), path(), (list, place) => list.toSpliced(place + 1, 0, row)),
      [...path().slice(0, -1), path().at(-1) + 1],
    );
  const remove = () =>
    put(replaced(stack(), path(), []), path().length > 1 ? path().slice(0, 1) : [Math.max(0, path()[0] - 1)]);
  const kinds = choice(
    { name: "kind", label: "new layer", options: NEW_ROWS.map(([name, text]) => [name, text]) },
    (value) => {
      kind = value;
    },
  );
  let kind = "conv";
  const add = () => {
    const [, , make] = NEW_ROWS.find(([name]) => name === kind),
      shape = counts().rows.find((row) => row.path.join() === path().join())?.shape ?? [];
    after(withFreshNames(make(shape[2] ?? 16), stack()));
  };
  const up = button("up", "\u2191", "move the layer up", () => shift(-1)),
    down = button("down", "\u2193", "move the layer down", () => shift(1));
  const copy = button("copy", "copy", "put a copy behind it", () =>
    after(withFreshNames(rowAt(stack(), path()), stack())),
  );
  const removing = button("remove", "remove", "take the layer out", remove);
  const element = h(
    "fieldset",
    { class: "cn-editor" },
    title,
    dials,
    offers,
    h("div", { class: "cn-line" }, up, down, copy, removing),
    h("div", { class: "cn-line" }, kinds.row, button("add", "add", "put a new layer behind this one", add)),
  );

  // The dials of another kind of layer are other elements; those of the same kind stay, and keep the focus.
  let shown = "";
  const show = (found) => {
    const row = rowAt(stack(), path());
    for (const each of [dials, offers, up, down, copy, removing]) each.hidden = !row;
    if (!row) return setText(title, "empty: add a layer");
    const names = [...(FOR[row.kind] ?? []), ...(row.kind === "block" && row.join === "add" ? ["skip"] : [])];
    setText(title, `${row.name}: ${KINDS[row.kind]}`);
    if (shown !== names.join()) dials.replaceChildren(...names.map((name) => DIALS[name].row));
    shown = names.join();
    names.forEach((name) => DIALS[name].show(row));
    kinds.show(kind);
    removing.disabled = stack().length === 1 && path().length === 1;
    return showOffers(row, found);
  };
  const showOffers = (row, found) => {
    const at = path(),
      before = shapeBefore(stack(), get("image"), found, at),
      focused = offers.querySelector(":focus")?.dataset.name;
    renew(
      offers,
      ...transformations(row, before?.[2]).map(([name, label, rows]) => {
        const next = replaced(stack(), at, rows);
        return h(
          "div",
          { class: "cn-offer" },
          button(`to-${name}`, label, label, () => put(next, at)),
          h("span", { class: "cn-note" }, differenceText(found, countStack(next, get("image")))),
        );
      }),
    );
    if (focused) (offers.querySelector(`[data-name="${focused}"]`) ?? offers).focus();
  };
  return { element, show, select };
}

// The selected row, or the last there is on the way to it.
function selectedPath(stack, [place = 0, branch, inner]) {
  const at = Math.min(place, Math.max(0, stack.length - 1)),
    row = stack[at];
  if (branch === undefined || row?.kind !== "block" || !row.branches[branch]?.length) return [at];
  return [at, branch, Math.min(inner ?? 0, row.branches[branch].length - 1)];
}

// The shape that comes into a row: that of the row before it, or of the block or image around it.
function shapeBefore(stack, image, found, path) {
  const shapeOf = (at) => found.rows.find((row) => row.path.join() === at.join())?.shape,
    place = path.at(-1);
  if (place > 0) return shapeOf([...path.slice(0, -1), place - 1]);
  return path.length > 1 ? shapeBefore(stack, image, found, path.slice(0, -2)) : image;
}
