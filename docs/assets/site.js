// What every page does beyond HTML and CSS. Search and previews are loaded when a reader is about to use them.
const root = new URL("..", document.currentScript.src);

function load(name) {
  const script = document.createElement("script");
  script.src = new URL(name, root);
  document.head.append(script);
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
  }).finally(() => script.remove());
}

// A place that has moved leads on; a page that has moved takes the anchor and the words to mark along.
const moved = document.querySelector(`.moved#${CSS.escape(location.hash.slice(1) || "-")} a`) ?? document.querySelector(".moved[data-page] a");
if (moved) {
  if (!moved.hash) moved.hash = location.hash;
  if (!moved.search) moved.search = location.search;
  location.replace(moved.href);
}

// The scheme is remembered. Where storage is blocked, it holds for the page.
document.querySelector(".scheme").addEventListener("change", (event) => {
  try {
    localStorage.scheme = event.target.value;
  } catch {}
});

// A page that comes back from the browser's own cache has an old choice; WebKit resets it, and after this event.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) setTimeout(remembered);
});
function remembered() {
  try {
    document.getElementById(`scheme-${localStorage.scheme}`).checked = true;
  } catch {}
}

// Code: a button that copies it to the letter, and the keyboard's focus for boxes that scroll.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", "Code, scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  }
});
document.querySelectorAll(".highlight").forEach((box, number) => {
  const pre = box.querySelector("pre");
  const button = document.createElement("button");
  pre.id = `code-${number + 1}`;
  button.className = "copy";
  button.dataset.clipboardTarget = `#${pre.id} > code`;
  button.dataset.added = "";
  button.ariaLabel = "Copy the code";
  const say = (text) => button.replaceChildren(text);
  say("copy");
  button.addEventListener("click", async () => {
    const code = pre.querySelector("code").cloneNode(true);
    for (const ours of code.querySelectorAll("[data-added]")) ours.remove();
    await copy(code.textContent.replace(/\n$/, "")).then(() => say("copied"), () => say("not copied"));
    setTimeout(say, 2000, "copy");
  });
  box.append(button);
  widths.observe(pre);
});

// The clipboard's own interface is for secure pages only: not for a site that is read over plain HTTP in one's own network.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("the browser copies nothing");
}

// The list of headings marks the one that is being read.
const entries = [...document.querySelectorAll(".toc a")].reverse();
const headings = entries.map((entry) => document.getElementById(decodeURIComponent(entry.hash.slice(1))));
function mark() {
  const passed = headings.findIndex((heading) => heading.getBoundingClientRect().top < 120);
  const current = entries.at(passed);
  entries.forEach((entry) => {
    if (entry === current) entry.setAttribute("aria-current", "location");
    else entry.removeAttribute("aria-current");
  });
}
if (entries.length) addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });

// A long list of notes shows the one that is being read.
const current = document.querySelector(".notes [aria-current]");
function reveal() {
  const side = current.closest(".side");
  side.scrollTop = current.offsetTop - side.clientHeight / 2;
}

// Both measure the page: in the frame that lays it out anyway, not before.
requestAnimationFrame(() => {
  if (entries.length) mark();
  if (current) reveal();
});

// Search: a focus, a key, or an address that asks for it.
const field = document.querySelector("#search");
let marking;
let searching;
let searches = false;
const marks = () => (marking ??= load("assets/mark.js"));
const search = () =>
  (searching ??= Promise.all([load("assets/find.js"), marks()])
    .then(() => load("assets/search.js"))
    .then(() => (searches = true)));
// Who is faster than the scripts waits for them; without them the home page answers.
field.form.addEventListener("submit", (event) => {
  if (searches) return;
  event.preventDefault();
  search().then(() => field.form.requestSubmit(), () => field.form.submit());
});
field.addEventListener("focus", search);
field.addEventListener("pointerenter", search);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === field) field.blur();
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!["/", "s", "f"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  field.focus();
});
addEventListener("click", (event) => {
  if (event.target.closest?.('a[href$="?q="]')) {
    event.preventDefault();
    field.focus();
  }
});
const asked = new URLSearchParams(location.search);
if (asked.has("h")) marks();
if (asked.has("q")) {
  field.value = asked.get("q");
  field.focus();
}

// Escape puts away what an abbreviation means, until one is reached again.
const quiet = (is) => document.body.classList.toggle("quiet", is);
addEventListener("keydown", ({ key }) => key === "Escape" && quiet(true));
for (const event of ["pointerover", "focusin"]) addEventListener(event, ({ target }) => target.matches?.(".term") && quiet(false));

// Previews: of a link that a mouse rests on or that the keyboard has reached.
let previewing;
function preview(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.pointerType === "touch") return;
  if (event.type === "focusin" && !link.matches(":focus-visible")) return;
  if (!link.href.startsWith(root.href) || link.pathname === location.pathname) return;
  if (link.closest(".brief, .search, .top, .foot")) return;
  previewing ??= load("assets/preview.js");
  previewing.then(() => preview.of(link, event.type === "focusin"), () => {});
}
addEventListener("pointerover", preview);
addEventListener("focusin", preview);
