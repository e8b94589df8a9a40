// What every page does: boxes that scroll can be reached by keyboard, the table of contents follows the reader, and
// symbols explain themselves.
(function () {
  const BOXES = ".scroll, .listing > li > div, .derivation-formula, .derivation td > div, div.highlight pre, .cell_output > .output, .pst-scrollable-table-container";

  function what(box) {
    if (box.matches("pre")) return "Code";
    return box.querySelector("table") ? "Table" : box.querySelector("math") ? "Formula" : "Output";
  }

  function reachable() {
    for (const box of document.querySelectorAll(BOXES)) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", what(box) + ", wider than the page: scroll it with the arrow keys");
      } else if (box.hasAttribute("role") && box.getAttribute("role") === "group") {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    }
  }

  function follow() {
    const links = new Map();
    for (const link of document.querySelectorAll(".bd-toc-nav a[href^='#']")) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) links.set(section, link);
    }
    const seen = new Set();
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
      const current = [...links.keys()].filter((section) => seen.has(section)).pop();
      for (const [section, link] of links) {
        link.classList.toggle("active", section === current);
        if (section === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "0px 0px -70% 0px" });
    for (const section of links.keys()) watch.observe(section);
  }

  // The meaning of a symbol stays within its paragraph; Escape hides it until the symbol is left.
  function explain() {
    for (const link of document.querySelectorAll("a.symbol")) {
      const meaning = link.nextElementSibling;
      const place = () => {
        meaning.classList.remove("dismissed");
        meaning.style.marginLeft = "";
        const right = document.documentElement.clientWidth - 12;
        const over = meaning.getBoundingClientRect().right - right;
        if (over > 0) meaning.style.marginLeft = -over + "px";
      };
      link.addEventListener("pointerenter", place);
      link.addEventListener("focus", place);
    }
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const meaning of document.querySelectorAll(".symbol-meaning")) meaning.classList.add("dismissed");
    });
  }

  function start() {
    reachable();
    follow();
    explain();
    let due = 0;
    const later = () => {
      clearTimeout(due);
      due = setTimeout(reachable, 200);
    };
    addEventListener("resize", later);
    addEventListener("toggle", later, true);
    new MutationObserver(later).observe(document.getElementById("main-content"), { childList: true, subtree: true });
  }

  addEventListener("load", start);
})();
