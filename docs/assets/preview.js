// A card with the title and the summary of the note that a link leads to. It is fetched from the note's own page, so a reader who
// follows the link has it already; a copy that is read from files brings all summaries along, as a browser fetches no files.
(() => {
  const card = document.createElement("div");
  card.className = "preview";
  card.id = "preview";
  card.setAttribute("role", "tooltip");
  card.popover = "manual";
  document.querySelector("main").append(card);

  const known = new Map();
  let timer;
  let shown;

  async function read(address) {
    if (location.protocol === "file:") {
      if (!globalThis.offlinePreviews) await load("assets/previews.js");
      const parts = globalThis.offlinePreviews[address.slice(root.href.length)];
      return parts && parts.map((part) => Object.assign(document.createElement("p"), { innerHTML: part }));
    }
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const summary = page.querySelectorAll("[data-note] > .summary div > p:not(.place)");
    const number = page.querySelector(".place .number");
    if (!answer.ok || !summary.length) return null;
    const title = document.createElement("b");
    title.append(...page.querySelector("[data-note] h1").childNodes);
    for (const ours of title.querySelectorAll(".headerlink, .tip, .marks")) ours.remove();
    return [number, title, ...summary];
  }

  function hide() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    if (card.matches(":popover-open")) card.hidePopover();
  }

  async function show(link) {
    const address = link.href.replace(/[?#].*/, "");
    if (!known.has(address)) known.set(address, read(address).catch(() => null));
    const parts = await known.get(address);
    if (!parts || shown !== link || !link.isConnected) return;
    card.replaceChildren(...parts);
    card.showPopover();
    place();
    link.setAttribute("aria-describedby", card.id);
  }

  // Below the link or above it. The page may scroll meanwhile: a key that moves the focus does that.
  function place() {
    if (!card.matches(":popover-open")) return;
    const box = shown.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = box.bottom + 6 + height < innerHeight;
    card.style.visibility = box.bottom < 0 || box.top > innerHeight ? "hidden" : "visible";
    card.style.left = `${Math.max(16, Math.min(box.left, innerWidth - width - 16))}px`;
    card.style.top = `${below ? box.bottom + 6 : Math.max(6, box.top - 6 - height)}px`;
  }

  preview.of = (link) => {
    clearTimeout(timer);
    if (shown === link && card.matches(":popover-open")) return;
    hide();
    shown = link;
    timer = setTimeout(show, 350, link);
  };

  // The pointer may move onto the card, Escape puts it away, and it goes when the link is left.
  const leave = (event) => {
    if (!shown || shown.contains(event.relatedTarget) || card.contains(event.relatedTarget)) return;
    if (event.type === "pointerout" && document.activeElement === shown && shown.matches(":focus-visible")) return;
    clearTimeout(timer);
    timer = setTimeout(hide, 150);
  };
  addEventListener("pointerout", leave);
  addEventListener("focusout", leave);
  card.addEventListener("pointerover", () => clearTimeout(timer));
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("pagehide", hide);
})();
