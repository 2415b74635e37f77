// Canvases at the screen's own resolution.

// Says whether the size is new: the canvas is empty then.
function sizeCanvas(canvas, width, height) {
  const scale = devicePixelRatio || 1;
  if (!setProperty(canvas.dataset, "size", [width, height, scale].join())) return false;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return true;
}

// Its context, wiped, in units of the page.
function brushOn(canvas) {
  const context = canvas.getContext("2d"),
    scale = devicePixelRatio || 1;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

// What is shown on one canvas and what is pointed at on another above it, in a box that is one stop of the Tab key.
function layered(kind, is, attributes) {
  const [canvas, over] = ["cn-under", "cn-over"].map((layer) => h("canvas", { class: layer, width: 0, height: 0 }));
  const usual = { class: "cn-grid", tabindex: "0", role: "application", "data-grid": kind, "aria-roledescription": is };
  return { canvas, over, box: h("div", { ...usual, ...attributes }, h("div", { class: "cn-both" }, canvas, over)) };
}

// point(event, by): by is "press" while a button is held down, else "pointer".
function pressable(point, onLeave) {
  let by = "pointer";
  const release = () => {
    by = "pointer";
  };
  return {
    onpointerdown: (event) => {
      by = "press";
      point(event, by);
    },
    onpointermove: (event) => point(event, by),
    onpointerup: release,
    onpointerleave: () => {
      release();
      onLeave();
    },
  };
}

// The box is as large as is asked, and its canvases as the largest that was: a browser takes milliseconds to make new ones.
function sizeLayered({ canvas, over, box }, width, height) {
  const scale = devicePixelRatio || 1,
    isNew = setProperty(box.dataset, "size", [width, height, scale].join());
  if (isNew) {
    Object.assign(box.style, { width: `${width}px`, height: `${height}px` });
    const wide = Math.max(width, canvas.width / scale),
      high = Math.max(height, canvas.height / scale);
    for (const each of [canvas, over]) sizeCanvas(each, wide, high);
  }
  return isNew;
}

function captioned(...parts) {
  const caption = h("div", { class: "cn-caption" });
  return { caption, element: h("div", { class: "cn-panel" }, caption, ...parts) };
}

// A picture of one pixel for each number k: colour(k) -> [red, green, blue]. Draw it at once: the next one of its size takes
// its canvas.
const scratch = new Map(); // "columns rows": canvas
function sheetOf(columns, rows, colour) {
  const picture = new ImageData(columns, rows),
    { data } = picture;
  for (let k = 0; k < rows * columns; k++) {
    const rgb = colour(k);
    for (let c = 0; c < 3; c++) data[4 * k + c] = rgb[c];
    data[4 * k + 3] = 255;
  }
  const size = `${columns} ${rows}`;
  if (!scratch.has(size)) scratch.set(size, h("canvas", { width: columns, height: rows }));
  const sheet = scratch.get(size);
  sheet.getContext("2d").putImageData(picture, 0, 0);
  return sheet;
}
