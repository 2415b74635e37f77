// What is chosen in the network, whether Python has answered for it, and the ways to choose something else.

const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const sameList = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function networkState(model) {
  const get = (name) => model.get(name),
    tell = changerOf(model);
  // Python is told at once: what is shown next is its answer.
  const change = (values) => {
    tell(values);
    send(model);
  };
  const layer = () => get("layers")[get("layer")],
    map = () => [get("layer"), get("unit")],
    here = () => [...map(), ...get("place")];
  const at = (layer, unit, place) => {
    const { shape } = get("layers")[layer];
    const inside = place.map((each, axis) => Math.max(0, Math.min(each, shape[axis] - 1)));
    return { layer, unit: Math.min(unit, shape[2] - 1), place: inside };
  };
  const decimals = () => {
    const largest = largestOf(floats(get("_map")));
    return largest === 0 || largest >= 100 ? 1 : largest >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(largest)));
  };
  return {
    model,
    get,
    change,
    layer,
    map,
    here,
    decimals,
    own: { channel: null },
    isOfHere: (found) => sameList(found.of, here()),
    isOfMap: (of) => sameList(of, map()),
    goTo: (layer, unit, place) => change(at(layer, unit, place)),
    // To a map: Python finds where in it the answer is strongest.
    goToMap: (layer, unit) =>
      change({ ...at(layer, unit, get("place")), ...(hasPython(model) && { seek: get("seek") + 1 }) }),
  };
}
