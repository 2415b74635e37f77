// What only Python knows is asked of it; an exported page has no Python, and says so.

// Resolves with { answer } or { error }, once Python has said it.
const ask = (model, name) =>
  new Promise((resolve) => {
    const hear = (said) => {
      if (said?.asked !== name) return;
      model.off("msg:custom", hear);
      resolve(said);
    };
    model.on("msg:custom", hear);
    send(model);
    model.send({ ask: name });
  });

const hasPython = (model) => !model.alone;

// The line that `link()` returns, copied; where that is not allowed, shown to be copied by hand.
function linkButton(model) {
  const said = h("span", { role: "status" }),
    line = h("pre", { class: "cn-linked", tabindex: "0", "aria-label": "link", hidden: true });
  const copy = button("link", "Copy link", "a line of Python that brings another learner to this state", async () => {
    setText(said, "waiting for the kernel");
    const { answer, error } = await ask(model, "link"),
      copied = answer !== undefined && (await copyText(answer));
    setText(said, error ?? (copied ? "copied: run the line in a cell" : "select the line below and copy it"));
    setText(line, answer ?? "");
    line.hidden = copied || error !== undefined;
  });
  return { row: h("span", { class: "cn-line", hidden: !hasPython(model) }, copy, said), line };
}
