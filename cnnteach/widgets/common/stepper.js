// Play, pause, step, back and scrub through any number of steps.

const PACES = [
  ["1600", "slow"],
  ["800", "normal"],
  ["300", "fast"],
]; // ms a step

// of: {what: "step", count: () => number, at: () => number, go: (index) => {}}
function stepper({ what, count, at, go, signal }) {
  let playing = null;
  const to = (index) => go(Math.max(0, Math.min(index, count() - 1)));
  const stop = () => {
    clearTimeout(playing);
    playing = null;
    show();
  };
  const jump = (index) => {
    stop();
    to(index);
  };
  const tick = () => {
    playing = setTimeout(() => {
      to(at() + 1);
      if (at() < count() - 1) tick();
      else stop();
    }, Number(pace.select.value));
  };
  const play = () => {
    if (playing) return stop();
    tick();
    if (at() >= count() - 1) to(0);
    return show();
  };
  const playButton = button("play", "\u25b6", `play: one ${what} after the other`, play);
  const pace = choice({ name: "pace", label: "pace", options: PACES }, () => {});
  pace.show("800");
  const scrub = slider({ name: what, label: what, min: 0, max: 0 }, jump);
  const element = h(
    "div",
    { class: "cn-line cn-transport" },
    button("first", "\u25c0\u25c0", `first ${what}`, () => jump(0)),
    button("back", "|\u25c0", `one ${what} back`, () => jump(at() - 1)),
    playButton,
    button("on", "\u25b6|", `one ${what} on`, () => jump(at() + 1)),
    button("last", "\u25b6\u25b6", `last ${what}`, () => jump(count() - 1)),
    scrub.row,
    pace.row,
  );
  const show = () => {
    setText(playButton, playing ? "\u275a\u275a" : "\u25b6");
    const label = playing ? "pause" : `play: one ${what} after the other`;
    if (playButton.title !== label) {
      playButton.title = label;
      playButton.setAttribute("aria-label", label);
    }
    scrub.show(at(), `${at()} of ${count() - 1}`, { max: count() - 1 });
  };
  signal.addEventListener("abort", () => clearTimeout(playing));
  return { element, show, stop, isPlaying: () => Boolean(playing) };
}
