// The player of ConvExplorer: play, pause, step, back and scrub through the windows.

const SPEEDS = [
  ["1200", "slow"],
  ["500", "normal"],
  ["150", "fast"],
]; // ms a window

function transport(ex, onMove) {
  const { own, change } = ex,
    grid = () => geometry(ex.state());
  const go = (index) => {
    const g = grid(),
      last = g.out[0] * g.out[1] - 1;
    if (last < 0) return false;
    const at = Math.max(0, Math.min(index, last));
    own.probe = null;
    change({ selected: [Math.floor(at / g.out[1]), at % g.out[1]] });
    return at < last;
  };
  const index = () => ex.place(grid()).index;
  const stop = () => {
    clearTimeout(own.playing);
    own.playing = null;
  };
  const pause = () => {
    stop();
    onMove();
  };
  const jump = (index) => {
    pause();
    go(index);
  };
  const tick = () => {
    own.playing = setTimeout(() => {
      if (go(index() + 1)) tick();
      else pause();
    }, Number(speed.select.value));
  };
  const play = () => {
    if (own.playing) return pause();
    const g = grid();
    tick();
    go(index() >= g.out[0] * g.out[1] - 1 ? 0 : index());
    onMove();
  };
  const playButton = button("play", "\u25b6", "play: slide the window", play);
  const speed = choice({ name: "speed", label: "speed", options: SPEEDS }, () => {});
  speed.show("500");
  const scrub = slider({ name: "window", label: "window", min: 0, max: 0 }, jump);
  const element = h(
    "div",
    { class: "cn-line cn-transport" },
    button("first", "\u25c0\u25c0", "first window", () => jump(0)),
    button("back", "|\u25c0", "one window back", () => jump(index() - 1)),
    playButton,
    button("step", "\u25b6|", "one window on", () => jump(index() + 1)),
    scrub.row,
    speed.row,
  );
  const show = (g) => {
    const count = g.out[0] * g.out[1],
      at = ex.place(g).index;
    setText(playButton, own.playing ? "\u275a\u275a" : "\u25b6");
    const label = own.playing ? "pause" : "play: slide the window";
    if (playButton.title !== label) {
      playButton.title = label;
      playButton.setAttribute("aria-label", label);
    }
    scrub.show(at, `${at + 1} of ${count}`, { max: count - 1 });
  };
  return { element, show, stop };
}
