// "Copy as code": the state as Python, copied and shown. `code()` is the text, or nothing where there is none.

function codePanel(code, title = "NumPy and Keras code that prints this output") {
  const text = h("pre", { tabindex: "0", "aria-label": "code" }),
    said = h("span", { role: "status" });
  const panel = h("div", { class: "cn-code", hidden: true }, text);
  const copy = button("code", "Copy as code", title, async () => {
    panel.hidden = false;
    setText(text, code());
    setText(said, (await copyText(code())) ? "copied" : "select the text below and copy it");
  });
  const close = button("close-code", "Hide code", "hide the code", () => {
    panel.hidden = true;
    setText(said, "");
    copy.focus();
  });
  panel.append(close);
  return {
    line: h("span", { class: "cn-line" }, copy, said),
    panel,
    refresh: () => {
      if (!panel.hidden) {
        setText(text, code());
        setText(said, "");
      }
    },
  };
}
