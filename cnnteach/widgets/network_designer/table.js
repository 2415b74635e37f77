// The table of NetworkDesigner: a row a layer; a repeated block is one row, which opens when it is selected.

const COLUMNS = [
  ["output", "output"],
  ["sees", "sees"],
  ["parameters", "parameters"],
  ["connections", "connections"],
  ["neurons", "neurons"],
  ["memory", "KiB of memory"],
];
const KIB = 1024,
  MEMORY_NOTE = "Memory: of what the layers put out for one image, 4 bytes a number. 1 KiB is 1,024 bytes.";

class StackTable {
  constructor({ onSelect }) {
    this.onSelect = onSelect;
    this.body = h("tbody");
    this.foot = h("tfoot");
    this.caption = h("caption", { class: "cn-sr" }, "layers of the network");
    const table = h(
      "div",
      { class: "cn-table", tabindex: "0", role: "region", "aria-label": "layers of the network" },
      h(
        "table",
        {},
        this.caption,
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "layer"),
            ...COLUMNS.map(([name, text]) => h("th", { scope: "col", title: TITLES[name] }, text)),
          ),
        ),
        this.body,
        this.foot,
      ),
    );
    this.element = h("div", {}, table, h("p", { class: "cn-note" }, MEMORY_NOTE));
    this.body.addEventListener("keydown", (event) => this.key(event));
  }

  // hidden: columns that a quiz asks for.
  show({ stack, counts, selected, hidden = () => false }) {
    const rows = visibleRows(stack, selected),
      found = new Map(counts.rows.map((row) => [row.path.join("."), row])),
      problem = counts.problem?.path.join(".");
    const top = rows.filter(({ path }) => path.length === 1).map(({ path }) => found.get(String(path[0]))?.memory ?? 0),
      decimals = counts.totals.memory < 1e6 ? 1 : 0;
    const kib = apportion(
        top.map((bytes) => bytes / KIB),
        decimals,
        counts.totals.memory / KIB,
      ),
      most = { parameters: 1, connections: 1 };
    for (const name of Object.keys(most))
      most[name] = Math.max(
        1,
        ...rows.filter(({ path }) => path.length === 1).map(({ path }) => found.get(String(path[0]))?.[name] ?? 0),
      );
    const focused = this.body.querySelector(":focus")?.dataset.path;
    renew(
      this.body,
      ...rows.map(({ row, path, says }) => {
        const key = path.join("."),
          counted = found.get(key),
          isSelected = key === selected.join(".");
        const memory = path.length === 1 ? kib[path[0]] : fixed((counted?.memory ?? 0) / KIB, decimals);
        return this.row({
          row,
          path,
          says,
          counted,
          isSelected,
          memory,
          most,
          hidden,
          problem: key === problem ? counts.problem.message : "",
        });
      }),
    );
    if (focused !== undefined) this.body.querySelector(`[data-path="${focused}"]`)?.focus();
    const { totals } = counts,
      sums = [
        "",
        "",
        whole(totals.parameters),
        whole(totals.connections),
        whole(totals.neurons),
        grouped(fixed(totals.memory / KIB, decimals)),
      ];
    const fixedText = totals.fixed ? `and ${whole(totals.fixed)} fixed numbers: means and variances` : "";
    renew(
      this.foot,
      h(
        "tr",
        {},
        h("th", { scope: "row" }, counts.problem ? "up to there" : "in all"),
        ...sums.map((text, k) => h("td", {}, text && hidden(COLUMNS[k][0], null) ? "?" : text)),
      ),
      ...(fixedText ? [h("tr", {}, h("td", { colspan: 7, class: "cn-fixed" }, fixedText))] : []),
    );
  }

  row({ row, path, says, counted, isSelected, memory, most, hidden, problem }) {
    const label = h(
      "button",
      {
        type: "button",
        class: "cn-layer",
        "data-path": path.join("."),
        "aria-pressed": String(isSelected),
        title: `${row.name}: ${KINDS[row.kind]}`,
        onclick: () => this.onSelect(path),
      },
      h("b", {}, row.name),
      ` ${rowText(row)}`,
    );
    const head = h(
      "th",
      { scope: "row", class: path.length > 1 ? "cn-inner" : "" },
      ...(says ? [h("span", { class: "cn-says" }, says)] : []),
      label,
    );
    const classes = [isSelected ? "cn-selected" : "", path.length > 1 ? "cn-inside" : "", problem ? "cn-failed" : ""]
      .filter(Boolean)
      .join(" ");
    if (problem)
      return h(
        "tr",
        { class: classes },
        head,
        h("td", { colspan: 6, class: "cn-why", role: "alert" }, `\u2715 ${problem}.`),
      );
    if (!counted?.shape) return h("tr", { class: classes }, head, h("td", { colspan: 6, class: "cn-none" }, "\u2013"));
    const texts = [
      times(counted.shape),
      sidesText(counted.sees),
      whole(counted.parameters),
      whole(counted.connections),
      whole(counted.neurons),
      grouped(memory),
    ];
    return h(
      "tr",
      { class: classes },
      head,
      ...texts.map((text, k) => {
        const name = COLUMNS[k][0],
          asked = hidden(name, path),
          share = !asked && path.length === 1 && most[name] ? counted[name] / most[name] : 0;
        return h(
          "td",
          share ? { class: "cn-share", style: `--cn-share:${(100 * share).toFixed(1)}%` } : {},
          asked ? "?" : text,
        );
      }),
    );
  }

  key(event) {
    const buttons = [...this.body.querySelectorAll(".cn-layer")],
      at = buttons.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons[to]?.focus();
  }
}

const TITLES = {
  output: "rows x columns x channels",
  parameters: "numbers that are learned",
  connections: "multiply-adds for one image; each bias is one",
  neurons: "units that weigh their inputs",
  memory: "memory of the layers' outputs for one image, in float32",
  sees: "receptive field: pixels of the image that a unit sees, in rows and columns",
};

// The rows of the stack, and those of the block that is selected or in which something is selected.
function visibleRows(stack, selected) {
  return stack.flatMap((row, place) => {
    const own = { row, path: [place] };
    if (row.kind !== "block" || selected[0] !== place) return [own];
    return [
      own,
      ...row.branches.flatMap((branch, b) =>
        branch.map((inner, k) => ({
          row: inner,
          path: [place, b, k],
          says: k === 0 && row.branches.length > 1 ? branchName(row, b) : "",
        })),
      ),
    ];
  });
}

const branchName = (row, b) =>
  row.join === "add" ? (["main path", `shortcut${row.skip ? "" : ", off"}`][b] ?? `branch ${b}`) : `branch ${b}`;
