// TrainingTimeline: a training as something to move through, and to branch off from.

const TIMELINE_TRAITS = [...SETTINGS, ...FILM_TRAITS, "step", "selected", "branch_at", "follow_branch"];
const PLAY_MS = 60,
  PLAY_FRAMES = 120;

// Play, step and scrub; branch here, with a learning rate of its own.
function timeline(ex, stage, onStep, onPlay) {
  const { get, own } = ex,
    at = () => Math.min(get("step"), stage.steps());
  const stop = () => {
    clearTimeout(own.playing);
    own.playing = null;
  };
  const jump = (step) => {
    stop();
    onStep(step);
    onPlay();
  };
  const tick = () => {
    own.playing = setTimeout(() => {
      onStep(Math.min(stage.steps(), at() + Math.max(1, Math.round(stage.steps() / PLAY_FRAMES))));
      if (at() < stage.steps()) tick();
      else jump(at());
    }, PLAY_MS);
  };
  const play = () => {
    if (own.playing) return jump(at());
    if (at() === stage.steps()) onStep(0);
    tick();
    onPlay();
  };
  const playButton = button("play", "\u25b6", "play the training", play),
    scrub = slider({ name: "step", label: "step", min: 0, max: 0 }, jump);
  const player = h(
    "div",
    { class: "cn-line cn-transport" },
    button("first", "\u25c0\u25c0", "first step", () => jump(0)),
    button("back", "|\u25c0", "one step back", () => jump(Math.max(0, at() - 1))),
    playButton,
    button("on", "\u25b6|", "one step on", () => jump(Math.min(stage.steps(), at() + 1))),
    scrub.row,
  );
  const show = () => {
    scrub.show(at(), `${at()} of ${stage.steps()}`, { max: stage.steps() });
    setText(playButton, own.playing ? "\u275a\u275a" : "\u25b6");
    const label = own.playing ? "pause" : "play the training";
    if (playButton.title !== label) {
      playButton.title = label;
      playButton.setAttribute("aria-label", label);
    }
  };
  return { player, show, stop };
}

// A branch of the small net follows its slider at once; one of a recording is trained by Python, when the button is pressed.
function branching(ex, stage) {
  const { get, change, own } = ex,
    recorded = Boolean(get("_film").arrays),
    from = () => Math.min(get("step"), stage.steps() - 1);
  const above = () => RATES[Math.min(RATES.length - 1, nearest(RATES, stage.rate()) + 2)];
  own.rate = get("branch_at")[1] ?? above();
  const rate = rateSlider(
    {
      name: "branch_rate",
      label: recorded ? "branch\u2019s rate" : "its rate",
      says: "learning rate of the branch",
      title: "the learning rate from there on",
    },
    (v) => {
      own.rate = v;
      if (recorded) rate.show(v);
      else change({ branch_at: [get("branch_at")[0], v] });
    },
  );
  const start = button(
    "branch",
    "Branch here",
    "train again from this step on, with the same seed and another learning rate",
    () => {
      if (!recorded) own.rate = above();
      change({ branch_at: [from(), own.rate], follow_branch: true });
    },
  );
  const remove = button("unbranch", "Remove branch", "forget the branch", () => change({ branch_at: [] }));
  const follow = checkbox(
    {
      name: "follow_branch",
      label: "show the branch\u2019s net",
      title: "panels and numbers are those of the branch, not of the first training",
    },
    (on) => change({ follow_branch: on }),
  );
  const element = h("div", { class: "cn-line cn-branch" }, rate.row, start, follow.row, remove);
  const show = () => {
    const there = get("branch_at").length > 0;
    element.hidden = recorded && !get("can_branch");
    rate.row.hidden = !recorded && !there;
    for (const part of [follow.row, remove]) part.hidden = !there;
    setText(start, there ? "Branch here instead" : "Branch here");
    rate.show(recorded ? own.rate : there ? get("branch_at")[1] : own.rate);
    follow.show(get("follow_branch"));
  };
  return { element, show };
}

function build(model, root, signal, quiz) {
  const own = { playing: null },
    get = (name) => model.get(name);
  const change = changerOf(model);
  const ex = { get, own, change },
    onStep = (step) => change({ step });
  const scrub = (step) => {
    line.stop();
    onStep(step);
  };
  const stage = get("_film").arrays ? recordedStage(ex, root, scrub) : planeStage(ex, root, scrub);
  const line = timeline(ex, stage, onStep, () => line.show()),
    branch = branching(ex, stage);
  const code = codePanel(stage.code, "Python code of this training");
  const live = h("p", { class: "cnnteach-live", "aria-live": "polite" }),
    trouble = h("p", { class: "cn-trouble", role: "status" });
  root.append(
    stage.controls,
    h("div", { class: "cn-line cn-foot" }, line.player, branch.element),
    live,
    trouble,
    stage.upper,
    ...stage.lower,
    code.line,
    code.panel,
  );
  signal.addEventListener("abort", () => line.stop());
  let painted = null;
  const draw = (whole) => {
    const step = Math.min(get("step"), stage.steps()),
      said = stage.paint(step, whole, quiz),
      [from] = get("branch_at");
    for (const curve of stage.curves)
      curve.point([...(from === undefined ? [] : [{ step: from, text: "branch" }]), { step, text: `step ${step}` }]);
    live.setAttribute("aria-live", own.playing ? "off" : "polite");
    setText(live, said.sentence);
    setText(trouble, quiz.hides("dead") ? "" : said.trouble);
    line.show();
    branch.show();
    code.refresh();
  };
  const paint = () => {
    const key = stage.key(),
      whole = key !== painted;
    painted = key;
    draw(whole);
  };
  return { paint, repaint: () => draw(true), resize: () => draw(true) };
}

function render({ model, el, signal }) {
  return mount(
    { model, el, signal },
    {
      name: "timeline",
      traits: TIMELINE_TRAITS,
      ...TIMELINE_QUIZ,
      build: (root, own, quiz) => build(model, root, own, quiz),
    },
  );
}

export {
  batchGradient,
  directions,
  drawPoints,
  firstWeights,
  lossOf,
  lossSurface,
  normal,
  placeIn,
  planeMoment,
  stepTerms,
  trainPlane,
  uniform,
};
export default () => movable(render);
