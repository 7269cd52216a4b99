// Search: loaded at the first sign that a reader will search. It reads the index that the build wrote and answers in the box.
(() => {
  const form = document.querySelector(".search");
  const panel = form.querySelector(".search__panel");
  const status = panel.querySelector("[role=status]");
  const list = panel.querySelector("ol");
  const most = 20;
  // As in scripts/languages.py.
  const chinese = /([\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+)/u;
  let index;

  async function read() {
    if (location.protocol === "file:") {
      await load("search_index.js");
      return globalThis.offlineIndex;
    }
    const answer = await fetch(new URL("search/search_index.json", root));
    if (!answer.ok) throw new Error(`the index answers ${answer.status}`);
    return answer.json();
  }

  // A place of the index: a page, or the part of a page below a heading.
  function place({ location: address, title: name, text }, pages) {
    const [path] = address.split("#");
    const [title, plain] = [name, text].map((markup) => {
      const { body } = new DOMParser().parseFromString(markup, "text/html");
      return body.textContent.replace(/\s+/g, " ");
    });
    if (!pages.has(path)) pages.set(path, title);
    return { address, path, title, page: pages.get(path), text: plain, folded: fold(plain), name: fold(title) };
  }
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  // Every word must stand in the place; the title weighs most, the whole query as it was typed more than its words.
  function score(entry, query, words) {
    let sum = 0;
    for (const word of words) {
      const count = entry.folded.split(word).length - 1;
      const named = entry.name.includes(word);
      if (!count && !named) return 0;
      sum += Math.min(count, 5) + (named ? 20 : 0);
    }
    if (entry.name === query) sum += 100;
    if (entry.name.includes(query)) sum += 30;
    if (entry.folded.includes(query)) sum += 10;
    return sum;
  }

  function find(query) {
    const words = query.split(/\s+/).filter(Boolean);
    const best = new Map();
    for (const entry of index) {
      const points = score(entry, query, words);
      if (points > (best.get(entry.path)?.points ?? 0)) best.set(entry.path, { entry, points });
    }
    return { words, hits: [...best.values()].sort((a, b) => b.points - a.points) };
  }

  // Text with the words in it marked, and its Chinese told apart.
  function marked(text, words) {
    const spell = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
    const parts = text.split(new RegExp(`(${spell})`, "i"));
    return parts.flatMap((part, number) => {
      const runs = spoken(part);
      if (number % 2 === 0) return runs;
      const element = document.createElement("mark");
      element.append(...runs);
      return [element];
    });
  }
  function spoken(text) {
    return text.split(chinese).map((part, number) => {
      if (number % 2 === 0) return part;
      return Object.assign(document.createElement("span"), { lang: "zh-Hans", textContent: part });
    });
  }

  function sentence({ text, folded }, words) {
    const at = Math.max(0, Math.min(...words.map((word) => folded.indexOf(word)).filter((found) => found >= 0), text.length));
    const from = at > 60 ? text.slice(at - 60, at).search(/(?<=[\s。，、；：])/) + at - 60 : 0;
    const start = from < at - 60 ? at - 30 : from;
    return `${start ? "… " : ""}${text.slice(start, start + 150)}${start + 150 < text.length ? " …" : ""}`;
  }

  function section(path) {
    return document.querySelector(`.sections .s-${path.split("/")[0]}`)?.textContent ?? "";
  }

  function row({ entry }, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const title = document.createElement("b");
    const where = document.createElement("span");
    const quote = document.createElement("p");
    item.className = `md-search-result__item s-${entry.path.split("/")[0]}`;
    link.className = "md-search-result__link";
    link.href = new URL(entry.address, root);
    title.append(...marked(entry.page, words));
    where.className = "place";
    where.append(...spoken(entry.title === entry.page ? section(entry.path) : entry.title));
    quote.append(...marked(sentence(entry, words), words));
    link.append(Object.assign(document.createElement("i"), { className: "ring" }), title, where, quote);
    item.append(link);
    return item;
  }

  async function answer() {
    const query = fold(field.value.trim());
    panel.hidden = document.activeElement !== field && !panel.contains(document.activeElement);
    try {
      index ??= read().then(({ docs }) => {
        const pages = new Map();
        index = docs.map((entry) => place(entry, pages));
      });
      await index;
    } catch {
      index = undefined;
      const home = Object.assign(document.createElement("a"), { href: root, textContent: "list of all notes" });
      status.replaceChildren("Search does not work: its index could not be loaded. There is the ", home, ".");
      return;
    }
    if (query !== fold(field.value.trim())) return;
    if (!query) {
      status.replaceChildren("Type an English or Chinese word, or a name from the code.");
      list.replaceChildren();
      return;
    }
    const { words, hits } = find(query);
    const number = hits.length;
    status.replaceChildren(number ? `${number} ${number === 1 ? "page" : "pages"}` : "No page has all of these words.");
    list.replaceChildren(...hits.slice(0, most).map((hit) => row(hit, words)));
  }

  function close() {
    panel.hidden = true;
    if (form.contains(document.activeElement)) document.activeElement.blur();
  }

  field.addEventListener("input", answer);
  field.addEventListener("focus", answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) panel.hidden = true;
  });
  // A click beside a link would take the focus out of the panel and close it.
  panel.addEventListener("mousedown", (event) => event.target.closest("a") || event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const stops = [field, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = (stops.indexOf(document.activeElement) + step + stops.length) % stops.length;
      stops[next].focus();
    }
    if (event.key === "Escape") close();
  });
  answer();
})();
