// In JupyterLab: the kernel answers, and what cells show is brought to life as it appears.
const pending = new Map();
export default {
  initialize({ model }) {
    const key = model.get("key");
    if (!document.getElementById("tifa-style")) document.head.append(make("style", { id: "tifa-style" }, model.get("style")));
    const ask = (request) => new Promise((resolve, reject) => {
      const id = crypto.randomUUID();
      pending.set(id, { resolve, reject });
      model.send({ id, ...request });
    });
    model.on("msg:custom", ({ id, error, answer }) => {
      const waiting = pending.get(id);
      pending.delete(id);
      error ? waiting?.reject(new Error(error)) : waiting?.resolve(answer);
    });
    let runtime = null;
    const tifa = makeTifa({
      id: "evidence-" + key, key, words: model.get("words"), wait: 120,
      get groups() { return model.get("groups"); },
      get called() { return model.get("called"); },
      owns: (node) => node.closest?.("[data-tifa]")?.dataset.tifa === key,
      evidence: (addresses) => ask({ kind: "evidence", addresses }),
      look: (request) => ask({ kind: request.panel, request }),
      runtime: () => runtime ??= globalThis.Plot ? Promise.resolve() : ask({ kind: "runtime" }).then((code) => { new Function("exports", "module", "define", code)(); }),
    });
    let due = false; // once a frame, before it is painted
    const watch = new MutationObserver(() => {
      if (!due) requestAnimationFrame(() => { due = false; tifa.enhance(document); });
      due = true;
    });
    watch.observe(document.body, { childList: true, subtree: true });
    tifa.enhance(document);
    return () => { watch.disconnect(); tifa.stop(); };
  },
  render() {},
};
