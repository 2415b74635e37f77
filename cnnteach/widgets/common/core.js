// What every widget is made of: elements, native controls, the theme, the keyboard.

const acts = new WeakMap(); // element: {event: what is done then}
function listen(element, event, act) {
  if (!acts.has(element)) acts.set(element, {});
  acts.get(element)[event] = act;
  element.addEventListener(event, (happened) => acts.get(element)[event](happened));
}

const makerIn =
  (namespace) =>
  (tag, attributes = {}, ...children) => {
    const element = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) listen(element, name.slice(2), value);
      else if (typeof value === "boolean") element.toggleAttribute(name, value);
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
const h = makerIn("http://www.w3.org/1999/xhtml"),
  s = makerIn("http://www.w3.org/2000/svg");

const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// Setting the same value again costs a layout and, in an open list, the learner's place: write changes only. Was it one?
function setProperty(element, name, value) {
  if (element[name] === value) return false;
  element[name] = value;
  return true;
}

// Gives an element these children, made by `h` or `s`. Where one like it stands already, that one is written over: a new one
// costs a layout, and loses the focus and the pointer.
function renew(element, ...children) {
  const before = [...element.childNodes];
  children.forEach((child, k) => {
    const made = typeof child === "object" ? child : new Text(child);
    if (!before[k]) element.append(made);
    else if (isLike(before[k], made)) writeOver(before[k], made);
    else before[k].replaceWith(made);
  });
  for (const node of before.slice(children.length)) node.remove();
}
const eventsOf = (node) => Object.keys(acts.get(node) ?? {}).join();
const isLike = (node, made) => node.nodeName === made.nodeName && eventsOf(node) === eventsOf(made);
function writeOver(node, made) {
  if (node instanceof Text) return void setProperty(node, "data", made.data);
  if (acts.has(made)) acts.set(node, acts.get(made));
  for (const { name } of [...node.attributes]) if (!made.hasAttribute(name)) node.removeAttribute(name);
  for (const { name, value } of made.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  renew(node, ...made.childNodes);
}

function slider({ name, label, says = label, min, max, title = "" }, onInput) {
  const value = h("output");
  let most = max;
  const input = h("input", {
    type: "range",
    min,
    max,
    step: 1,
    "data-name": name,
    "aria-label": says,
    title,
    oninput: () => onInput(Number(input.value)),
  });
  const row = h("label", { class: "cn-slider" }, h("span", {}, label), input, value);
  const show = (number, text = String(number), limits = {}) => {
    most = Math.max(most, number); // Python may go further than the slider did
    setProperty(input, "max", String(limits.max ?? most));
    setProperty(input, "disabled", Boolean(limits.disabled));
    setProperty(input, "value", String(number));
    if (input.getAttribute("aria-valuetext") !== text) input.setAttribute("aria-valuetext", text);
    setText(value, text);
  };
  return { row, input, show };
}

function choice({ name, label, options }, onChange) {
  const select = h(
    "select",
    { "data-name": name, "aria-label": label, onchange: () => onChange(select.value) },
    ...options.map(([value, text]) => h("option", { value }, text)),
  );
  const row = h("label", { class: "cn-choice" }, h("span", {}, label), select),
    extra = h("option");
  // A value that is not on offer, such as "edited", stands in the list for as long as it holds.
  const show = (value) => {
    if (options.some(([known]) => known === value)) extra.remove();
    else select.append(Object.assign(extra, { value, textContent: value }));
    setProperty(select, "value", value);
  };
  return { row, select, show };
}

function checkbox({ name, label, title = "" }, onChange) {
  const input = h("input", { type: "checkbox", "data-name": name, title, onchange: () => onChange(input.checked) });
  const row = h("label", { class: "cn-check", title }, input, h("span", {}, label));
  return { row, input, show: (on) => setProperty(input, "checked", on) };
}

const group = (title, ...parts) => h("fieldset", {}, h("legend", {}, title), ...parts);

const button = (name, label, title, onclick) =>
  h("button", { type: "button", "data-name": name, title, "aria-label": title, onclick }, label);

// JupyterLab says its theme on <body>; elsewhere the system's preference counts.
function isDark() {
  const lab = document.body.dataset.jpThemeLight;
  if (lab !== undefined) return lab === "false";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function onThemeChange(callback, signal) {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback, { signal });
}

// JupyterLab's command mode would take the arrows and letters; Escape and Shift+Enter stay its own.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    const labs = event.key === "Escape" || (event.key === "Enter" && event.shiftKey);
    if (!labs && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

// One number, or one for rows and one for columns.
const pair = (value) => (Array.isArray(value) ? value : [value, value]);

const reads = (view, Type) => new Type(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
const floats = (view) => new Float64Array(reads(view, Float32Array));
const asBytes = (values) => new DataView(Float32Array.from(values).buffer);

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// How wide a widget is and how large its letters are, in pixels. It is measured when its size changes, not when it is
// painted: to ask between two changes of the page costs a layout.
const rooms = new WeakMap();
const measured = (root) => ({ width: root.clientWidth, rem: parseFloat(getComputedStyle(root).fontSize) });
function roomOf(root) {
  if (!rooms.has(root)) rooms.set(root, measured(root));
  return rooms.get(root);
}
function isResized(root) {
  const before = rooms.get(root),
    now = measured(root);
  if (now.width === 0 || (now.width === before?.width && now.rem === before.rem)) return false; // hidden, or as before
  rooms.set(root, now);
  return true;
}

// Asks of some values whether one differs from those that it was asked of last.
function changes() {
  let before = [];
  return (values) => {
    const isSame = values.length === before.length && values.every((value, k) => value === before[k]);
    before = values;
    return !isSame;
  };
}

// Canvases are drawn when a paint has written all its texts: what draws text on one asks for the page's layout first.
// However often it is asked for meanwhile, a drawing is made once.
const drawings = new Set();
function drawLater(drawing) {
  if (!drawings.size)
    queueMicrotask(() => {
      const due = [...drawings];
      drawings.clear();
      due.forEach((draw) => draw());
    });
  drawings.add(drawing);
}

// What Python should know is sent when the change is painted: JupyterLab's own work on a message, and on the kernel's answer,
// would come before it. What is asked of Python meanwhile (see asking.js) waits for nothing, and is asked about the new state.
const unsent = new Map(); // model: {trait: value}
const changerOf = (model) => (values) => {
  if (!unsent.has(model)) requestAnimationFrame(() => setTimeout(() => send(model)));
  unsent.set(model, { ...unsent.get(model), ...values });
  for (const [name, value] of Object.entries(values)) model.set(name, value);
};
function send(model) {
  if (unsent.delete(model)) model.save_changes();
}
// Python's answer to an older change may come before the newest is sent, and must not undo it.
function keepUnsent(model) {
  for (const [name, value] of Object.entries(unsent.get(model) ?? {}))
    if (model.get(name) !== value) model.set(name, value);
}

// A view of `model`: `paint` runs now, and once after each change of any of the named traits.
// `questions` and `vary` make its quiz (see quiz.js), which `build` is given.
function mount({ model, el, signal }, { name, traits, build, ...quizzed }) {
  const own = new AbortController();
  signal?.addEventListener("abort", () => own.abort());
  const root = h("div", { class: `cnnteach-widget cnnteach-${name}` });
  keepKeys(root);
  el.append(root);
  const quiz = quizOf(model, quizzed),
    link = linkButton(model);
  root.append(quiz.element);
  const { paint, repaint, resize } = build(root, own.signal, quiz);
  root.append(h("div", { class: "cn-line cn-tail" }, quiz.switch, link.row), link.line);
  const dress = () => root.classList.toggle("cn-dark", isDark());
  const onceAfter = (draw) => {
    let due = false;
    return () => {
      if (!due)
        queueMicrotask(() => {
          due = false;
          if (!own.signal.aborted) draw();
        });
      due = true;
    };
  };
  const heard = [
    [traits, onceAfter(paint)],
    [QUIZ_TRAITS, onceAfter(repaint)],
  ];
  const each = (act) => heard.forEach(([names, draw]) => names.forEach((trait) => act(`change:${trait}`, draw)));
  each((event, draw) => model.on(event, draw));
  quiz.changed = repaint;
  const keep = () => keepUnsent(model);
  model.on("change", keep);
  // JupyterLab hides everything for a frame when its theme changes: what has no width then is painted in the next.
  onThemeChange(() => {
    dress();
    if (root.clientWidth) repaint();
    else
      requestAnimationFrame(() => {
        if (!own.signal.aborted) repaint();
      });
  }, own.signal);
  // JupyterLab may attach a cell that has run long after: what is painted before knows neither widths nor fonts.
  let isSeen = root.clientWidth > 0;
  const watch = new ResizeObserver(() => {
    if (!isResized(root)) return;
    if (!isSeen) repaint();
    isSeen = true;
    resize();
  });
  watch.observe(root);
  dress();
  paint();
  own.signal.addEventListener("abort", () => {
    watch.disconnect();
    model.off("change", keep);
    each((event, draw) => model.off(event, draw));
  });
  return () => own.abort();
}

// What anywidget asks for, once for each widget. JupyterLab draws an output anew when Python fills in what the saved
// notebook shows (see explorer.py): the view that stood there then moves to its new element, as the learner left it.
function movable(render) {
  const views = new Set();
  const left = () => [...views].find(({ el }) => el.parentNode === null);
  return {
    async render(context) {
      if (views.size && !left()) await new Promise(requestAnimationFrame); // one of them may be about to go
      const view = left() ?? { end: render(context) };
      if (view.el) context.el.append(...view.el.childNodes);
      else context.signal?.addEventListener("abort", () => views.delete(view));
      const refocus = () => {
        if (document.activeElement === document.body) view.focused?.focus({ preventScroll: true });
      };
      if (view.el) requestAnimationFrame(refocus); // once it stands in the page: what is moved has lost the focus
      context.el.addEventListener("focusin", (event) => {
        view.focused = event.target;
      });
      views.add(Object.assign(view, { el: context.el }));
      return view.end;
    },
  };
}
