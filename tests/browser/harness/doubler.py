"""A small widget that the harness tests itself on: a slider, and twice its value after a delay."""

import anywidget
import traitlets

SCRIPT = """
function render({ model, el }) {
  el.innerHTML = `<label>value <input type="range" data-name="value" min="0" max="100"></label>
    <svg width="60" height="20"><text y="15"></text></svg><canvas width="60" height="20"></canvas>
    <span class="place">a</span> <span class="place">b</span> <output></output>`;
  const [input, text, canvas, output] =
    ["input", "text", "canvas", "output"].map((name) => el.querySelector(name));
  const pen = canvas.getContext("2d");
  const answer = (act) => {
    const delay = model.get("delay");
    if (model.get("last_only")) clearTimeout(model.timer);
    if (delay > 0) model.timer = setTimeout(act, delay);
    if (delay === 0) act();
  };
  const paint = () => {
    text.textContent = double(model.get("value"));
    pen.clearRect(0, 0, 60, 20);
    pen.fillText(text.textContent, 5, 15);
  };
  input.value = model.get("value");
  input.addEventListener("input", () => {
    model.set("value", Number(input.value));
    model.save_changes();
    answer(paint);
  });
  const say = (text) => { output.textContent = text; };
  for (const place of el.querySelectorAll(".place"))
    place.addEventListener("pointerenter", () => answer(() => say(place.textContent)));
  el.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("change:value", () => {
    if (Number(input.value) === model.get("value")) return;
    input.value = model.get("value");
    paint();
  });
  model.on("msg:custom", (content) => {
    say(content);
    model.send({ heard: content });
  });
  paint();
  return () => model.off();
}
const double = (value) => value * 2;
const scaled = (numbers, { by }) => numbers.map((number) => number * by);
const bytesOf = (view) => ({ sum: new Uint8Array(view.buffer).reduce((a, b) => a + b, 0), view });
export default { render };
"""


class Doubler(anywidget.AnyWidget):
    """Shows twice `value`, `delay` ms after the slider moved (0: at once; -1: never)."""

    _esm = SCRIPT
    _css = ".place { display: inline-block; width: 40px }"
    value = traitlets.Int(5).tag(sync=True)
    delay = traitlets.Int(0).tag(sync=True)
    last_only = traitlets.Bool(False).tag(sync=True)
    data = traitlets.Bytes(b"\x01\x02\xff").tag(sync=True)
