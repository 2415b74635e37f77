// A field for one number, which says what would be right.

function markInvalid(input, wrong) {
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

// What cannot be a number stays, marked, with what would be right beside it.
function numberField({ name, says }, onNumber) {
  const hint = h("span", { class: "cn-hint", role: "alert" });
  const judge = (number) => {
    markInvalid(input, number === null);
    setText(hint, number === null ? NUMBER_HINT : "");
  };
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    class: "cn-number",
    "data-name": name,
    "aria-label": says,
    onchange: () => {
      const number = parseNumber(input.value);
      judge(number);
      if (number !== null) onNumber(number);
    },
  });
  const show = (text) => {
    if (input.getRootNode().activeElement === input) return;
    input.value = text;
    judge(0);
  };
  return { row: h("span", { class: "cn-with-hint" }, input, hint), input, show };
}
