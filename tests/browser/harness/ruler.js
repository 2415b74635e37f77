// Times an input and the painted frames that answer it, all on the page's own clock.
//
// A frame callback posts a message, which is read just after that frame was painted; the clock is read
// first and the picture is looked at second, so that looking is not in the time.
window.ruler ??= (() => {
  const SETTINGS = { subtree: true, childList: true, attributes: true, characterData: true };
  const painted = new MessageChannel(),
    observer = new MutationObserver(() => {
      touched = true;
    });
  let target, controller, touched, markup, picture, inputs, frames, cost, looks;

  // Reading a canvas back costs milliseconds, and garbage to be collected between the inputs: it is read again only
  // once something was drawn on it.
  const DRAWING = [
    "clearRect",
    "drawImage",
    "fill",
    "fillRect",
    "fillText",
    "putImageData",
    "reset",
    "stroke",
    "strokeRect",
    "strokeText",
  ];
  const read = new WeakMap();
  for (const name of DRAWING) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...values) {
      read.delete(this.canvas);
      return draw.apply(this, values);
    };
  }
  const seenOn = (canvas) => {
    if (touched || !read.has(canvas)) read.set(canvas, pixels(canvas)); // a change of its size clears it, too
    return read.get(canvas);
  };
  const pixels = (canvas) => {
    const context = canvas.getContext("2d");
    if (!context || !canvas.width || !canvas.height) return canvas.toDataURL();
    const data = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    let hash = 2166136261;
    for (let k = 0; k < data.length; k++) hash = Math.imul(hash ^ data[k], 16777619);
    return hash;
  };
  const within = (tag) => [...(target.matches(tag) ? [target] : []), ...target.querySelectorAll(tag)];

  // What is seen: the markup, what the controls stand at, the pixels of each canvas.
  function look() {
    touched ||= observer.takeRecords().length > 0;
    if (touched) markup = target.outerHTML;
    const values = within("input, select, textarea").map((input) => [input.value, input.checked]);
    const canvases = within("canvas").map(seenOn);
    touched = false;
    return JSON.stringify([values, canvases]) + markup;
  }
  painted.port1.onmessage = () => {
    const now = performance.now(),
      seen = look();
    if (seen !== picture) frames.push(now);
    picture = seen;
    cost += performance.now() - now;
    looks += 1;
    if (!controller.signal.aborted) requestAnimationFrame(frame);
  };
  const frame = () => painted.port2.postMessage(null);

  return {
    // Watch `element`, and inputs of one type, such as "keydown", wherever they arrive.
    watch(element, type) {
      target = element;
      [touched, cost, looks] = [true, 0, 0];
      controller = new AbortController();
      observer.observe(target, SETTINGS);
      const note = (event) => event.isTrusted && inputs.push(event.timeStamp);
      window.addEventListener(type, note, { capture: true, signal: controller.signal });
      picture = look();
      requestAnimationFrame(frame);
      return this.ready(0);
    },
    // Forget what was seen, and let `pause` ms go by.
    ready(pause) {
      [inputs, frames] = [[], []];
      return new Promise((resolve) => setTimeout(resolve, pause));
    },
    // Wait for the first changed frame, at most `limit` ms, and then until `quiet` ms bring no other;
    // a picture that never rests, as in an animation, is waited for twice as long.
    settled(limit, quiet) {
      const began = performance.now(),
        origin = performance.timeOrigin;
      return new Promise((resolve) => {
        const ask = () => {
          const after = frames.filter((time) => time > inputs.at(-1)),
            now = performance.now();
          const rests = after.length > 0 && now - after.at(-1) > quiet;
          if (rests || now - began > (after.length ? 2 * limit : limit))
            resolve({ inputs, after, rests, frames, origin, cost: cost / looks });
          else requestAnimationFrame(ask);
        };
        ask();
      });
    },
    stop() {
      controller.abort();
      observer.disconnect();
    },
  };
})();
