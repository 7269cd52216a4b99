// The theme trims the end of what its copy button copies. The author's code is copied to the letter,
// a trailing space included: hand the theme the text instead of letting it read the element.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("button[data-clipboard-target]");
    if (!button) return;
    const code = document.querySelector(button.dataset.clipboardTarget);
    button.dataset.clipboardText = code.textContent.replace(/\n$/, "");
  },
  { capture: true },
);
