// The box of the search: loaded at the first sign that a reader will search. What answers is find.js.
(() => {
  const form = document.querySelector(".search");
  const panel = form.querySelector(".search__panel");
  const status = panel.querySelector("[role=status]");
  const list = panel.querySelector("ol");
  const share = panel.querySelector(".search__share");
  // As in scripts/notes/languages.py.
  const chinese = /([\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+)/u;
  const labels = { alias: "Found as", summary: "Added summary", figure: "Added figure", remark: "Editors’ remark" };
  let answering;

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  // Text with its Chinese told apart and the words in it marked.
  function marked(name, text, words) {
    const element = make(name, {}, ...text.split(chinese).map((part, number) => (number % 2 ? make("span", { lang: "zh-Hans" }, part) : part)));
    marker.mark(element, words);
    return element;
  }

  // A long sentence, of code or of a table, is cut around what matched.
  function brief(text, words) {
    if (text.length <= 240) return text;
    const at = marker.spans(text, words)[0]?.[0] ?? 0;
    const start = at < 120 ? 0 : at - 80;
    return `${start ? "… " : ""}${text.slice(start, start + 220)}${start + 220 < text.length ? " …" : ""}`;
  }

  function linked(href, number, title, place, words) {
    const link = make("a", { className: "md-search-result__link", href });
    link.append(make("span", { className: "number" }, number), marked("b", title, words), make("span", { className: "place" }, place));
    return link;
  }

  function row({ address, title, number, kinds, shown, words }) {
    const [path] = address.split("/");
    const section = document.querySelector(`.sections .s-${path}`)?.textContent ?? "";
    const target = new URL(address, root);
    if (words.length) target.searchParams.set("h", words.join(" "));
    target.hash = shown?.anchor ?? "";
    const link = linked(target, number, title, section, words);
    if (shown) {
      const added = labels[shown.kind];
      const quote = marked("p", brief(shown.text, words), words);
      if (added) {
        quote.dataset.added = "";
        quote.prepend(make("span", { className: "search__label" }, added), " ");
      } else if (shown.anchor && shown.kind === "text") {
        link.append(marked("p", `§ ${shown.heading}`, words));
      }
      link.append(quote);
    }
    if (kinds.length) {
      const remarked = make("p", {}, `Remarks: ${kinds.join(", ")}`);
      remarked.dataset.added = "";
      link.append(remarked);
    }
    return make("li", { className: `md-search-result__item s-${path}` }, link);
  }

  // What we wrote about the notes has names, no sentences.
  function ours({ address, title, names }) {
    const link = linked(new URL(address, root), "", title, address.startsWith("glossary") ? "Glossary" : "Added", []);
    link.dataset.added = "";
    link.append(marked("p", names.join(" · "), []));
    return make("li", { className: "md-search-result__item" }, link);
  }

  // The rows of the first notes; a button for those after them.
  async function show(answer, from, to) {
    const rows = (await finder.details(answer.hits.slice(from, to), answer)).map(row);
    const rest = answer.hits.length - to;
    if (rest > 0) {
      const button = make("button", { type: "button", className: "search__more" }, `Show ${Math.min(rest, finder.most)} more of ${answer.hits.length}`);
      button.addEventListener("click", async () => {
        const more = await show(answer, to, to + finder.most);
        // The focus goes first: were it lost with the button, the panel would close.
        button.parentElement.before(...more);
        more[0].querySelector("a").focus();
        button.parentElement.remove();
      });
      rows.push(make("li", {}, button));
    }
    return rows;
  }

  function say(text, after, ...rows) {
    const all = after ? make("a", { href: new URL(location.protocol === "file:" ? "index.html" : "", root) }, "list of all notes") : "";
    status.replaceChildren(text, ...(after ? [" ", all, "."] : []));
    list.replaceChildren(...rows);
    list.ariaBusy = false;
    share.hidden = !rows.length;
  }

  async function answer() {
    const query = field.value.trim();
    list.ariaBusy = true;
    // What is here already answers at once. Files are loaded when the keys rest: half a word is seldom what is looked for.
    const rest = new Promise((done) => setTimeout(done, 150));
    const wanted = () => rest.then(() => query === field.value.trim());
    panel.hidden = document.activeElement !== field && !panel.contains(document.activeElement);
    try {
      await finder.ready();
      const found = await finder.answer(query, wanted);
      if (!found) return;
      const rows = [...(await show(found, 0, found.first)), ...found.ours.map(ours)];
      if (query !== field.value.trim()) return;
      const number = found.hits.length;
      share.href = `?${new URLSearchParams({ q: query })}`;
      if (!query) say("Type an English or Chinese word, a name from the code, or a question.");
      else if (!rows.length) say("No note answers this. Try fewer or other words, or look through the", true);
      else if (!number) say("No note, but this:", false, ...rows);
      else say(`${number} ${number === 1 ? "note" : "notes"}`, false, ...rows);
    } catch {
      if (query === field.value.trim()) say("Search does not work: its index could not be loaded. Reload the page, or use the", true);
    }
  }
  const ask = () => (answering = answer());

  function close() {
    panel.hidden = true;
    if (form.contains(document.activeElement)) document.activeElement.blur();
  }

  // Also what comes without keys: a paste, an input method, a voice. Some end a composition without a last `input`.
  for (const event of ["input", "compositionend", "focus"]) field.addEventListener(event, ask);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await answering;
    list.querySelector("a")?.click();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) panel.hidden = true;
  });
  // A click beside a link would take the focus out of the panel and close it.
  panel.addEventListener("mousedown", (event) => event.target.closest("a") || event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const stops = [field, ...list.querySelectorAll("a, button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = (stops.indexOf(document.activeElement) + step + stops.length) % stops.length;
      stops[next].focus();
    }
    if (event.key === "Escape") close();
  });
  ask();
})();
