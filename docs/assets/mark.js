// Marks words in text: in a result of the search, and (`?h=` in the address) on the page that a result led to.
const marker = (() => {
  // Where the words stand: pieces [from, to], in order and apart. Of very short words only whole ones.
  function spans(text, words) {
    const folded = text.toLowerCase();
    if (folded.length !== text.length) return [];
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); word && at >= 0; at = folded.indexOf(word, at + word.length)) {
        const inside = /^[a-z0-9]{1,2}$/.test(word) && /[a-z0-9]/.test(`${folded[at - 1] ?? ""}${folded[at + word.length] ?? ""}`);
        if (!inside) found.push([at, at + word.length]);
      }
    }
    found.sort((a, b) => a[0] - b[0]);
    const apart = [];
    for (const [from, to] of found) {
      const last = apart.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else apart.push([from, to]);
    }
    return apart;
  }

  function mark(element, words) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("button, .headerlink, .tip")) texts.push(walker.currentNode);
    for (const text of texts) {
      for (const [from, to] of spans(text.data, words).reverse()) {
        const found = text.splitText(from);
        found.splitText(to - from);
        const mark = document.createElement("mark");
        found.replaceWith(mark);
        mark.append(found);
      }
    }
  }
  return { spans, mark };
})();

{
  const words = new URLSearchParams(location.search).getAll("h").flatMap((text) => text.toLowerCase().split(" "));
  const note = document.querySelector("[data-note]");
  if (note && words.length) {
    marker.mark(note, words.filter(Boolean));
    // What the result showed may stand below the window.
    const first = note.querySelector("mark");
    if (!location.hash && first?.getBoundingClientRect().top > innerHeight) first.scrollIntoView({ block: "center" });
  }
}
