// The controls of TextConvExplorer: the sentence, how the filter meets its ends, how many answers are kept, which filter.

function textControls({ get, change }) {
  const field = h("textarea", {
    class: "cn-sentence",
    "data-name": "sentence",
    rows: 2,
    spellcheck: "false",
    "aria-label": "sentence",
    oninput: () => change({ sentence: field.value, place: 0 }),
  });
  const offered = choice(
    {
      name: "examples",
      label: "or take",
      options: [
        ["", "a sentence\u2026"],
        ...get("examples").map((text, n) => [String(n), text.length > 48 ? `${text.slice(0, 47)}\u2026` : text]),
      ],
    },
    (n) => {
      if (n !== "") change({ sentence: get("examples")[Number(n)], place: 0 });
    },
  );
  const k = slider({ name: "k", label: "keep", says: "answers that are kept: k", min: 1, max: 5 }, (value) =>
    change({ k: value }),
  );
  const wide = checkbox(
    {
      name: "wide",
      label: "wide: zeros before and after",
      title: "let the filter begin before the first word and end after the last",
    },
    (on) => change({ wide: on, place: 0 }),
  );
  const filter = slider({ name: "filter", label: "filter", min: 0, max: 0 }, (value) => change({ filter: value }));
  const element = h(
    "div",
    { class: "cn-controls" },
    group("sentence", field, offered.row),
    group("filter", k.row, wide.row, filter.row),
  );
  const show = (now) => {
    if (field.getRootNode().activeElement !== field) setProperty(field, "value", get("sentence"));
    offered.show(String(Math.max(-1, get("examples").indexOf(get("sentence")))).replace("-1", ""));
    wide.show(now.wide);
    k.show(now.k, now.k === 1 ? "the largest" : `the ${now.k} largest`, {
      max: now.answers.length ? Math.min(5, now.answers.length) : 1,
    });
    filter.row.hidden = now.total < 2;
    filter.show(now.filter, `${now.filter} (0 to ${now.total - 1}), over ${now.layer.width} words`, {
      max: now.total - 1,
    });
  };
  return { element, show };
}
