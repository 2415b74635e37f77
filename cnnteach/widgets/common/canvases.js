// Canvases at the screen's own resolution.

function sizeCanvas(canvas, width, height) {
  const scale = devicePixelRatio || 1,
    size = [width, height, scale].join();
  if (canvas.dataset.size === size) return;
  canvas.dataset.size = size;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
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
  const canvas = h("canvas"),
    over = h("canvas", { class: "cn-over" });
  const usual = { class: "cn-grid", tabindex: "0", role: "application", "data-grid": kind, "aria-roledescription": is };
  return { canvas, over, box: h("div", { ...usual, ...attributes }, canvas, over) };
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

function sizeLayered({ canvas, over, box }, width, height) {
  for (const each of [canvas, over]) sizeCanvas(each, width, height);
  setProperty(box.style, "width", canvas.style.width);
  setProperty(box.style, "height", canvas.style.height);
}

function captioned(...parts) {
  const caption = h("div", { class: "cn-caption" });
  return { caption, element: h("div", { class: "cn-panel" }, caption, ...parts) };
}

// A canvas of its own with one pixel for each number k: colour(k) -> [red, green, blue].
function sheetOf(columns, rows, colour) {
  const sheet = h("canvas", { width: columns, height: rows }),
    picture = new ImageData(columns, rows),
    { data } = picture;
  for (let k = 0; k < rows * columns; k++) {
    const [red, green, blue] = colour(k);
    data[4 * k] = red;
    data[4 * k + 1] = green;
    data[4 * k + 2] = blue;
    data[4 * k + 3] = 255;
  }
  sheet.getContext("2d").putImageData(picture, 0, 0);
  return sheet;
}
