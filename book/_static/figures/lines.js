// Walk through the proved lines of a page with ← and →. The current line is marked, its reason is said, and its address,
// such as #E36, stands in the address bar. Without this script the lines are the lists that they are.
"use strict";

(() => {
  const TAKES_ARROWS = "input, textarea, select, [contenteditable], [role=slider], [role=tab], [data-lm-suppress-shortcuts]";

  // Each line with a reason; the first row of a list only says what the derivation starts from.
  const lines = [...document.querySelectorAll(".derivation-line")].filter((line) => line.querySelector(".derivation-reason")?.textContent.trim());
  if (!lines.length) return;
  let current = -1;

  const made = (name, className, words = "") => Object.assign(document.createElement(name), { className, textContent: words });
  const button = (words, label, act) => {
    const one = made("button", "lines-button", words);
    one.type = "button";
    one.setAttribute("aria-label", label);
    one.addEventListener("click", act);
    return one;
  };
  const reason = (line) => {
    const notes = line.querySelector(".derivation-reason").cloneNode(true);
    for (const part of notes.querySelectorAll(".derivation-tag, .derivation-id, .derivation-proved, .derivation-definition")) part.remove();
    return notes.textContent.trim();
  };

  const said = made("p", "lines-said");
  said.setAttribute("role", "status");
  const bar = made("div", "lines-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Line by line");
  bar.hidden = true;
  bar.append(button("←", "Previous line", () => go(current - 1)), button("→", "Next line", () => go(current + 1)), said,
    button("×", "Stop walking", () => stop()));

  const go = (place, { scroll = true } = {}) => {
    if (place < 0 || place >= lines.length) return;
    lines[current]?.classList.remove("derivation-current");
    lines[current]?.removeAttribute("aria-current");
    current = place;
    const line = lines[current];
    line.classList.add("derivation-current");
    line.setAttribute("aria-current", "step");
    open(line);
    if (scroll) line.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    history.replaceState(history.state, "", line.id ? `#${line.id}` : location.pathname + location.search);
    bar.hidden = false;
    said.textContent = `Line ${current + 1} of ${lines.length}: ${reason(line)}`;
    tell(line);
  };
  const tell = (line) => document.dispatchEvent(new CustomEvent("derivation-line", { detail: line })); // symbols.js listens
  // A line in a folded part of the page is unfolded.
  const open = (line) => {
    for (let part = line.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  };
  const stop = () => {
    lines[current]?.classList.remove("derivation-current");
    lines[current]?.removeAttribute("aria-current");
    current = -1;
    bar.hidden = true;
    tell(null);
  };
  const follow = () => {
    const place = lines.findIndex((line) => line.id && `#${line.id}` === decodeURIComponent(location.hash));
    if (place >= 0) go(place, { scroll: false });
  };

  const start = button("Walk line by line", "Walk through the proved lines of this page, line by line", () => go(0));
  start.classList.add("lines-start");
  lines[0].closest(".derivation").before(start);
  document.body.append(bar);
  document.body.classList.add("lines-walked");
  for (const line of lines.filter(({ id }) => id)) {
    const name = line.querySelector(".derivation-id");
    const link = made("a", name.className, name.textContent);
    link.href = `#${line.id}`;
    name.replaceWith(link);
  }

  document.addEventListener("keydown", (event) => {
    const taken = event.defaultPrevented && event.key !== "Escape"; // Sphinx takes each Escape
    if (current < 0 || taken || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { target } = event;
    if (target.closest?.(TAKES_ARROWS) || (target !== document.body && target.scrollWidth > target.clientWidth + 1)) return;
    if (event.key === "ArrowLeft") go(current - 1);
    else if (event.key === "ArrowRight") go(current + 1);
    else if (event.key === "Escape") stop();
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
