// A canvas at the screen's own resolution.

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
    scale = canvas.width / parseFloat(canvas.style.width || 1);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
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
