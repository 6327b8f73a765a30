"use strict";
// Everything a page does, with the text of the corpus only ever set as text, never as mark-up.
const make = (name, props = {}, ...kids) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) key in node ? (node[key] = value) : node.setAttribute(key, value);
  node.append(...kids);
  return node;
};
const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const plain = (address) => { try { return decodeURIComponent(address); } catch { return address; } };
const save = (name, rows) => {
  const cell = (value) => /[",\n\r]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value;
  // A text a spreadsheet would run gets an apostrophe; a number stays a number.
  const safe = (value) => /^[=+\-@＝＋－＠\t\r\n]/.test(value) && !/^-?[\d.]+(e-?\d+)?$/i.test(value) ? "'" + value : value;
  const text = "\ufeff" + rows.map((row) => row.map((value) => cell(safe(String(value)))).join(",") + "\r\n").join("");
  saveText(name, text);
};
const saveText = (name, text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};

// The page's own words, in its language; {gaps} filled, and of singular|plural the one that goes with n.
const words = read("page-words") || {};
const say = (key, values = {}) => {
  const forms = (words[key] ?? key).split("|");
  return forms[values.n === 1 || values.n === "1" ? 0 : forms.length - 1].replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
};
const tongue = words.lang || "en";
const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

// Evidence: the address after # names a list; the panel shows all of it.
const data = read("evidence-data") || { lists: {} };
const lists = new Map(Object.entries(data.lists).map(([address, rows]) => [plain(address), rows]));
const sizesOf = new Map(Object.entries(data.sizes || {}).map(([address, rows]) => [plain(address), rows]));
const panel = document.getElementById("evidence");
let opener = null;
// A character that no font on this page draws is named by its number: never a box, never another font.
const corpus = read("corpus-data");
const lost = new Set([...(data.missing || []), ...(corpus?.missing || [])]);
const drawn = (text) => lost.size === 0 ? text : Array.from(text, (char) =>
  lost.has(char) ? "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") : char).join("");
const titleOf = (address) => {
  const [table, ...filters] = address.slice(3).split("/");
  const values = filters.map((part) => plain(part.slice(part.indexOf("=") + 1)));
  return { table, values };
};
const line = (row) => {
  const [sentence, file, from, to, ...spans] = row;
  const [article, text] = data.sentences[sentence];
  return { article: data.articles[article], number: article, text, file: data.files[file], from, to, spans };
};
const marked = (text, spans) => {
  const parts = [];
  let last = 0;
  const pairs = [];
  for (let i = 0; i < spans.length; i += 2) pairs.push([spans[i], spans[i + 1]]);
  // Offsets count code points, as Python does; a rare character is two units here.
  const chars = Array.from(text);
  const cut = (start, end) => drawn(chars.slice(start, end).join(""));
  for (const [start, end] of pairs.sort((a, b) => a[0] - b[0])) {
    if (start < last || start === end) continue; // an article has no hit to mark
    parts.push(cut(last, start), make("mark", {}, cut(start, end)));
    last = end;
  }
  return [...parts, cut(last)];
};
const stands = (item) => item.file + ":" + item.from + (item.to > item.from ? "–" + item.to : "");
// A list of articles says how long each is and how long they are together: what a rate is per.
const long = (han, tokens) => say("page.han", { n: grouped(han) }) + " · " + say("page.words", { n: grouped(tokens) });
const dated = (date, basis) => !date ? say("page.undated") : basis && basis !== "printed" && basis !== "given" ? say("page.inferred", { date }) : date;
const open = (address) => {
  const rows = lists.get(address);
  const { table, values } = titleOf(address);
  const items = (rows || []).map(line);
  const count = rows ? say("page.lines", { n: rows.length }) : say("page.no_evidence");
  const title = make("h2", { id: "evidence-title", tabIndex: -1, lang: "zh-Hans" }, drawn(values.join(" · ")) || say("page.all"));
  const close = make("button", { type: "button", id: "evidence-close" }, say("page.close"));
  const get = make("button", { type: "button" }, say("page.get"));
  const sizes = rows && sizesOf.get(address);
  const total = (column) => sizes.reduce((sum, size) => sum + size[column], 0);
  close.addEventListener("click", leave);
  get.addEventListener("click", () => save(table + ".csv", [["place", "paper", "date", "title", "sentence", "hit", "file", "line"],
    ...items.map((item) => [item.article[0], item.article[1], item.article[2], item.article[4], item.text,
      Array.from(item.text).slice(item.spans[0], item.spans[1]).join(""), item.file, item.from])]));
  const tools = make("div", { className: "controls", lang: tongue }, make("span", { id: "evidence-count" }, count), ...(rows && words["kind." + table] ? [make("span", {}, say("kind." + table))] : []),
    ...(sizes ? [make("span", { id: "evidence-sum" }, say("page.sum", { sum: long(total(0), total(1)) }))] : []), ...(rows ? [get] : []), close);
  const body = [];
  let current = null, n = 1;
  for (const [index, item] of items.entries()) {
    if (!current || current.number !== item.number) {
      const [where, paper, date, basis, name] = item.article;
      const source = [where, paper, dated(date, basis), sizes ? long(...sizes[index]) : ""].filter(Boolean).join(" · ");
      const list = make("ol", { start: n });
      body.push(make("h3", { lang: "zh-Hans" }, make("b", {}, drawn(name) || say("page.untitled")), make("br"), make("span", { className: "src" }, drawn(source))), list);
      current = { number: item.number, list };
    }
    current.list.append(make("li", { lang: "zh-Hans" }, ...marked(item.text, item.spans), " ", make("span", { className: "src" }, stands(item))));
    n += 1;
  }
  panel.replaceChildren(make("div", { className: "head" }, title, tools), ...body);
  panel.dataset.anchor = address;
  if (!panel.open) panel.show();
  panel.scrollTop = 0;
  title.focus({ preventScroll: true });
};
const follow = () => {
  if (!panel) return;
  const address = plain(location.hash.slice(1));
  if (address.startsWith("ev-")) return open(address);
  if (panel.open) { panel.close(); opener?.focus({ preventScroll: true }); opener = null; }
};
let entered = 0; // how many addresses of evidence this visit has added to the history
const leave = () => {
  if (entered > 0) { const steps = entered; entered = 0; history.go(-steps); }
  else { history.replaceState(null, "", location.pathname + location.search); follow(); }
};
addEventListener("hashchange", follow);
addEventListener("popstate", () => { if (!location.hash.startsWith("#ev-")) entered = 0; });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#ev-"]');
  const reading = getSelection()?.toString(); // somebody marks words in a row: that is no click
  const row = link || reading ? null : event.target.closest?.("tr.opens");
  const target = link || row?.querySelector("a.ev");
  if (!target || !panel) return;
  event.preventDefault();
  const address = target.getAttribute("href");
  if (!panel.contains(target)) opener = target;
  if (location.hash === address) return open(plain(address.slice(1)));
  entered += 1;
  location.hash = address;
});
addEventListener("keydown", (event) => { if (event.key === "Escape" && panel?.open) leave(); });

// Tables: sort, filter, page, download. Without this script they are whole tables.
const PAGE = 15;
for (const box of document.querySelectorAll(".table")) {
  const table = box.querySelector("table"), body = table.tBodies[0], rows = [...body.rows];
  const caption = table.caption.textContent;
  const wide = make("div", { className: "wide", role: "region", tabIndex: 0, "aria-label": caption });
  table.before(wide); wide.append(table);
  const filter = make("input", { type: "search", placeholder: say("page.filter"), "aria-label": say("page.filter_of", { caption }) });
  const status = make("span", { role: "status" });
  const back = make("button", { type: "button" }, say("page.back")), next = make("button", { type: "button" }, say("page.next"));
  const all = make("button", { type: "button", "aria-pressed": "false" }, say("page.all_rows"));
  const get = make("button", { type: "button", className: "get" }, say("page.get"));
  let page = 0, whole = false;
  const draw = () => {
    const wanted = filter.value.trim().toLowerCase();
    const kept = [...body.rows].filter((row) => { row.hidden = true; return row.textContent.toLowerCase().includes(wanted); });
    const size = whole ? kept.length || 1 : PAGE, pages = Math.max(1, Math.ceil(kept.length / size));
    page = Math.min(page, pages - 1);
    kept.slice(page * size, (page + 1) * size).forEach((row) => { row.hidden = false; });
    const from = kept.length ? page * size + 1 : 0, to = Math.min(kept.length, (page + 1) * size);
    status.textContent = say(kept.length < rows.length ? "page.rows_kept" : "page.rows", { from, to, n: kept.length, all: rows.length });
    back.disabled = page === 0; next.disabled = page >= pages - 1;
    back.hidden = next.hidden = pages === 1;
    all.hidden = rows.length <= PAGE;
  };
  back.addEventListener("click", () => { page -= 1; draw(); });
  next.addEventListener("click", () => { page += 1; draw(); });
  all.addEventListener("click", () => { whole = !whole; all.setAttribute("aria-pressed", whole); page = 0; draw(); });
  filter.addEventListener("input", () => { page = 0; draw(); });
  get.addEventListener("click", () => save(box.dataset.name + ".csv", [[...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    ...[...body.rows].map((row) => [...row.cells].map((cell) => cell.dataset.v ?? cell.textContent))]));
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const numeric = rows.some((row) => row.cells[column].classList.contains("num"));
      const order = (a, b) => {
        if (!numeric) return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
        const [x, y] = [parseFloat(key(a)), parseFloat(key(b))];
        return isNaN(x) ? (isNaN(y) ? 0 : 1) : isNaN(y) ? -1 : x - y;
      };
      const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * order(a, b));
      body.append(...sorted);
      page = 0; draw();
    });
  });
  for (const row of rows) if (row.querySelector("a.ev")) row.classList.add("opens");
  if (box.classList.contains("wordy")) // on a phone each cell says what it is
    for (const row of rows) for (const [i, cell] of [...row.cells].entries()) if (i) cell.dataset.head = table.tHead.rows[0].cells[i].textContent;
  wide.before(make("div", { className: "controls", lang: tongue }, ...(rows.length > 5 ? [filter] : []), status, back, next, all, get));
  draw();
}

// Figures: their rows as CSV.
for (const button of document.querySelectorAll("button.rows"))
  button.addEventListener("click", () => saveText(button.dataset.name + ".csv", "\ufeff" + JSON.parse(button.parentElement.querySelector("script").textContent)));

// Looking things up in the page itself: every hit of the exact characters, rates by place, the lines.
const live = document.getElementById("live");
const SHOWN = 100;
// Where the characters `first` to `last` of a sentence stand: `breaks` says how many characters further on the next line of the
// file begins, how many lines further down it is, and how many files further (see page_search.py).
const linesOf = (file, line, breaks, first, last) => {
  let from = line, to = line, own = file;
  for (let i = 0, at = 0; i < breaks.length; i += 3) {
    at += breaks[i]; line += breaks[i + 1]; file += breaks[i + 2];
    if (at <= first) { from = to = line; own = file; }
    else if (at <= last && file === own) to = line;
  }
  return { file: corpus.files[own], from, to };
};
const lookUp = (term, place, order) => {
  const hits = [];
  for (const [number, text, file, line, breaks] of corpus.sentences) {
    if (place && corpus.articles[number][0] !== place) continue;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length))
      hits.push({ number, text, at, ...linesOf(file, line, breaks, at, at + term.length - 1) });
  }
  const before = (hit) => Array.from(hit.text.slice(0, hit.at)).reverse().join("");
  const after = (hit) => hit.text.slice(hit.at + term.length);
  const key = { before, after }[order];
  return key ? hits.map((hit) => [key(hit), hit]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, hit]) => hit) : hits;
};
if (live && corpus) {
  const label = (text, control) => make("label", {}, text, control);
  const term = make("input", { type: "search", value: corpus.term, size: 18, id: "live-term" });
  const names = make("datalist", { id: "live-names" }, ...corpus.names.map((name) => make("option", { value: name })));
  term.setAttribute("list", "live-names");
  const pick = (pairs) => make("select", {}, ...pairs.map(([value, text]) => make("option", { value }, text)));
  const place = pick([["", say("live.everywhere")], ...corpus.places.map(([name]) => [name, drawn(name) || say("page.unplaced")])]);
  const order = pick([["", say("live.printed")], ["before", say("live.before")], ["after", say("live.after")]]);
  const status = make("p", { role: "status", id: "live-status" });
  const body = make("tbody"), list = make("ol", { id: "live-lines" });
  const head = ["place", "times", "articles", "of", "han", "rate"].map((key) => say("live." + key));
  const rates = make("table", { lang: tongue }, make("caption", {}, say("live.caption")),
    make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))), body);
  const all = make("button", { type: "button", hidden: true });
  const get = make("button", { type: "button" }, say("page.get"));
  let hits = [], shown = SHOWN;
  const draw = () => {
    const wanted = term.value.trim();
    hits = wanted ? lookUp(wanted, place.value, order.value) : [];
    const articles = (rows) => new Set(rows.map((hit) => hit.number)).size;
    status.replaceChildren(...(wanted ? [make("span", { lang: "zh-Hans" }, wanted), say("live.found", { n: hits.length, k: articles(hits) })] : [say("live.ask")]));
    body.replaceChildren(...corpus.places.filter(([name]) => !place.value || name === place.value).map(([name, of, han]) => {
      const own = hits.filter((hit) => corpus.articles[hit.number][0] === name);
      const opens = (text) => make("a", { className: "ev", href: "#ev-articles/place=" + encodeURIComponent(name) }, text);
      const cells = [String(own.length), String(articles(own)), opens(of), opens(grouped(han)), (own.length / Math.max(han, 1) * 10000).toFixed(1)];
      return make("tr", {}, make("th", { scope: "row", lang: "zh-Hans" }, drawn(name) || say("page.unplaced")), ...cells.map((cell) => make("td", { className: "num" }, cell)));
    }));
    list.replaceChildren(...hits.slice(0, shown).map((hit) => {
      const [where, paper, date] = corpus.articles[hit.number];
      const source = [where, paper, date || say("page.undated"), stands(hit)].filter(Boolean).join(" · ");
      return make("li", { lang: "zh-Hans" }, drawn(hit.text.slice(0, hit.at)), make("mark", {}, drawn(wanted)),
        drawn(hit.text.slice(hit.at + wanted.length)), " ", make("span", { className: "src" }, drawn(source)));
    }));
    all.hidden = hits.length <= shown;
    all.textContent = say("live.more", { n: hits.length });
  };
  const redraw = () => { shown = SHOWN; draw(); };
  term.addEventListener("input", redraw);
  place.addEventListener("change", redraw);
  order.addEventListener("change", redraw);
  all.addEventListener("click", () => { shown = Infinity; draw(); });
  get.addEventListener("click", () => save("lines.csv", [["place", "paper", "date", "title", "before", "hit", "after", "file", "line"],
    ...hits.map((hit) => { const [where, paper, date, , title] = corpus.articles[hit.number]; const wanted = term.value.trim();
      return [where, paper, date, title, hit.text.slice(0, hit.at), wanted, hit.text.slice(hit.at + wanted.length), hit.file, hit.from]; })]));
  const form = make("form", { lang: tongue }, label(say("live.term"), term), names, label(say("live.place"), place), label(say("live.order"), order), get);
  form.addEventListener("submit", (event) => event.preventDefault());
  live.replaceChildren(form, status, rates, list, all);
  draw();
}

// Switches.
const root = document.documentElement;
root.classList.remove("no-js");
const code = document.getElementById("code-switch");
code?.addEventListener("click", () => {
  const on = code.getAttribute("aria-pressed") !== "true";
  code.setAttribute("aria-pressed", on);
  code.textContent = say(on ? "page.hide_code" : "page.show_code");
  document.querySelectorAll("details.code").forEach((part) => { part.open = on; });
});
const theme = document.getElementById("theme-switch");
const isDark = () => root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
theme?.setAttribute("aria-pressed", isDark());
theme?.addEventListener("click", () => {
  const dark = !isDark();
  root.classList.toggle("dark", dark); root.classList.toggle("light", !dark);
  theme.setAttribute("aria-pressed", dark);
});
document.getElementById("copy-citation")?.addEventListener("click", async () => {
  const block = document.getElementById("citation");
  getSelection().selectAllChildren(block);
  let done = false;
  try { await navigator.clipboard.writeText(block.textContent); done = true; } catch { done = document.execCommand("copy"); }
  document.getElementById("copied").textContent = say(done ? "page.copied" : "page.selected");
});

// The contents list follows the reading.
const contents = document.querySelector("#contents details");
if (contents && innerWidth < 960) contents.open = false; // on a phone the title comes first
const entries = [...document.querySelectorAll("#contents a")];
const heads = entries.map((entry) => document.getElementById(decodeURIComponent(entry.hash.slice(1))));
const mark = () => {
  let now = 0;
  heads.forEach((head, i) => { if (head && head.getBoundingClientRect().top < innerHeight * 0.3) now = i; });
  entries.forEach((entry, i) => i === now ? entry.setAttribute("aria-current", "true") : entry.removeAttribute("aria-current"));
};
if (entries.length) { addEventListener("scroll", mark, { passive: true }); mark(); }
follow();
