// Notes below a picture: each [what a quiz may hide it by, title, text].
function noteList(quiz) {
  const element = h("dl", { class: "cn-notes" });
  const show = (notes) =>
    renew(
      element,
      ...notes.map(([about, title, text]) => {
        const hidden = quiz.hides(about);
        return h("div", {}, h("dt", {}, hidden ? "?" : title), h("dd", {}, hidden ? "First your prediction." : text));
      }),
    );
  return { element, show };
}
