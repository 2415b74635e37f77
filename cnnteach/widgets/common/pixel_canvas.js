// Pictures of bytes on a canvas: each pixel a square, as large as there is room.

// pixels: rows * columns * 4 bytes; drawn without smoothing, `zoom` CSS pixels a pixel.
function drawPixels(canvas, pixels, rows, columns, zoom) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  Object.assign(canvas.style, {
    width: `${columns * zoom}px`,
    height: `${rows * zoom}px`,
    imageRendering: "pixelated",
  });
  canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels), columns, rows), 0, 0);
}

// A picture with words below it. `pixels` are bytes with alpha: where it is 0, the image has ended, and hatches show.
function pixelPicture({ pixels, rows, columns, zoom, words, label }) {
  const canvas = h("canvas", { role: "img", "aria-label": label });
  drawPixels(canvas, pixels, rows, columns, zoom);
  return h("figure", { class: "cn-picture" }, canvas, h("figcaption", {}, words));
}

// The middle square of a picture file, scaled to rows x columns: numbers of 0 to 1, `channels` each.
async function pixelsOfFile(file, rows, columns, channels) {
  const bitmap = await createImageBitmap(file),
    edge = Math.min(bitmap.width, bitmap.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: columns, height: rows }),
    context = canvas.getContext("2d");
  context.drawImage(bitmap, (bitmap.width - edge) / 2, (bitmap.height - edge) / 2, edge, edge, 0, 0, columns, rows);
  const { data } = context.getImageData(0, 0, columns, rows);
  return tabulate(rows * columns * channels, (k) => {
    const [pixel, channel] = [Math.floor(k / channels), k % channels],
      [r, g, b] = data.subarray(4 * pixel, 4 * pixel + 3);
    return (channels === 1 ? 0.299 * r + 0.587 * g + 0.114 * b : data[4 * pixel + channel]) / 255;
  });
}
