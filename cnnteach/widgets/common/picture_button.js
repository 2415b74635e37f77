// A button that asks for a picture file: onFile(file). The input behind it, which browsers draw each in their own way, is not seen.
function pictureButton(title, onFile) {
  const input = h("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    onchange: () => {
      if (input.files[0]) onFile(input.files[0]);
      input.value = ""; // so that the same file can be chosen again
    },
  });
  return { input, button: button("file", "your picture\u2026", title, () => input.click()) };
}
