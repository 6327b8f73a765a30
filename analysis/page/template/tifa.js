"use strict";
// One drawer, one table, one set of views, for an exported page and for JupyterLab alike. The text of a corpus is only ever set
// as text, never as mark-up. `source` says where evidence comes from: the page, files beside it, or the kernel.
const make = (name, props = {}, ...kids) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) key in node ? (node[key] = value) : node.setAttribute(key, value);
  node.append(...kids);
  return node;
};
const plain = (address) => { try { return decodeURIComponent(address); } catch { return address; } };
const saveText = (name, text, type = "text/csv") => {
  const url = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
const save = (name, rows) => {
  const cell = (value) => /[",\n\r]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value;
  // A text a spreadsheet would run gets an apostrophe; a number stays a number.
  const safe = (value) => /^[=+\-@＝＋－＠\t\r\n]/.test(value) && !/^-?[\d.]+(e-?\d+)?$/i.test(value) ? "'" + value : value;
  saveText(name, "\ufeff" + rows.map((row) => row.map((value) => cell(safe(String(value)))).join(",") + "\r\n").join(""));
};
const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const spec = (block, beside) => block.dataset.file ? beside(block.dataset.file) : JSON.parse(block.textContent); // data of the page, or of a file beside it
const addressOf = (link) => link?.dataset.ev || link?.getAttribute("href") || link?.getAttributeNS("http://www.w3.org/1999/xlink", "href") || "";
const isEvidence = (link) => addressOf(link).startsWith("#ev-");
const apart = (hash) => hash.replace(/^#/, "").split(/&(?=ev-)/); // an address of two sides is two addresses
const ROWS = 25, LINES = 300, NEAR = 44, DOTS = 1500, HEAD = 44; // rows of a page, lines at once, characters beside a hit, words of a picture, columns of a head in it
const columnsOf = (text) => Array.from(text).reduce((sum, char) => sum + (char > "\u2e80" ? 2 : 1), 0);
const short = (text, most) => { let kept = text; while (columnsOf(kept) > most) kept = kept.slice(0, -1); return kept === text ? text : kept + "…"; };

const makeTifa = (source) => {
  const words = source.words;
  // The words of the page in its language: {gaps} filled, and of singular|plural the one that goes with n.
  const say = (key, values = {}) => {
    const forms = (words[key] ?? key).split("|");
    return forms[values.n === 1 || values.n === "1" ? 0 : forms.length - 1].replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
  };
  const tongue = words.lang || "en";
  const button = (key, act, props = {}) => { const b = make("button", { type: "button", ...props }, say(key)); b.addEventListener("click", act); return b; };
  // A character that no font on the page draws is named by its number: never a box, never another font.
  const lost = new Set(source.missing || []);
  const drawn = (text) => lost.size === 0 ? text : Array.from(text, (char) =>
    lost.has(char) ? "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") : char).join("");

  // --- evidence ---
  const drawer = make("dialog", { id: source.id, className: "tifa drawer", "aria-labelledby": source.id + "-title", "data-tifa": source.key || "", "data-lm-suppress-shortcuts": "true" });
  document.body.append(drawer);
  let opener = null, asked = 0;
  const extra = new Map(); // made by a search: address -> block, or what asks for it
  const marked = (text, spans) => {
    const parts = [], pairs = [], chars = Array.from(text); // offsets count code points, as Python does
    let last = 0;
    for (let i = 0; i < spans.length; i += 2) pairs.push([spans[i], spans[i + 1]]);
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
  const long = (size) => say("page.han", { n: grouped(size[0]) }) + " · " + say("page.words", { n: grouped(size[1]) });
  const dated = (date, basis) => !date ? say("page.undated") : basis && basis !== "printed" && basis !== "given" ? say("page.inferred", { date }) : date;
  const asked_by = {}; // group of the search box -> what a reader calls it
  const called = (group) => source.called?.["place=" + group] ?? asked_by[group] ?? group;
  const sourceOf = ([where, paper, date, basis]) => [called(where), paper, where || paper || date ? dated(date, basis) : ""].filter(Boolean).join(" · ");
  const itemsOf = (block, address) => {
    const sizes = block.sizes?.[address];
    return block.lists[address]?.map(([sentence, file, from, to, ...spans], i) => {
      const [number, text] = block.sentences[sentence];
      return { number, article: block.articles[number], text, file: block.files[file], from, to, spans, size: sizes?.[i] };
    });
  };
  const listed = (items, heading) => { // the lines, article by article
    const body = [];
    let current = null;
    for (const [i, item] of items.entries()) {
      if (current?.number !== item.number) {
        const list = make("ol", { start: i + 1 });
        const where = sourceOf(item.article) + (item.size ? " · " + long(item.size) : "");
        body.push(make(heading, { className: "article", lang: "zh-Hans" }, make("b", {}, drawn(item.article[4]) || say("page.untitled")), make("br"), make("span", { className: "src" }, drawn(where))), list);
        current = { number: item.number, list };
      }
      current.list.append(make("li", { lang: "zh-Hans" }, ...marked(item.text, item.spans), " ", make("span", { className: "src" }, stands(item))));
    }
    return body;
  };
  const lines = (items, heading) => {
    const box = make("div", {}, ...listed(items.slice(0, LINES), heading));
    if (items.length > LINES) {
      const more = make("button", { type: "button", lang: tongue }, say("page.show_all", { n: grouped(items.length) }));
      more.addEventListener("click", () => box.replaceChildren(...listed(items, heading)));
      box.append(more);
    }
    return box;
  };
  const valuesOf = (address, items) => plain(address).slice(3).split("/").slice(1).map((part) => { // in words, as link_words (page_parts.py)
    const [key] = part.split("=", 1), value = part.slice(key.length + 1);
    return key === "article_id" ? items?.[0]?.article[4] || value : source.called?.[part] ?? value;
  }).filter(Boolean);
  const open = async (hash, from) => {
    const addresses = apart(hash), turn = ++asked;
    if (from && !drawer.contains(from)) opener = from;
    const ready = extra.get(addresses[0]);
    let block = typeof ready === "function" ? null : ready, failed = "";
    if (!block) try { block = ready ? (await ready()).block : await source.evidence(addresses); } catch (error) { failed = error.message || String(error); }
    if (turn !== asked) return;
    block ||= { lists: {}, articles: [], sentences: [], files: [] };
    for (const char of block.missing || []) lost.add(char);
    const found = addresses.map((address) => itemsOf(block, address)), known = found.every(Boolean);
    const items = found.flatMap((list) => list || []);
    const table = addresses[0].slice(3).split("/")[0];
    const values = addresses.map((address, i) => valuesOf(address, found[i])), all = [...new Set(values.flat())];
    const shared = addresses.length > 1 ? all.filter((value) => values.every((own) => own.includes(value))) : all;
    // Both sides of a comparison stand side by side: two addresses, or one list that holds lines of both groups.
    const groups = source.groups || [], of = (group) => items.filter((item) => item.article[0] === group);
    const sides = addresses.length > 1 ? values.map((own, i) => [own.filter((v) => !shared.includes(v)).join(" · "), found[i] || []])
      : groups.length === 2 && groups[0] !== groups[1] && groups.every((group) => of(group).length)
        ? [...groups.map((group) => [called(group), of(group)]), ...[["", items.filter((item) => !groups.includes(item.article[0]))]].filter(([, rest]) => rest.length)] : null;
    const title = make("h2", { id: source.id + "-title", tabIndex: -1, lang: "zh-Hans" }, drawn(shared.join(" · ")) || say("page.all"));
    const count = make("span", { id: source.id + "-count" }, failed || (known ? say("page.lines", { n: items.length }) : say("page.no_evidence")));
    const sizes = items.map((item) => item.size).filter(Boolean);
    const sum = sizes.length ? [make("span", { id: source.id + "-sum" }, say("page.sum", { sum: long([0, 1].map((i) => sizes.reduce((total, size) => total + size[i], 0))) }))] : [];
    const get = button("page.get", () => save(table + ".csv", [["place", "paper", "date", "title", "sentence", "hit", "file", "line"],
      ...items.map((item) => [item.article[0], item.article[1], item.article[2], item.article[4], item.text,
        Array.from(item.text).slice(item.spans[0], item.spans[1]).join(""), item.file, item.from])]));
    const tools = make("div", { className: "controls", lang: tongue }, count, ...(known && words["kind." + table] ? [make("span", {}, say("kind." + table))] : []),
      ...sum, ...(known ? [get] : []), button("page.close", leave, { id: source.id + "-close" }));
    const body = sides ? [make("div", { className: "sides" }, ...sides.map(([name, list]) => make("section", {},
      make("h3", { className: "side" }, make("span", { lang: "zh-Hans" }, drawn(name) || say("page.others_of")), " ", make("span", { className: "src" }, say("page.lines", { n: list.length }))), lines(list, "h4"))))] : [lines(items, "h3")];
    drawer.classList.toggle("two", Boolean(sides));
    drawer.replaceChildren(make("div", { className: "head" }, title, tools), ...body);
    drawer.dataset.anchor = plain(hash.replace(/^#/, ""));
    if (!drawer.open) drawer.show();
    drawer.scrollTop = 0;
    title.focus({ preventScroll: true });
  };
  const close = () => { asked += 1; if (drawer.open) { drawer.close(); opener?.focus({ preventScroll: true }); opener = null; } };
  const leave = () => (source.leave || close)();
  const go = (hash, from) => source.go ? source.go(hash, from) : open(hash, from);
  // Of a row with two sides both open at once; of any other row its first number.
  const rowAddress = (row) => {
    const links = [...row.querySelectorAll("a")].filter(isEvidence).map((a) => addressOf(a).slice(1));
    const table = (a) => a.split("/")[0], two = links.slice(0, 2);
    const group = (a) => a.split("/").filter((part) => part.startsWith("place="))[0];
    const pair = two.length === 2 && table(two[0]) === table(two[1]) && group(two[0]) && group(two[1]) && group(two[0]) !== group(two[1]);
    return pair ? two.join("&") : links[0];
  };
  const clicked = (event) => {
    const link = event.target.closest?.("a"), reading = getSelection()?.toString(); // somebody marks words in a row: that is no click
    const row = isEvidence(link) || reading || event.target.closest?.("button, input, summary") ? null : event.target.closest?.("tr.opens");
    const address = isEvidence(link) ? addressOf(link).slice(1) : row && rowAddress(row);
    if (!address || !source.owns(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // JupyterLab would go to the address instead
    go(address, isEvidence(link) ? link : row.querySelector("a"));
  };
  const pressed = (event) => {
    if (event.key === "Escape" && drawer.open) return leave();
    const link = event.target.closest?.("svg a");
    if (event.key === "Enter" && link && isEvidence(link)) clicked(event);
  };
  addEventListener("click", clicked, true);
  addEventListener("keydown", pressed, true);

  const signed = (wide) => { // what is cut off at the right is told
    const more = make("span", { className: "sign", hidden: true }, say("page.more_columns"));
    const sign = () => {
      const cut = wide.scrollWidth - wide.clientWidth - wide.scrollLeft > 4;
      more.hidden = !cut; wide.classList.toggle("more", cut);
    };
    wide.addEventListener("scroll", sign, { passive: true });
    new ResizeObserver(sign).observe(wide);
    return [more, sign];
  };

  // --- tables: sort, search, page, download; without this script they are whole tables ---
  const tabled = (box) => {
    const table = box.querySelector("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const others = box.querySelector(":scope > .rest"); // rows that are not laid out yet, or lie in a file beside the page: its own mark-up
    let rows = [...body.rows], absent = +(others?.dataset.rows || 0);
    const caption = table.caption?.textContent || "";
    const wide = make("div", { className: "wide", role: "region", tabIndex: 0, "aria-label": caption });
    table.before(wide); wide.append(table);
    const filter = make("input", { type: "search", placeholder: say("page.filter"), "aria-label": say("page.filter_of", { caption }) });
    const status = make("span", { role: "status" }), [more, sign] = signed(wide);
    let page = 0, whole = false;
    const then = (act) => async () => { // with all rows
      try {
        if (absent) {
          const more = others.dataset.file ? await source.beside(others.dataset.file) : others.textContent.split("<tbody>")[1].split("</tbody>")[0];
          if (absent) body.insertAdjacentHTML("beforeend", more);
          absent = 0; rows = [...body.rows]; ready();
        }
        act(); draw();
      } catch (error) { status.textContent = error.message; }
    };
    const back = button("page.back", then(() => { page -= 1; })), next = button("page.next", then(() => { page += 1; }));
    const all = button("page.all_rows", then(() => { whole = !whole; all.setAttribute("aria-pressed", whole); page = 0; }), { "aria-pressed": "false" });
    const get = button("page.get", then(() => save((box.dataset.name || "table") + ".csv", [heads.map((cell) => cell.dataset.v ?? cell.textContent),
      ...[...body.rows].map((row) => [...row.cells].map((cell) => cell.dataset.v ?? cell.textContent))])), { className: "get" });
    const draw = () => {
      const wanted = filter.value.trim().toLowerCase();
      const kept = [...body.rows].filter((row) => { row.hidden = true; return row.textContent.toLowerCase().includes(wanted); });
      const n = kept.length + absent, size = whole ? n || 1 : ROWS, pages = Math.max(1, Math.ceil(n / size));
      page = Math.min(page, pages - 1);
      kept.slice(page * size, (page + 1) * size).forEach((row) => { row.hidden = false; });
      const from = n ? page * size + 1 : 0, to = Math.min(n, (page + 1) * size), every = rows.length + absent;
      status.textContent = say(n < every ? "page.rows_kept" : "page.rows", { from, to: grouped(to), n: grouped(n), all: grouped(every) });
      back.disabled = page === 0; next.disabled = page >= pages - 1;
      back.hidden = next.hidden = pages === 1;
      all.hidden = every <= ROWS;
      sign();
    };
    filter.addEventListener("input", then(() => { page = 0; }));
    heads.forEach((head, column) => {
      head.classList.toggle("num", Boolean(rows[0]?.cells[column]?.classList.contains("num"))); // over its numbers
      const sorter = make("button", { type: "button" }, ...head.childNodes);
      head.append(sorter);
      sorter.addEventListener("click", then(() => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
        const numeric = rows.some((row) => row.cells[column].classList.contains("num"));
        const order = (a, b) => {
          if (!numeric) return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
          const [x, y] = [parseFloat(key(a)), parseFloat(key(b))];
          return isNaN(x) ? (isNaN(y) ? 0 : 1) : isNaN(y) ? -1 : x - y;
        };
        body.append(...[...rows].sort((a, b) => (down ? -1 : 1) * order(a, b)));
        page = 0;
      }));
    });
    const ready = () => {
      for (const row of rows) if ([...row.querySelectorAll("a")].some(isEvidence)) row.classList.add("opens");
      if (box.classList.contains("wordy")) // on a phone each cell says what it is
        for (const row of rows) for (const [i, cell] of [...row.cells].entries()) if (i) cell.dataset.head = heads[i].textContent;
    };
    ready();
    wide.before(make("div", { className: "controls", lang: tongue }, ...(rows.length > 5 ? [filter] : []), status, back, next, all, get, more));
    box.classList.toggle("longest", rows.length + absent > 4 * ROWS); // on paper only its first page
    draw();
  };

  const ROW = 5; // pixels that marks of one row may differ in height
  // One stop for all the marks of a picture: left and right go on as one reads, up and down to the nearest of the next row.
  const roving = (svg) => {
    const links = [...new Map([...svg.querySelectorAll("a")].filter(addressOf).reverse().map((a) => [addressOf(a), a])).values()].reverse();
    const middle = (a) => { const b = a.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
    const read = () => { const at = new Map(links.map((a) => [a, middle(a)])); links.sort((a, b) => { const [[u, v], [x, y]] = [at.get(a), at.get(b)]; return Math.abs(v - y) > ROW ? v - y : u - x; }); };
    read();
    for (const a of svg.querySelectorAll("a")) a.setAttribute("tabindex", a === links[0] ? 0 : -1);
    (svg.closest(".plot") || svg).addEventListener("keydown", (event) => {
      const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key], down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!links.length || !(across || down) || !svg.getClientRects().length) return;
      event.preventDefault();
      read(); // what was folded has places now
      const now = links.indexOf(event.target.closest("a"));
      const [x, y] = now < 0 ? [] : middle(links[now]), ways = links.map((a) => { const [u, v] = middle(a); return [Math.round((v - y) * down / ROW), Math.abs(u - x), a]; });
      const next = now < 0 ? links[0] : across ? links[now + across] : ways.filter(([on]) => on > 0).sort((p, q) => p[0] - q[0] || p[1] - q[1])[0]?.[2];
      if (!next) return;
      for (const a of links) a.setAttribute("tabindex", a === next ? 0 : -1);
      next.focus();
    });
  };

  // --- figures: their rows and the picture itself ---
  const pictured = (figure) => {
    const row = figure.querySelector("button.rows"), svg = () => figure.querySelector("svg"); // the broad one
    row?.addEventListener("click", async () => saveText(row.dataset.name + ".csv", "\ufeff" + await spec(row.parentElement.querySelector("script"), source.beside)));
    for (const picture of figure.querySelectorAll(".plot svg")) roving(picture);
    row?.after(button("page.get_picture", () => saveText(row.dataset.name + ".svg", new XMLSerializer().serializeToString(svg()), "image/svg+xml")));
  };

  // --- views: looking is exploring ---
  const rate = (value) => value == null ? "–" : value.toFixed(value < 10 ? 1 : 0);
  const drawings = {
    // Words of two groups: each axis the rate in one of them, on a square-root scale; ties in a spiral.
    words(rows, { width, names: groups, colours, found }) {
      const height = Math.min(width, 560), root = (v) => Math.sqrt(v || 0), margin = 46;
      const top = Math.max(...rows.map((r) => Math.max(root(r.per_10k_a), root(r.per_10k_b))), 1) * 1.06;
      const seen = new Map(), px = (pixels) => pixels * top / (Math.min(width, height) - 2 * margin);
      const dots = rows.map((r) => {
        const key = r.per_10k_a + "|" + r.per_10k_b, i = seen.get(key) || 0;
        seen.set(key, i + 1);
        return { ...r, x: root(r.per_10k_a) + px(7 * Math.sqrt(i)) * Math.cos(i * 2.4), y: root(r.per_10k_b) + px(7 * Math.sqrt(i)) * Math.sin(i * 2.4),
          lean: r.per_10k_a > r.per_10k_b ? 0 : 1, hit: found(r), title: `${r.name}${r.gloss ? " · " + r.gloss : ""}\n${groups[0]}: ${r.n_a} (${rate(r.per_10k_a)}), ${groups[1]}: ${r.n_b} (${rate(r.per_10k_b)})` };
      });
      const low = Math.min(0, ...dots.map((d) => Math.min(d.x, d.y))) - px(6), ticks = [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000].filter((t) => root(t) <= top).map(root);
      const scale = (wide, d) => (d - low) / (top - low) * (wide - 2 * margin), taken = [];
      const named = [...dots].filter((d) => d.hit !== false).sort((a, b) => Math.abs(b.x - b.y) - Math.abs(a.x - a.y)).filter((d) => {
        const w = d.name.length * 12 + 8, x = scale(width, d.x), y = scale(height, d.y);
        if (taken.length > 60 || taken.some(([a, b, v]) => Math.abs(a - x) < (w + v) / 2 && Math.abs(b - y) < 15)) return false;
        return taken.push([x, y, w]);
      });
      const axis = (i) => ({ domain: [low, top], ticks, tickFormat: (u) => String(Math.round(u * u)), label: say("view.rate_in", { place: groups[i] }) });
      return Plot.plot({ width, height, margin, x: axis(0), y: axis(1), style: { fontSize: "12px", fontFamily: "inherit", overflow: "visible" }, marks: [
        Plot.line([[0, 0], [top, top]], { stroke: "currentColor", strokeOpacity: .3, strokeDasharray: "4,4" }),
        Plot.dot(dots, { x: "x", y: "y", r: 4, fill: (d) => colours[d.lean], fillOpacity: (d) => d.hit === false ? .15 : .85, href: "href", title: "title" }),
        Plot.text(named, { x: "x", y: "y", text: "name", dy: -9, fill: "currentColor", stroke: "var(--paper)", strokeWidth: 3, pointerEvents: "none" }),
      ] });
    },
    // A small picture a term: rates over time, with what the articles do not exclude.
    trend(rows, { width, colours, groups, found, periods }) {
      const terms = [...new Set(rows.filter((r) => found(r) !== false).map((r) => r.name))].slice(0, 12);
      const one = Math.min(width, Math.max(280, Math.floor(width / 2) - 12));
      const top = Math.max(...rows.map((r) => Math.max(r.per_10k, r.per_10k_high || 0)), 1), colour = (r) => colours[Math.max(groups.indexOf(r.group), 0)] || colours[0];
      const every = Math.ceil(periods.length / Math.max(Math.floor((one - 60) / (9 * periods[0].length)), 1)), ticks = periods.filter((_, i) => i % every === 0);
      return make("div", { className: "multiples" }, ...terms.map((term) => {
        const own = rows.filter((r) => r.name === term).map((r) => ({ ...r, title: `${r.name} ${r.group || ""} ${r.period}: ${r.n} (${rate(r.per_10k)}), ${r.n_articles}/${r.of_articles}` }));
        const all = [...new Set(own.map((r) => r.group))].flatMap((group) => periods.map((period) => own.find((r) => r.period === period && r.group === group) || { period, group, per_10k: NaN }));
        const bars = own.filter((r) => r.per_10k_high != null);
        return make("div", {}, make("b", { lang: "zh-Hans" }, term), " ", make("span", { className: "src" }, own[0].gloss || ""), Plot.plot({ width: one, height: 150, marginLeft: 40, style: { fontSize: "12px", fontFamily: "inherit" },
          x: { type: "point", domain: periods, label: null, ticks, tickFormat: (p) => p }, y: { domain: [0, top], label: say("view.rate"), ticks: 3, grid: true }, marks: [
            Plot.ruleX(bars, { x: "period", y1: "per_10k_low", y2: "per_10k_high", stroke: colour, strokeOpacity: .5, strokeWidth: 3 }),
            Plot.lineY(all, { x: "period", y: "per_10k", z: "group", stroke: colour }),
            Plot.dot(own, { x: "period", y: "per_10k", r: 4, fill: (r) => r.n ? colour(r) : "var(--paper)", stroke: colour, href: "href", title: "title" })] }));
      }));
    },
    // Rows and columns: a cell says how often, and opens.
    matrix(rows, { width, colours, groups, found, order }) {
      const most = width < 480 ? HEAD / 2 : HEAD;
      const kept = rows.filter((r) => found(r) !== false), names = [...new Set(kept.map((r) => r.name))].slice(0, 40), columns = order.length ? order : [...new Set(rows.map((r) => r.column))];
      const heads = new Map(rows.map((r) => [r.column, r.head || r.column])), labels = new Map(rows.map((r) => [r.name, r.label || r.name])), longest = Math.min(most, Math.max(...[...heads.values()].map(columnsOf))) / 2;
      const shown = kept.filter((r) => names.includes(r.name)), top = Math.max(...rows.map((r) => r.n), 1), left = 40 + 6.3 * Math.min(most, Math.max(...names.map((n) => columnsOf(labels.get(n))), 6));
      return Plot.plot({ width: Math.max(width, left + 26 * columns.length + 8 * longest), height: 30 + 10 * longest + 24 * names.length, marginLeft: left, marginTop: 20 + 10 * longest, marginRight: 20 + 8 * longest, padding: .08, style: { fontSize: "12px", fontFamily: "inherit" },
        x: { domain: columns, axis: "top", label: null, tickRotate: -50, tickFormat: (c) => short(heads.get(c), most) }, y: { domain: names, label: null, tickFormat: (n) => short(labels.get(n), most) }, marks: [
          Plot.cell(shown, { x: "column", y: "name", fill: (r) => colours[Math.max(groups.indexOf(r.group), 0)] || colours[0], fillOpacity: (r) => .25 + .75 * r.n / top, href: "href", title: (r) => `${r.name}${r.gloss ? " · " + r.gloss : ""}\n${heads.get(r.column)}: ${r.n}` }),
          Plot.text(shown, { x: "column", y: "name", text: "n", fill: (r) => r.n / top > .5 ? "#fff" : "currentColor", stroke: (r) => r.n / top > .5 ? "#0008" : "var(--paper)", strokeWidth: 2, pointerEvents: "none" })] });
    },
  };
  const close_to = (box) => new Promise((resolve) => new IntersectionObserver((seen, watch) => {
    if (seen.some((one) => one.isIntersecting)) { watch.disconnect(); resolve(); }
  }, { rootMargin: "600px" }).observe(box));
  const viewed = async (box) => { // drawn when it comes near, so that the page is there at once
    await close_to(box);
    const given = await spec(box.querySelector(":scope > script"), source.beside), { kind, rows } = given, stage = make("div", { className: "stage wide", role: "group", "aria-label": box.dataset.title });
    const find = make("input", { type: "search" });
    const min = make("input", { type: "number", min: 1, value: 1 }), status = make("span", { role: "status" });
    const size = (r) => r.n ?? (r.n_a || 0) + (r.n_b || 0);
    if (kind === "words" && rows.length > DOTS) min.value = rows.map(size).sort((a, b) => b - a)[DOTS] + 1;
    const [more, sign] = signed(stage);
    let ready = false, wide = 0;
    const draw = () => {
      if (!ready) return;
      wide = stage.clientWidth;
      const wanted = find.value.trim().toLowerCase();
      const found = (r) => !wanted ? null : (r.name + " " + (r.gloss || "") + " " + (r.label || "") + (kind === "matrix" ? r.head || r.column : "")).toLowerCase().includes(wanted);
      const kept = rows.filter((r) => kind === "trend" || size(r) >= (+min.value || 1) || found(r)); // what is looked for is always drawn
      const hits = new Set(kept.filter((r) => found(r) !== false).map((r) => r.name)).size;
      status.textContent = say("view.shown", { n: grouped(hits), all: grouped(new Set(rows.map((r) => r.name)).size) });
      const picture = kept.length ? drawings[kind](kept, { ...given, width: wide, found }) : "";
      stage.replaceChildren(picture);
      for (const svg of stage.querySelectorAll("svg")) svg.setAttribute("role", "group"), svg.setAttribute("aria-label", box.dataset.title);
      for (const link of stage.querySelectorAll("svg a")) link.setAttribute("aria-label", link.textContent.replace("\n", ": "));
      stage.querySelectorAll("svg").forEach(roving);
      sign();
      for (const axis of stage.querySelectorAll("[aria-label][aria-hidden], g[aria-label]:not([role])")) axis.removeAttribute("aria-label");
    };
    const label = (text, control) => make("label", {}, text + " ", control);
    const used = new Set(rows.map((r) => r.group)), keys = given.names.map((name, i) => [name, i]).filter(([, i]) => kind !== "words" && given.groups[i] && used.has(given.groups[i])).map(([name, i]) => make("span", { className: "key", lang: "zh-Hans", style: "--of:" + given.colours[i] }, drawn(name)));
    box.querySelector(".titled").after(make("div", { className: "controls", lang: tongue }, label(say("view.find"), find), ...(kind === "trend" ? [] : [label(say("view.least"), min)]), status, ...keys,
      button("page.get_picture", () => saveText(box.dataset.name + ".svg", new XMLSerializer().serializeToString(stage.querySelector("svg")), "image/svg+xml")), more), stage);
    for (const control of [find, min]) control.addEventListener("input", draw);
    try { await source.runtime(); ready = true; draw(); } catch (error) { status.textContent = error.message; }
    new ResizeObserver(() => { if (Math.abs(stage.clientWidth - wide) > 8) draw(); }).observe(stage);
  };

  // --- one box to look anything up ---
  const HEADS = { groups: ["group", "times", "articles", "of", "han", "rate", "interval"], near: ["word", "together", "logdice"], lines: ["left", "hit", "right", "source"] };
  const tableOf = (name, caption, all) => {
    const shown = HEADS[name].map((_, i) => all.some((row) => row[i] !== "–")); // a column without a value is left out
    const rows = all.map((row) => row.filter((_, i) => shown[i]));
    const cell = (value, i) => {
      const number = typeof value === "number", text = number ? (Number.isInteger(value) ? grouped(value) : value.toFixed(2)) : value;
      const side = name === "lines" && typeof value === "string" && value.length > NEAR ? (i ? value.slice(0, NEAR) + "…" : "…" + value.slice(-NEAR)) : text;
      const td = make(i ? "td" : "th", i ? {} : { scope: "row" }, side instanceof Node ? side : drawn(String(side)));
      if (number || value?.dataset?.n) { td.className = "num"; td.dataset.v = value.dataset?.n ?? value; } else if (side !== value) td.dataset.v = value;
      return td;
    };
    const box = make("div", { className: "table look-" + name, "data-name": name }, make("table", {}, make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...HEADS[name].filter((_, i) => shown[i]).map((key) => make("th", { scope: "col", "data-v": key }, say("live." + key))))), make("tbody", { lang: name === "groups" ? tongue : "zh-Hans" }, ...rows.map((row) => make("tr", {}, ...row.map(cell))))));
    tabled(box);
    box.dataset.ready = "1";
    return box;
  };
  const strip = (periods, groups, colours, width, called) => { // how often in each period, a lane a group; a period without an article is a gap
    const names = [...new Set(periods.map((p) => p[0]))].sort(), NS = "http://www.w3.org/2000/svg", lane = 46, left = 120;
    if (names.length < 2) return "";
    const node = (name, props, text) => { const n = document.createElementNS(NS, name); for (const [k, v] of Object.entries(props)) n.setAttribute(k, v); if (text != null) n.append(text); return n; };
    const own = groups.filter((g) => periods.some((p) => p[1] === g)), top = Math.max(...periods.map((p) => p[2]), 1), step = (width - left) / names.length, wide = Math.min(step * .8, 40);
    const svg = node("svg", { viewBox: `0 0 ${width} ${own.length * lane + 22}`, class: "strip", role: "img", "aria-label": say("live.strip") });
    own.forEach((group, row) => {
      svg.append(node("text", { x: 0, y: row * lane + 32, fill: "currentColor", "font-size": 13 }, called(group).slice(0, 18)));
      svg.append(node("line", { x1: left, x2: width, y1: row * lane + 40, y2: row * lane + 40, stroke: "currentColor", "stroke-opacity": .3 }));
      for (const [period, of, n, k] of periods) if (of === group) {
        const h = 34 * n / top, bar = node("rect", { x: left + names.indexOf(period) * step + (step - wide) / 2, y: row * lane + 40 - Math.max(h, 1), width: wide, height: Math.max(h, 1), fill: colours[groups.indexOf(group)] || "#8a8a8a" });
        bar.append(node("title", {}, `${called(group)} ${period}: ${n} / ${k}`));
        svg.append(bar);
      }
    });
    const every = Math.ceil(names.length / Math.max(Math.floor(width / 90), 1));
    names.forEach((name, i) => i % every || svg.append(node("text", { x: left + i * step + step / 2, y: own.length * lane + 16, "text-anchor": "middle", fill: "currentColor", "font-size": 12 }, name)));
    return svg;
  };
  const explored = async (box) => {
    const given = await spec(box.querySelector(":scope > script"), source.beside), named = (name) => drawn(called(name)) || say("page.unplaced");
    Object.assign(asked_by, given.called);
    const term = make("input", { type: "search", value: given.term, size: 22, className: "look-term", placeholder: say("live.box"), "aria-label": say("live.term") });
    const pick = (pairs) => make("select", {}, ...pairs.map(([value, text]) => make("option", { value }, text)));
    const by = pick(given.columns), only = pick([["", say("live.everywhere")]]), [since, until] = [0, 1].map(() => make("input", { size: 10, placeholder: "2025-05-27" })), order = pick([["text", say("live.printed")], ["left", say("live.before")], ["right", say("live.after")]]);
    const offers = make("div", { className: "offers", lang: tongue }), status = make("p", { role: "status", className: "look-status" }), answer = make("div");
    let kind = "text", turn = 0, timer = 0;
    const offer = () => {
      const typed = term.value.trim().toLowerCase();
      const fit = typed ? given.names.filter((name) => name.words.includes(typed)).slice(0, 8) : [];
      offers.replaceChildren(...fit.map((name) => {
        const b = make("button", { type: "button", "aria-pressed": String(kind === name.kind && term.value === name.name) }, make("span", { lang: "zh-Hans" }, drawn(name.name)), ` ${tongue === "en" ? name.gloss : ""} · ${say("kind_of." + name.kind)} ${grouped(name.n)}`);
        b.addEventListener("click", () => { term.value = name.name; kind = name.kind; ask(); });
        return b;
      }));
      return fit;
    };
    const ask = async () => {
      const now = ++turn, fit = offer(), typed = term.value.trim();
      const odd = [since, until].find((day) => day.value.trim() && !/^\d{4}-\d\d-\d\d$/.test(day.value.trim()));
      if (!typed || odd) { status.textContent = odd ? say("live.day", { day: odd.value }) : say("live.ask"); answer.replaceChildren(); return; }
      let request = { panel: given.panel, term: typed, kind, by: by.value, only: only.value, sort: order.value, since: since.value.trim(), until: until.value.trim() };
      if (/^\/.+\/$/.test(typed)) request = { ...request, term: typed.slice(1, -1), kind: "regex" };
      // English has no place in the text: the best name whose gloss has it is looked up.
      const meant = kind === "text" && /^[a-z][a-z -]+$/i.test(typed) && fit.length ? fit[0] : null;
      if (meant) request = { ...request, term: meant.name, kind: meant.kind };
      let found;
      try { found = await source.look(request); } catch (error) { found = { error: error.message }; }
      if (now !== turn) return;
      if (found.error) { status.textContent = found.error; answer.replaceChildren(); return; }
      const { block, groups, near, periods, n, articles, of } = found;
      for (const char of block.missing || []) lost.add(char);
      for (const address of Object.keys(block.lists)) extra.set(address, block);
      for (const address of found.whole) if (!(address in block.lists)) extra.set(address, () => source.look({ ...request, article: address }));
      const names = groups.map((group) => group[0]), chosen = only.value;
      only.replaceChildren(make("option", { value: "" }, say("live.everywhere")), ...found.names.map((name) => make("option", { value: name }, named(name))));
      only.value = found.names.includes(chosen) ? chosen : "";
      status.replaceChildren(make("b", { lang: "zh-Hans" }, drawn(request.term)), say("live.found", { n: grouped(n), k: grouped(articles), of: grouped(of) }));
      const link = (count, address) => count ? make("a", { className: "ev", href: "#" + address, "data-n": count }, grouped(count)) : count;
      const lineRows = itemsOf(block, "ev-look").map((item, i) => {
        const whole = found.whole[i], place = drawn([called(item.article[0]), item.article[2], stands(item)].filter(Boolean).join(" · "));
        const chars = Array.from(item.text), [a, b] = item.spans;
        return [chars.slice(0, a).join(""), make("mark", {}, drawn(chars.slice(a, b).join(""))), chars.slice(b).join(""), whole ? make("a", { className: "src", href: "#" + whole, title: say("live.whole") }, place) : make("span", { className: "src" }, place)];
      });
      const picture = strip(periods, names, found.colours, Math.min(640, answer.clientWidth || 640), named), drawing = () => picture ? new XMLSerializer().serializeToString(picture) : "";
      const kept = make("span", { role: "status" }), keep = button("live.save", async () => {
        try { kept.textContent = say("live.saved", { folder: (await source.look({ ...request, save: drawing() })).saved }); } catch (error) { kept.textContent = error.message; }
      });
      answer.replaceChildren(
        tableOf("groups", say("live.caption"), groups.map(([name, count, k, all, han, per, low, high]) => [named(name), link(count, "ev-look/place=" + encodeURIComponent(name)), k, all, han, per ?? "–", low == null ? "–" : low.toFixed(2) + "–" + high.toFixed(2)])),
        ...(picture ? [make("p", { className: "titled" }, make("b", {}, say("live.strip"))), picture, button("page.get_picture", () => saveText("over-time.svg", drawing(), "image/svg+xml"))] : []),
        tableOf("lines", say("live.lines", { n: lineRows.length, all: grouped(n) }), lineRows),
        ...(near?.length ? [tableOf("near", say("live.near"), near)] : []),
        ...(found.code ? [make("p", {}, keep, " ", kept), make("details", {}, make("summary", {}, say("live.code")), button("live.copy", (event) => { navigator.clipboard.writeText(found.code); event.target.textContent = say("page.copied"); }), make("pre", {}, found.code))] : []));
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(ask, source.wait || 0); };
    term.addEventListener("input", () => { kind = "text"; soon(); });
    term.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); ask(); } });
    by.addEventListener("change", () => { only.value = ""; ask(); });
    for (const control of [since, until]) control.addEventListener("input", soon);
    for (const control of [only, order]) control.addEventListener("change", ask);
    const label = (key, control) => make("label", {}, say(key), control);
    box.replaceChildren(make("div", { className: "form", lang: tongue }, label("live.term", term), label("live.by", by), label("live.only", only), label("live.since", since), label("live.until", until), label("live.order", order)), offers, status, answer);
    box.look = (text) => { term.value = text; kind = "text"; ask(); };
    ask();
  };

  const parts = [[".table", tabled], ["figure.drawn", pictured], [".view", viewed], [".explorer", explored]];
  const enhance = async (root) => {
    for (const [selector, act] of parts) for (const box of root.querySelectorAll(selector + ":not([data-ready])")) {
      if (!source.owns(box)) continue;
      box.dataset.ready = "1";
      const folded = act === tabled && box.closest("details:not([open])"); // laid out when it is opened
      const done = Promise.resolve(folded ? close_to(box).then(() => act(box)) : act(box)).catch((error) => box.append(make("p", { role: "status" }, error.message)));
      if (act === explored) await done; // an address may look something up in it
    }
  };
  return { open, close, enhance, say, drawer, stop: () => { removeEventListener("click", clicked, true); removeEventListener("keydown", pressed, true); drawer.remove(); } };
};
