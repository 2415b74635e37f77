// Pictures from files, from the camera, and from an album of PNG files: decoded to three bytes a pixel.

const CAMERA_HINTS = {
  missing:
    "This page gives no camera: browsers allow one on https pages and on localhost alone. Choose a file instead.",
  NotAllowedError: "The camera was not allowed. Allow it in the browser's address line, or choose a file instead.",
  NotFoundError: "No camera was found. Choose a file instead.",
};
const FILE_HINT = "This could not be read as a picture. Choose a PNG, JPEG, WebP or GIF file.";

// What the browser decodes (a blob or a video), no longer than `longest`, laid on white: {rows, columns, pixels}.
async function decoded(source, longest = Infinity) {
  const raw = source instanceof Blob ? await createImageBitmap(source, { colorSpaceConversion: "none" }) : source;
  const [W, H] = [raw.videoWidth ?? raw.width, raw.videoHeight ?? raw.height],
    scale = Math.min(1, longest / Math.max(W, H));
  const [columns, rows] = [W, H].map((side) => Math.max(1, Math.round(side * scale)));
  const context = Object.assign(h("canvas"), { width: columns, height: rows }).getContext("2d", {
    willReadFrequently: true,
  });
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, columns, rows);
  context.imageSmoothingQuality = "high";
  context.drawImage(raw, 0, 0, columns, rows);
  const { data } = context.getImageData(0, 0, columns, rows),
    pixels = new Uint8Array(rows * columns * 3);
  for (let k = 0; k < rows * columns; k++) for (let c = 0; c < 3; c++) pixels[3 * k + c] = data[4 * k + c];
  return { rows, columns, pixels };
}

// Buttons for a file and for a still of the camera, and a place that takes a dropped file; each gives its picture to `onPicture`.
function pictureSources({ longest, shortest, onPicture }, signal) {
  const hint = h("span", { class: "cn-said", role: "alert" }),
    video = h("video", { muted: true, playsinline: true, "aria-label": "the camera, live" });
  const take = async (source) => {
    try {
      const picture = await decoded(source, longest);
      const small = Math.min(picture.rows, picture.columns) < shortest;
      setText(hint, small ? `This picture is too small or too thin: ${shortest} pixels are the least.` : "");
      if (!small) onPicture(picture);
    } catch {
      setText(hint, FILE_HINT);
    }
  };
  const file = pictureButton("choose a picture file, or drop one on the picture; it stays on this machine", take);

  const stop = () => {
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    live.hidden = true;
  };
  const still = button("still", "take it", "take this still", async () => {
    await take(video);
    stop();
    camera.focus();
  });
  const close = button("no-still", "close", "close the camera", () => {
    stop();
    camera.focus();
  });
  const live = h("div", { class: "cn-camera", hidden: true }, video, h("div", { class: "cn-line" }, still, close));
  const camera = button(
    "camera",
    "camera\u2026",
    "take a still with the camera; it stays on this machine",
    async () => {
      if (!navigator.mediaDevices?.getUserMedia) return setText(hint, CAMERA_HINTS.missing);
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
        if (signal.aborted) return stop();
        await video.play();
        live.hidden = false;
        setText(hint, "");
        still.focus();
      } catch (error) {
        setText(hint, CAMERA_HINTS[error.name] ?? `The camera does not answer (${error.name}). Choose a file instead.`);
      }
    },
  );
  signal.addEventListener("abort", stop);

  const accept = (element) => {
    const lit = (on) => (event) => {
      event.preventDefault();
      event.stopPropagation();
      element.classList.toggle("cn-dropping", on);
    };
    for (const [name, on] of [
      ["dragenter", true],
      ["dragover", true],
      ["dragleave", false],
    ])
      element.addEventListener(name, lit(on));
    element.addEventListener("drop", (event) => {
      lit(false)(event);
      if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
    });
  };
  return { row: h("div", { class: "cn-line" }, file.button, camera, file.input), hint, live, accept };
}
