// The layers in a row, each with small pictures of its maps; a click chooses a map.

const TILE = 22,
  MOST_ACROSS = 8;

// One layer: its name, its maps, its shape. `choose(unit)` is told of clicks.
class LayerTiles {
  constructor(choose) {
    this.canvas = h("canvas", { role: "img", onclick: (event) => this.press(event) });
    this.name = h("b");
    this.shape = h("span", { class: "cn-caption" });
    this.element = h("div", { class: "cn-layer" }, this.name, this.canvas, this.shape);
    this.choose = choose;
    this.hasChanged = changes();
  }

  // all: the bytes of all layers' tiles; of this one count * rows * columns from `start` on, 128 for 0 where they are signed.
  show({ name, shape, all, start, count, rows, columns, signed, units, chosen }) {
    if (!this.hasChanged([all, start, chosen, name, shape, palette(), devicePixelRatio])) return;
    const tiles = bytesOf(all).subarray(start),
      across = Math.min(MOST_ACROSS, Math.ceil(Math.sqrt(count))),
      down = Math.ceil(count / across),
      tall = Math.min(3, rows / columns);
    Object.assign(this, { across, count });
    setText(this.name, name);
    setText(this.shape, shape);
    this.element.classList.toggle("cn-here", chosen !== null);
    const scale = devicePixelRatio || 1,
      [wide, high] = [TILE, TILE * tall],
      context = this.canvas.getContext("2d");
    Object.assign(this.canvas, { width: across * wide * scale, height: down * high * scale });
    Object.assign(this.canvas.style, { width: `${across * wide}px`, height: `${down * high}px` });
    this.canvas.setAttribute("aria-label", `${name}: ${count < units ? `the first ${count} of ${units}` : count} maps`);
    context.imageSmoothingEnabled = false;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const colour = signed ? signedScale(127) : greyScale(0, 255),
      small = new OffscreenCanvas(columns, rows);
    for (let n = 0; n < count; n++) {
      const image = new ImageData(columns, rows),
        at = [(n % across) * wide, Math.floor(n / across) * high];
      for (let k = 0; k < rows * columns; k++)
        image.data.set([...colour(tiles[n * rows * columns + k] - (signed ? 128 : 0)), 255], 4 * k);
      small.getContext("2d").putImageData(image, 0, 0);
      context.drawImage(small, ...at, wide - 1, high - 1);
      if (n !== chosen) continue;
      context.strokeStyle = palette().mark;
      context.lineWidth = 2;
      context.strokeRect(at[0] + 1, at[1] + 1, wide - 3, high - 3);
    }
  }

  press(event) {
    const area = this.canvas.getBoundingClientRect(),
      rows = Math.ceil(this.count / this.across);
    const [column, row] = [
      ((event.clientX - area.left) / area.width) * this.across,
      ((event.clientY - area.top) / area.height) * rows,
    ].map(Math.floor);
    const unit = row * this.across + column;
    if (unit < this.count) this.choose(unit);
  }
}

// All layers, one beside the other; the chosen one is scrolled into sight when another is chosen.
function rowOfLayers({ get, goToMap }, quiz) {
  const element = h("div", { class: "cn-layers", tabindex: "0", role: "group", "aria-label": "layers and their maps" }),
    boxes = [];
  let reached = null;
  const reach = () => {
    if (reached === get("layer")) return;
    reached = get("layer");
    const { offsetLeft, offsetWidth: wide } = boxes[reached].element,
      left = offsetLeft - element.offsetLeft;
    if (left < element.scrollLeft || left + wide > element.scrollLeft + element.clientWidth)
      element.scrollLeft = left - (element.clientWidth - wide) / 2;
  };
  const paint = () => {
    const layers = get("layers");
    let start = 0;
    layers.forEach(({ name, shape }, k) => {
      const [count, rows, columns, signed] = get("tiles")[k],
        size = count * rows * columns,
        few = count < shape[2] ? `, ${count} shown` : "";
      boxes[k] ??= new LayerTiles((chosen) => goToMap(k, chosen));
      if (!boxes[k].element.isConnected) element.append(boxes[k].element);
      boxes[k].show({
        name,
        shape: quiz.hides("shape", k) ? "?" : `${shapeText(shape)}${few}`,
        all: get("_tiles"),
        start,
        count,
        rows,
        columns,
        signed,
        units: shape[2],
        chosen: get("layer") === k ? get("unit") : null,
      });
      start += size;
    });
    boxes.splice(layers.length).forEach((box) => box.element.remove());
    reach();
  };
  return { element, paint };
}
