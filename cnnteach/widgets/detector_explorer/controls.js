// The controls of DetectorExplorer: the threshold, the overlap that is allowed, the scale whose map is shown.

function detectorControls(ex, quiz) {
  const { change, own } = ex;
  const threshold = slider(
    { name: "threshold", label: "threshold", says: "threshold of the score", min: -10, max: 10 },
    (tenths) => change({ threshold: tenths / 10 }),
  );
  const overlap = slider(
    { name: "overlap", label: "overlap", says: "overlap that is allowed, in percent", min: 0, max: 100 },
    (percent) => change({ overlap: percent / 100 }),
  );
  const scale = slider({ name: "scale", label: "scale", min: 0, max: 0 }, (value) => {
    own.pointed = null;
    change({ scale: value });
  });
  const element = h(
    "div",
    { class: "cn-controls" },
    group("windows", threshold.row, scale.row),
    group("boxes", overlap.row),
  );
  const paint = () => {
    const { now } = ex,
      size = fixed(now.window[0] * now.level.down, 0),
      tenths = Math.round(10 * now.threshold);
    threshold.show(tenths, `${fixed(now.threshold, 1)} (p ${percentText(now.threshold)})`, {
      max: Math.ceil(10 * now.best),
    });
    setProperty(threshold.input, "min", String(Math.floor(10 * Math.max(now.least, -10))));
    threshold.input.value = String(tenths);
    overlap.show(Math.round(100 * now.overlap), fixed(now.overlap, 2));
    scale.show(now.scale, `${now.scale}: ${quiz.hides("size") ? "?" : `faces of ${size} px`}`, {
      max: now.maps.length - 1,
    });
  };
  return { element, paint };
}
