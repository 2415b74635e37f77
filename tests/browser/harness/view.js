// Shows a widget's ES module on a blank page, with a model that stands in for anywidget's.
window.standalone ??= (() => {
  const toText = (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const toBuffer = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  const inside = (value, change) => {
    if (Array.isArray(value)) return value.map(change);
    if (value?.constructor !== Object) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
  };
  // Arrays travel as {$type, $base64}: a DataView for bytes, a typed array for an ndarray.
  const decode = (value) => (value?.$type ? new window[value.$type](toBuffer(value.$base64)) : inside(value, decode));
  const encode = (value) =>
    ArrayBuffer.isView(value) ? { $type: value.constructor.name, $base64: toText(value) } : inside(value, encode);
  const load = (source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));

  class Model {
    saved = [];
    sent = [];
    #state;
    #unsaved = {};
    #heard = [];
    constructor(state) {
      this.#state = state;
    }
    get(name) {
      return this.#state[name];
    }
    // One trait, or several in an object: the view hears of any once all are changed.
    set(name, value) {
      const values = typeof name === "string" ? { [name]: value } : name;
      const isOther = ([each, now]) => JSON.stringify(encode(this.#state[each])) !== JSON.stringify(encode(now));
      const changed = Object.entries(values).filter(isOther);
      for (const all of [this.#state, this.#unsaved]) Object.assign(all, values);
      for (const [each, now] of changed) this.trigger(`change:${each}`, this, now);
      if (changed.length) this.trigger("change", this);
    }
    save_changes() {
      this.saved.push(encode(this.#unsaved));
      this.#unsaved = {};
    }
    send(content) {
      this.sent.push(content);
    }
    on(event, callback) {
      this.#heard.push([event, callback]);
    }
    off(event, callback) {
      this.#heard = this.#heard.filter(([e, c]) => (event && e !== event) || (callback && c !== callback));
    }
    trigger(event, ...values) {
      for (const [e, callback] of [...this.#heard]) if (e === event) callback(...values);
    }
  }
  let model, attach, end;

  return {
    async show(source, css, state, attached) {
      const controller = new AbortController(),
        { signal } = controller,
        el = document.createElement("div");
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
      Object.assign(el, { id: "root" });
      if (attached) document.body.append(el);
      model = new Model(decode(state));
      const exported = (await load(source)).default;
      const widget = typeof exported === "function" ? await exported() : exported;
      const forget = await widget.initialize?.({ model, signal });
      const cleanUp = await widget.render?.({ model, el, signal });
      attach = () => document.body.append(el);
      end = async () => {
        controller.abort();
        await cleanUp?.();
        await forget?.();
        el.remove();
      };
    },
    attach: () => attach(),
    end: () => end(),
    get: (name) => encode(model.get(name)),
    set: (values) => model.set(decode(values)),
    saved: () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(model.saved)))), // a view saves after it paints
    sent: () => model.sent,
    receive: (content) => model.trigger("msg:custom", content, []),
    // Any function of a module, exported or not.
    call: async (source, name, values) =>
      encode(await (await load(`${source}\nexport { ${name} as called };`)).called(...values.map(decode))),
  };
})();
