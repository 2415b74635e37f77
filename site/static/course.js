// A page that is opened as a file may not fetch others, from which the search would quote.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// Gives each explorer's frame the page's theme, and the height that it asks for.
const frames = () => [...document.querySelectorAll(".alive iframe")];
const light = () => document.documentElement.dataset.theme !== "dark";
const dress = (frame) => frame.contentWindow.postMessage({ cnnteach: "theme", light: light() }, "*");
addEventListener("message", ({ data, source }) => {
  const frame = data?.cnnteach === "height" && frames().find((each) => each.contentWindow === source);
  if (!frame) return;
  if (!frame.style.height) dress(frame);
  frame.style.height = `${data.height}px`;
});
new MutationObserver(() => frames().forEach(dress)).observe(document.documentElement, {
  attributeFilter: ["data-theme"],
});
