// What only an exported page does: its evidence, its address, its own search, its switches.
const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const root = document.documentElement;
root.classList.remove("no-js");
const words = read("page-words") || {}, data = read("evidence-data") || { lists: {} };

// A small page holds its data; a large one has it in files beside it, each loaded as a script, which works from a folder too.
const loading = new Map();
globalThis.tifaBeside = (file, block) => loading.get(file)?.resolve(block);
const load = (file) => {
  if (!loading.has(file)) {
    const entry = {};
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    loading.set(file, entry);
    document.head.append(make("script", { src: file, onerror: () => { loading.delete(file); entry.reject(new Error(tifa.say("page.no_file", { file }))); } }));
  }
  return loading.get(file).promise;
};
const font = document.getElementById("more-font")?.dataset.file; // for the characters that only those files hold
let faces = null;
const beside = async (file) => {
  faces ??= font && load(font).then((css) => document.head.append(make("style", {}, css)), () => { faces = null; });
  await faces;
  return load(file);
};
const decoded = (block) => {
  for (const part of ["lists", "sizes"]) block[part] = Object.fromEntries(Object.entries(block[part] || {}).flatMap(([a, rows]) => [[a, rows], [plain(a), rows]]));
  return block;
};
const merged = (blocks) => blocks.reduce((a, b) => {
  const [articles, sentences, names] = [a.articles.length, a.sentences.length, a.files.length];
  const shifted = Object.fromEntries(Object.entries(b.lists).map(([k, rows]) => [k, rows.map(([s, f, ...rest]) => [s + sentences, f + names, ...rest])]));
  return { articles: [...a.articles, ...b.articles], sentences: [...a.sentences, ...b.sentences.map(([n, text]) => [n + articles, text])],
    files: [...a.files, ...b.files], lists: { ...a.lists, ...shifted }, sizes: { ...a.sizes, ...b.sizes }, missing: [...(a.missing || []), ...(b.missing || [])] };
});
// An address as Python writes it: each file holds those from its first on.
const written = (address) => address.split(/\/(?=\w+=)/).map((part) => part.replace(/=(.*)/s, (_, value) => "=" + encodeURIComponent(plain(value)).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase()))).join("/");
const whole = data.beside ? null : decoded(data);
const evidence = async (addresses) => {
  if (whole) return whole;
  const wanted = new Set(addresses.map((address) => data.beside.findLast(([first]) => first <= written(address))?.[1]).filter(Boolean));
  return merged([{ articles: [], sentences: [], files: [], lists: {} }, ...(await Promise.all([...wanted].map(beside))).map(decoded)]);
};

// The search of a page without Python: every hit of the exact characters, with file and line.
const linesOf = (file, line, breaks, first, last) => { // `breaks`: see search_index.py
  let from = line, to = line, own = file;
  for (let i = 0, at = 0; i < breaks.length; i += 3) {
    at += breaks[i]; line += breaks[i + 1]; file += breaks[i + 2];
    if (at <= first) { from = to = line; own = file; } else if (at <= last && file === own) to = line;
  }
  return [own, from, to];
};
let corpus = null;
const look = async ({ term, kind, by, only, sort, since, until }) => {
  corpus ??= await spec(document.getElementById("corpus-data"), beside);
  const named = kind === "text" || kind === "regex" ? null : corpus.names.find((name) => name.name === term && name.kind === kind);
  const again = new Set(corpus.again[+by]); // texts that their group has already: a text counts once
  const dated = ([, , day]) => (!since && !until) || (day && day >= since && (!until || day <= until));
  const of = corpus.articles.map((article, i) => again.has(i) || !dated(article) ? null : article[5][+by]), articles = corpus.articles.map((article) => [article[5][+by], ...article.slice(1, 5)]);
  const sentences = [], hits = [], units = (text) => Array.from(text).length;
  const add = (number, text, spans, file, line, breaks) => {
    if (of[number] === null || (only && of[number] !== only)) return;
    for (const [a, b] of spans) {
      const [own, from, to] = linesOf(file, line, breaks, a, b - 1);
      if (sentences.at(-1)?.[1] !== text || sentences.at(-1)[0] !== number) sentences.push([number, text]);
      hits.push([sentences.length - 1, own, from, to, units(text.slice(0, a)), units(text.slice(0, b))]);
    }
  };
  if (named) for (const [sentence, a, b] of named.at) { const [number, text, ...rest] = corpus.sentences[sentence]; add(number, text, [[a, b]], ...rest); }
  else for (const [number, text, ...rest] of corpus.sentences) {
    const spans = [];
    if (kind === "regex") for (const hit of text.matchAll(new RegExp(term, "gu"))) hit[0] && spans.push([hit.index, hit.index + hit[0].length]);
    else for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) spans.push([at, at + term.length]);
    if (spans.length) add(number, text, spans, ...rest);
  }
  const context = (hit) => { const chars = Array.from(sentences[hit[0]][1]); return sort === "left" ? chars.slice(0, hit[4]).reverse().join("") : chars.slice(hit[5]).join(""); };
  if (sort !== "text") hits.sort((x, y) => { const [a, b] = [context(x), context(y)]; return a < b ? -1 : a > b ? 1 : 0; });
  const groupOf = (hit) => of[sentences[hit[0]][0]], names = corpus.groups[+by], lists = { "ev-look": hits };
  const groups = names.filter((name) => !only || name === only).map((name) => {
    const own = hits.filter((hit) => groupOf(hit) === name), all = corpus.articles.filter((_, i) => of[i] === name), han = all.reduce((sum, article) => sum + article[6], 0);
    lists["ev-look/place=" + encodeURIComponent(name)] = own;
    return [name, own.length, new Set(own.map((hit) => sentences[hit[0]][0])).size, all.length, han, own.length / Math.max(han, 1) * 10000, null, null];
  });
  const entire = {};
  for (const number of new Set(hits.map((hit) => sentences[hit[0]][0]))) { // the whole article of a line, its hits marked; made when it is opened
    const own = hits.filter((hit) => sentences[hit[0]][0] === number), at = corpus.files[own[0][1]] + ":" + own[0][2];
    const address = ["ev-look", "article=" + encodeURIComponent(articles[number][4]), "at=" + encodeURIComponent(at)].join("/");
    const get = () => corpus.sentences.filter((row) => row[0] === number).map(([, text, file, line, breaks]) =>
      [sentences.push([number, text]) - 1, ...linesOf(file, line, breaks, 0, text.length - 1), ...own.filter((hit) => sentences[hit[0]][1] === text).flatMap((hit) => hit.slice(4, 6))]);
    Object.defineProperty(lists, address, { get, enumerable: true });
    entire[number] = address;
  }
  const periods = new Map();
  corpus.articles.forEach((article, i) => of[i] !== null && article[2] && periods.set(article[2].slice(0, corpus.every) + "|" + of[i], [article[2].slice(0, corpus.every), of[i], 0, 0]));
  for (const hit of hits) { const i = sentences[hit[0]][0], p = periods.get(corpus.articles[i][2].slice(0, corpus.every) + "|" + of[i]); if (p) p[2] += 1; }
  return { block: { articles, sentences, files: corpus.files, lists, missing: corpus.missing }, groups, names, periods: [...periods.values()], near: [], colours: corpus.colours, whole: hits.map((hit) => entire[sentences[hit[0]][0]]),
    n: hits.length, articles: new Set(hits.map((hit) => sentences[hit[0]][0])).size, of: of.filter((group) => group !== null && (!only || group === only)).length };
};

// The address after # names what is open, so that back, forward and a sent link work.
let entered = 0; // how many addresses of evidence this visit has added to the history
let from = null;
const tifa = makeTifa({
  id: "evidence", words, groups: data.groups, called: data.called, missing: data.missing, owns: () => true, evidence, look, beside,
  runtime: async () => { if (!globalThis.Plot) throw new Error("Plot"); },
  go: (hash, opener) => {
    from = opener;
    if (hash.startsWith("ev-look") || location.hash === "#" + hash) return tifa.open(hash, opener);
    entered += 1;
    location.hash = hash;
  },
  leave: () => {
    if (entered > 0 && location.hash.startsWith("#ev-")) { const steps = entered; entered = 0; history.go(-steps); }
    else { if (location.hash.startsWith("#ev-")) history.replaceState(null, "", location.pathname + location.search); tifa.close(); }
  },
});
const follow = () => {
  const hash = location.hash.slice(1);
  if (hash.startsWith("ev-") || plain(hash).startsWith("ev-")) return tifa.open(hash, from);
  if (hash.startsWith("find=") && searchBox) { searchBox.value = plain(hash.slice(5)); search(); }
  if (hash.startsWith("term=")) document.querySelector(".explorer")?.look?.(plain(hash.slice(5)));
  tifa.close();
};
addEventListener("hashchange", follow);
addEventListener("popstate", () => { if (!location.hash.startsWith("#ev-")) entered = 0; });

// Search over all pages: the index holds their text; every other page sends the words there.
const pages = read("search-data"), searchBox = document.getElementById("find"), found = document.getElementById("found");
const search = () => {
  const wanted = searchBox.value.trim().toLowerCase();
  if (!pages) { if (wanted) location.href = "index.html#find=" + encodeURIComponent(searchBox.value.trim()); return; }
  const hits = wanted ? pages.filter((part) => (part.title + " " + part.text).toLowerCase().includes(wanted)) : [];
  const shown = (part) => {
    const at = part.text.toLowerCase().indexOf(wanted), begin = Math.max(0, at - 60);
    const text = at < 0 ? [part.text.slice(0, 120)] : [(begin ? "…" : "") + part.text.slice(begin, at), make("mark", {}, part.text.slice(at, at + wanted.length)), part.text.slice(at + wanted.length, at + 120) + "…"];
    return make("li", {}, make("a", { href: part.href }, part.title), make("br"), ...text);
  };
  found.replaceChildren(...(wanted ? [make("p", { role: "status" }, tifa.say(hits.length ? "find.found" : "find.none", { n: hits.length })),
    make("ul", {}, ...hits.slice(0, 40).map(shown)),
    make("p", {}, make("a", { href: document.getElementById("lookup").value + "#term=" + encodeURIComponent(searchBox.value.trim()) }, tifa.say("find.corpus", { term: searchBox.value.trim() })))] : []));
};
searchBox?.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
if (pages) searchBox.addEventListener("input", search);

// Switches.
const code = document.getElementById("code-switch");
code?.addEventListener("click", () => {
  const on = code.getAttribute("aria-pressed") !== "true";
  code.setAttribute("aria-pressed", on);
  code.textContent = tifa.say(on ? "page.hide_code" : "page.show_code");
  document.querySelectorAll("details.code").forEach((part) => { part.open = on; });
  root.classList.toggle("with-code", on);
});
const theme = document.getElementById("theme-switch");
const isDark = () => root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
const named = () => { if (theme) theme.textContent = tifa.say(isDark() ? "page.light" : "page.dark"); };
const wear = (look) => { for (const name of ["dark", "light"]) root.classList.toggle(name, name === look); named(); };
const kept = (look) => { try { return look ? localStorage.setItem("tifa-look", look) : localStorage.getItem("tifa-look"); } catch { return null; } }; // a browser may forbid it
theme?.addEventListener("click", () => { const look = isDark() ? "light" : "dark"; wear(look); kept(look); });
if (theme && kept()) wear(kept());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", named);
named();
document.getElementById("copy-citation")?.addEventListener("click", async () => {
  const block = document.getElementById("citation");
  getSelection().selectAllChildren(block);
  let done = false;
  try { await navigator.clipboard.writeText(block.textContent); done = true; } catch { done = document.execCommand("copy"); }
  document.getElementById("copied").textContent = tifa.say(done ? "page.copied" : "page.selected");
});

// The contents list follows the reading; on a phone the title comes first.
const contents = document.querySelector("#contents details");
if (contents && innerWidth < 960) contents.open = false;
const entries = [...document.querySelectorAll("#contents a")];
const heads = entries.map((entry) => document.getElementById(decodeURIComponent(entry.hash.slice(1))));
const mark = () => {
  let now = 0;
  heads.forEach((head, i) => { if (head && head.getBoundingClientRect().top < innerHeight * 0.3) now = i; });
  entries.forEach((entry, i) => i === now ? entry.setAttribute("aria-current", "true") : entry.removeAttribute("aria-current"));
};
if (entries.length) { addEventListener("scroll", mark, { passive: true }); mark(); }
tifa.enhance(document).then(follow);
