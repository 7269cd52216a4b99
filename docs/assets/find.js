// The engine of the search: from what a reader types to the notes that answer it, best first. It knows nothing of the page.
// scripts/search/index.py writes what it reads, as scripts: they load from a server and from files alike.
const finder = (() => {
  let index;
  let stop, soft, patterns, cutter, forms, entries;
  const tables = new Map();
  const waiting = new Map();
  const failed = new Error("a file of the search index is broken");

  globalThis.searchIndex = (data) => (index = data);
  globalThis.searchFile = ([name, body]) => tables.set(name, body);

  async function ready() {
    if (index) return;
    await load("search/index.js");
    if (!index) throw failed;
    const { rules, files } = index;
    for (const kind in files) files[kind] = files[kind].split(" ");
    [stop, soft] = [new Set(rules.stop), new Set(rules.soft)];
    patterns = {
      known: new RegExp(rules.known, "gu"),
      chunk: new RegExp(rules.chunk, "gu"),
      han: new RegExp(`^[${rules.han}]`, "u"),
      edges: new RegExp(rules.edges, "gu"),
      word: new RegExp(rules.word, "gu"),
      part: new RegExp(rules.part, "gu"),
    };
    const glossary = index.pages.find(([address]) => address.startsWith("glossary"))?.[0];
    // Names of terms by their tokens, each with the other names of its term.
    forms = new Map();
    entries = new Map();
    for (const [entry, known, ...names] of index.terms) {
      const title = names[entry];
      // As in scripts/around/glossary.py.
      const anchor = title?.toLowerCase().replace(/[^0-9a-z]+/g, "-").replace(/^-|-$/g, "");
      for (const name of names) {
        forms.set(spelled(tokens(name)), names.filter((other, place) => other !== name && (known >> place) & 1));
        if (title) entries.set(spelled(tokens(name)), { address: `${glossary}#${anchor}`, title, names: names.filter((other) => other !== title) });
      }
    }
    const han = index.terms.flatMap(([, , ...names]) => names).filter((name) => patterns.han.test(name));
    const cuts = [...han, ...[...stop, ...soft].filter((word) => patterns.han.test(word))];
    cutter = new RegExp(`(${cuts.sort((a, b) => b.length - a.length).join("|")})`, "u");
  }

  // As in scripts/search/words.py, which says why.
  function tokens(text) {
    return (text.replace(patterns.known, (run) => run.normalize("NFKC")).match(patterns.chunk) ?? []).flatMap((chunk) => {
      if (patterns.han.test(chunk)) return [["han", chunk]];
      const raw = chunk.replace(patterns.edges, "");
      const words = raw.match(patterns.word) ?? [];
      const found = words.map((word) => ["word", word]);
      return words.length && (words.length > 1 || words[0] !== raw) ? [["raw", raw.replace(patterns.known, (run) => run.toLowerCase())], ...found] : found;
    });
  }
  function parts(word) {
    const found = word.match(patterns.part) ?? [];
    return found.length === 1 && found[0] === word ? [] : found.filter((part) => part.length > 1).map((part) => part.toLowerCase());
  }
  function pairs(run) {
    const all = [...run];
    return all.length < 2 ? all : all.slice(1).map((character, place) => all[place] + character);
  }
  const spelled = (list) => list.filter(([kind, text]) => kind !== "raw" && !stop.has(text.toLowerCase())).map(([, text]) => text.toLowerCase()).join(" ");

  // What answers is plain code over the files that are here. Where one is not, it stops and names it; once that is loaded, it starts again.
  class Missing extends Error {
    constructor(names) {
      super(`not loaded yet: ${names}`);
      this.names = names;
    }
  }
  function file(name) {
    if (!tables.has(name)) throw new Missing([name]);
    return tables.get(name);
  }
  // As `map`, but what one is missing does not keep the others from naming theirs.
  function each(list, use) {
    const names = [];
    const results = list.map((one, place) => {
      try {
        return use(one, place);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        names.push(...error.names);
      }
    });
    if (names.length) throw new Missing(names);
    return results;
  }
  // Loads a file; once, also where two answers want it.
  async function fetched(name) {
    if (!waiting.has(name)) waiting.set(name, load(`search/${index.folder}/${name}.js`));
    await waiting.get(name).finally(() => waiting.delete(name));
    if (!tables.has(name)) throw failed;
  }
  // What `run` returns, with all files that it needs; nothing if they are not wanted any more.
  async function loading(run, wanted) {
    for (;;) {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        if (!(await wanted())) return undefined;
        await Promise.all(error.names.map(fetched));
      }
    }
  }

  // The rows of a file of a table, each a key and what stands behind it.
  function table(name) {
    const body = file(name);
    if (typeof body === "string") tables.set(name, body.split("\n").map((line) => line.split(/ (.*)/s, 2)));
    return tables.get(name);
  }
  // The rows of a table from the first that is not before `from` to the last that begins with `prefix`.
  function rows(kind, from, prefix) {
    const firsts = index.files[kind];
    const start = Math.max(0, firsts.findLastIndex((first) => first <= from));
    const after = firsts.findIndex((first, place) => place > start && !first.startsWith(prefix));
    const places = firsts.slice(start, Math.min(start + 3, after < 0 ? Infinity : after)).map((_, place) => start + place);
    return each(places, (place) => {
      const all = table(`${kind}${place}`);
      let [low, high] = [0, all.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (all[middle][0] < from) low = middle + 1;
        else high = middle;
      }
      let end = low;
      while (end < all.length && all[end][0].startsWith(prefix)) end++;
      return all.slice(low, end);
    }).flat();
  }
  const letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  function unpacked(row) {
    if (row[2]) return row[2];
    const found = [];
    let [number, step, scale] = [-1, 0, 1];
    for (let at = 0; at < row[1].length; at++) {
      const code = row[1].charCodeAt(at);
      if (code >= 65 && code <= 90) {
        step += (code - 65) * scale;
        scale *= 26;
        continue;
      }
      number += step + letters.indexOf(row[1][at]) * scale + 1;
      found.push(number, letters.indexOf(row[1][++at]));
      [step, scale] = [0, 1];
    }
    return (row[2] = found);
  }

  // Hits: for each note how strongly it has a word (1: once in the text), and the spellings that it has it in.
  const nothing = { notes: new Map(), spellings: [] };
  function gather(all, share, spelling) {
    const notes = new Map();
    for (const row of all) {
      const found = unpacked(row);
      const factor = share(row[0]) / 6;
      for (let at = 0; at < found.length; at += 2) {
        const strength = found[at + 1] * factor;
        if (strength > (notes.get(found[at]) ?? 0)) notes.set(found[at], strength);
      }
    }
    return { notes, spellings: notes.size ? [spelling] : [] };
  }
  function join(one, other, share = 1) {
    const notes = new Map(one.notes);
    for (const [note, strength] of other.notes) notes.set(note, Math.max(notes.get(note) ?? 0, strength * share));
    return { notes, spellings: [...one.spellings, ...other.spellings] };
  }

  // A key as it is, as the beginning of longer ones, and without its ending.
  function exact(key) {
    const [row] = rows("k", key, key);
    return row?.[0] === key ? gather([row], () => 1, key) : nothing;
  }
  function begun(key) {
    return gather(rows("k", key, key).slice(0, 400), (found) => (found === key ? 1 : 0.75 * Math.sqrt(key.length / found.length)), key);
  }
  const endings = /(?:i[sz]ations?|ations?|ating|ated|ates?|ments?|ings?|ions?|ives?|ably|[ai]ble|ers?|ors?|ly|ed|es|s|e|y)$/;
  function stemmed(word) {
    const stem = word.replace(endings, "");
    if (stem.length < Math.max(3, word.length - 6) || !/^[a-z]+$/.test(word)) return nothing;
    const same = rows("k", stem, stem).filter(([key]) => key === stem || key.slice(stem.length).replace(endings, "") === "");
    return gather(same, () => 0.7, stem);
  }

  // Words one slip away: a letter wrong, missing, too many, or two that changed places.
  function corrected(word) {
    const asked = [word, ...[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))];
    const found = new Set();
    for (const [key, [row]] of each(asked, (key) => [key, rows("s", key, key)])) {
      if (row?.[0] !== key) continue;
      for (const code of row[1].split(" ")) {
        const at = letters.indexOf(code[0]);
        const other = code === "." ? key : key.slice(0, at) + code[1] + key.slice(at);
        if (near(word, other)) found.add(other);
      }
    }
    return [...found];
  }
  function near(one, other) {
    let start = 0;
    let end = 0;
    const most = Math.min(one.length, other.length);
    while (start < most && one[start] === other[start]) start++;
    while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
    const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
    if (a.length === 2 && b.length === 2) return a[0] === b[1] && a[1] === b[0];
    return a.length < 2 && b.length < 2 && (most > 3 || a.length !== b.length);
  }

  // What one word of a query stands for: a word of the notes, else its parts, else a word one slip away, else two words in one.
  function word(text) {
    const key = text.toLowerCase();
    const direct = key.length < 2 ? exact(key) : begun(key);
    let hits = join(direct, stemmed(key));
    if (direct.notes.size) return option([hits]);
    const pieces = parts(text);
    if (pieces.length > 1) {
      const found = each(pieces, word);
      return { atoms: found.flatMap(({ atoms }) => atoms), share: 0.8 };
    }
    if (key.length < 3) return option([nothing]);
    const trust = hits.notes.size ? 1 : 0.7;
    for (const other of each(corrected(key), exact)) hits = join(hits, other, 0.7);
    for (let at = 3; at <= key.length - 3 && !hits.notes.size; at++) {
      const [first, second] = each([key.slice(0, at), key.slice(at)], exact);
      if (first.notes.size && second.notes.size) return option([first, second], 0.8);
    }
    return { atoms: [atom(hits, 1, trust)], share: 1 };
  }
  function chinese(run) {
    const hits = each(pairs(run), (pair) => (pair.length < 2 ? begun(pair) : exact(pair)));
    return { atoms: hits.map((found) => atom(found, 0.55)), share: 1 };
  }
  // One way to read a piece of a query: words that a note should have, and how far that is from what was typed (1: it is that).
  const option = (all, share = 1) => ({ atoms: all.map((hits) => atom(hits)), share });
  // The fewer notes have a word, the more it tells. One that no note has is missed less than a rare one. A slip is trusted less.
  function atom(hits, scale = 1, trust = 1) {
    const number = hits.notes.size;
    const rare = Math.log(1 + (index.notes - number + 0.5) / (number + 0.5));
    return { hits, weight: scale * (number ? rare : 0.55 * Math.log(1 + index.notes)), trust };
  }

  // The tokens of a query without what says nothing; words that a token with punctuation holds stay behind it.
  function apart(query) {
    // `can't` and `kernel's` are no tokens of their own.
    const plainly = query.replace(/(?<=[a-z])['’](?:[a-z]{1,2})(?![a-z])/gi, "");
    const all = tokens(plainly).flatMap(([kind, text]) => (kind === "han" ? text.split(cutter).filter(Boolean).map((piece) => [kind, piece]) : [[kind, text]]));
    let inside = 0;
    return all.filter(([kind, text]) => {
      if (kind === "raw") inside = text.match(patterns.word).length;
      else if (inside) inside -= 1;
      else return all.length === 1 || !stop.has(text.toLowerCase());
      return true;
    });
  }
  // All words of a piece of a query in one option.
  function together(list) {
    const wanted = list.filter(([kind, text]) => kind !== "raw" && (list.length === 1 || !stop.has(text.toLowerCase())));
    const found = each(wanted, ([kind, text]) => (kind === "han" ? chinese(text) : word(text)));
    return { atoms: found.flatMap(({ atoms }) => atoms), share: Math.min(1, ...found.map(({ share }) => share)) };
  }

  // A query as units, each with the ways to read it and how many tokens it takes.
  function units(query) {
    const list = apart(query);
    // What is missing of all words at once, not of one after the other.
    each(list, (token) => (token[0] === "raw" ? begun(token[1]) : together([token])));
    const found = [];
    for (let at = 0; at < list.length; at += found.at(-1).length) {
      const rest = list.slice(at);
      // A sign that a word begins with is a part of the name (`#VE`, `.byte`), whatever the word means.
      const signed = rest[0][0] === "raw" && rest[0][1].match(patterns.word).length === 1 && begun(rest[0][1]).notes.size;
      found.push((signed ? undefined : term(rest)) ?? (rest[0][0] === "raw" ? punctuated(rest) : plain(rest)));
    }
    return found;
  }
  // A term at the beginning of the tokens, with its other names; the longest.
  function term(list) {
    for (let length = Math.min(5, list.length); length; length--) {
      const text = spelled(list.slice(0, length));
      const others = forms.get(text) ?? forms.get(text.replace(/s$/, ""));
      if (!others) continue;
      const own = { ...together(list.slice(0, length)), name: text };
      const named = each(others, (other) => ({ ...together(tokens(other)), name: fold(other) }));
      return { text, length, options: [own, ...named.map((one) => ({ ...one, share: one.share * 0.8, whole: true }))] };
    }
    return undefined;
  }
  // A token with punctuation as it stands, or the words in it.
  function punctuated([[, text], ...rest]) {
    const inside = text.match(patterns.word).length;
    const [hits, words] = [begun(text), together(rest.slice(0, inside))];
    const options = [{ ...words, share: words.share * 0.6 }];
    if (hits.notes.size) options.unshift(option([hits], 1.2));
    return { text, length: 1 + inside, options };
  }
  // A word or a piece of Chinese; or two words that the notes write as one (`boot loader`, `wait queue` of `wait_queue`).
  function plain([first, next]) {
    const text = first[1].toLowerCase();
    if (first[0] === "word" && next?.[0] === "word" && !forms.has(spelled([next]))) {
      const joint = (sign) => begun(`${text}${sign}${next[1]}`.toLowerCase());
      const hits = join(joint(""), joint("_"));
      if (hits.notes.size) {
        return { text: `${text} ${next[1]}`.toLowerCase(), length: 2, options: [together([first, next]), option([hits], 0.95)] };
      }
    }
    return { text, length: 1, options: [together([first])], soft: soft.has(text) };
  }

  // What a unit weighs: words about the question little, and nothing where no note has them.
  function weigh({ options, soft: little }) {
    const weights = options.map(({ atoms }) => sum(atoms) / Math.max(1, atoms.length) ** 0.6);
    const known = weights.filter((_, place) => options[place].atoms.some(({ hits }) => hits.notes.size));
    if (little) return known.length ? 0.4 * Math.max(...known) : 0;
    return known.length ? Math.max(...known) : weights[0];
  }
  // How much of a word a note has that has it in a remark only: the author's are looked for first.
  const faint = 0.7;
  // How well each note answers: what it has of each unit, by the units' weights, and less where it lacks some.
  function rank(list) {
    const scores = new Map();
    let total = 0;
    for (const unit of list) {
      unit.weight = weigh(unit);
      total += unit.weight;
      const best = new Map();
      for (const { atoms, share, whole } of unit.options) {
        const all = sum(atoms);
        const mine = new Map();
        for (const { hits, weight, trust } of atoms) {
          for (const [note, strength] of hits.notes) {
            const entry = mine.get(note) ?? [0, 0, 0, false];
            entry[0] += weight * trust * (strength * 6 > 1 ? 1 : faint);
            entry[1] += weight * strength;
            entry[2] += 1;
            entry[3] ||= trust === 1;
            mine.set(note, entry);
          }
        }
        for (const [note, [has, strength, number, sure]] of mine) {
          if (whole && number < atoms.length) continue;
          const coverage = (has / all) * (whole ? 1 : Math.min(1, share + 0.25));
          const value = (share * strength) / all;
          if (value * coverage > (best.get(note)?.[1] ?? 0)) best.set(note, [coverage, value * coverage, sure]);
        }
      }
      for (const [note, [coverage, value, sure]] of best) {
        const entry = scores.get(note) ?? [0, 0, false];
        entry[0] += unit.weight * coverage;
        entry[1] += unit.weight * (value + 0.3 * coverage);
        entry[2] ||= sure;
        scores.set(note, entry);
      }
    }
    const ranked = [];
    for (const [note, [has, value, sure]] of scores) {
      const coverage = has / total;
      if (coverage >= (sure ? 0.38 : 0.65)) ranked.push({ note, coverage, points: value * coverage ** 1.5 });
    }
    ranked.sort((a, b) => b.points - a.points || a.note - b.note);
    const best = Math.max(0, ...ranked.map(({ coverage }) => coverage));
    return ranked.filter(({ coverage, points }) => coverage > 0.6 * best && points > 0.06 * ranked[0].points);
  }

  // The sentence of a note that has most of the query, and how much: all of it is 1, the query as it was typed more.
  const sentences = /(?<=[.!?;:][\s)]|[。！？；])/u;
  function detail(hit, { units: list, query }) {
    if (hit.shown) return hit;
    const [address, title, number, sections, aliases, summary, figures, kinds] = file(`n${hit.note}`);
    const typed = bare(query);
    const total = list.reduce((all, { weight }) => all + weight, 0);
    function value(text) {
      const folded = fold(text);
      const has = list.reduce((all, { weight, options: found }) => all + weight * Math.max(...found.map((one) => held(one, folded))), 0);
      const literal = (folded.includes(typed) ? 1 : 0) + (bare(text) === typed ? 0.4 : 0);
      return has / total + literal;
    }
    const quote = (kind, share, anchor, heading) => (text) => ({ kind, anchor, heading, text, value: share * value(text) });
    const text = sections.flatMap(([anchor, heading, lines], place) => [
      ...(place ? [heading] : []).map(quote("heading", 1.15, anchor, heading)),
      ...lines.flatMap((line) => line.split(sentences)).map(quote("text", 1, anchor, heading)),
    ]);
    const added = [...aliases.map(quote("alias", 0.95, "")), ...summary.map(quote("summary", 0.8, "")), ...figures.map(quote("figure", 0.8, ""))];
    if (kinds.length) {
      // A word that the note has, and has not in all of this, stands in a remark.
      const known = fold([title, number, ...[...text, ...added].map((one) => one.text)].join("\n"));
      const has = ({ atoms }) => atoms.some(({ hits }) => hits.notes.has(hit.note));
      if (list.some(({ options: all }) => all.some(has) && all.every((one) => held(one, known) < 0.5))) {
        added.push(...file(`r${hit.note}`).flatMap(([anchor, ...both]) => both.map(quote("remark", 0.75, anchor))));
      }
    }
    const best = (quotes) => quotes.reduce((most, one) => (one.value > most.value ? one : most), { value: 0 });
    const [own, ours] = [best(text), best(added)];
    const shown = ours.value > 1.6 * own.value ? ours : own.value ? own : (text[0] ?? added[0]);
    const named = 1.25 * Math.max(...[title, number, sections[0][1]].map(value));
    return Object.assign(hit, { address, title, number, kinds, shown, words: marks(list, [title, shown.text, ...text.map((one) => one.text)].join("\n")), value: Math.max(named, own.value, ours.value) });
  }
  const bare = (text) => fold(text.trim().replace(/[?？。.!！]+$/, ""));
  // How much of an option a text has: less of a word inside another one, and of a term whose words are apart.
  function held({ atoms, share, name }, folded) {
    const mine = atoms.reduce((all, { hits, weight }) => all + weight * Math.max(0, ...hits.spellings.map((one) => inside(one, folded))), 0);
    const apart = name && atoms.length > 1 && !folded.includes(name);
    return (Math.min(1, share + 0.25) * (apart ? 0.7 : 1) * mine) / sum(atoms);
  }
  function inside(spelling, folded) {
    let at = folded.indexOf(spelling);
    if (at < 0) return 0;
    while (at > 0 && /[a-z0-9]/.test(spelling[0]) && /[a-z]/.test(folded[at - 1])) {
      at = folded.indexOf(spelling, at + 1);
      if (at < 0) return 0.5;
    }
    return 1;
  }

  // What to mark in a text: what was typed where it stands there, else the spellings that it has.
  function marks(list, text) {
    const folded = fold(text);
    const words = list.flatMap((unit) => {
      if (folded.includes(unit.text)) return [unit.text];
      const spellings = unit.options.flatMap(({ atoms, name, whole }) => (whole ? [name] : atoms.flatMap(({ hits }) => hits.spellings)));
      return spellings.filter((spelling) => folded.includes(spelling));
    });
    return [...new Set(words)];
  }

  // How many more are shown at a time; how much of a query is read.
  const [most, longest] = [5, 200];
  // All notes that answer a query, best first. The sentences of the first few put those in order.
  function ordered(query) {
    const list = units(query.slice(0, longest));
    const ranked = rank(list);
    const found = { query, units: list, hits: ranked };
    // Each costs a file: four of today's notes, some more of many, and none that is far behind.
    const near = ranked.slice(0, Math.round(Math.log(index.notes)));
    const strong = near.filter(({ points }) => points > 0.3 * ranked[0].points);
    const best = each(strong, (hit) => detail(hit, found));
    for (const hit of best) hit.points *= (0.1 + hit.value) ** 2;
    best.sort((a, b) => b.points - a.points);
    return Object.assign(found, { hits: [...best, ...ranked.slice(best.length)], first: best.length, ours: ours(list, query) });
  }

  // What we wrote about the notes: entries of the glossary for a query that is names of terms and no more, and pages that are called so.
  function ours(list, query) {
    const named = list.map(({ text }) => entries.get(text) ?? entries.get(text.replace(/s$/, "")));
    const wanted = keysOf(query);
    const called = index.pages.filter(([, ...names]) => names.some((name) => like(wanted, keysOf(name))));
    return [...(named.every(Boolean) ? named : []), ...called.map(([address, title, ...names]) => ({ address, title, names }))].slice(0, 3);
  }
  // Words without those that say nothing; of Chinese its pairs.
  const keysOf = (text) => tokens(text).flatMap(([kind, token]) => (kind === "han" ? pairs(token) : kind === "raw" || stop.has(token.toLowerCase()) ? [] : [token.toLowerCase()]));
  const like = (wanted, has) => wanted.length && wanted.every((key) => has.includes(key)) && wanted.length >= has.length / 2;

  const sum = (atoms) => atoms.reduce((all, { weight }) => all + weight, 0);

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  // The answer to a query; `wanted` tells, before files are loaded for it, whether it still is.
  const answer = (query, wanted) => loading(() => ordered(query), wanted);
  const details = (hits, found) => loading(() => each(hits, (hit) => detail(hit, found)), () => true);

  return { ready, tokens, parts, pairs, answer, details, most };
})();
