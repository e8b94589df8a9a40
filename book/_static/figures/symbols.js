// The page's formulas and its network light up together: a symbol that is pointed at and its node or edge, either way, and
// during the walk through the lines all that the current line names, with the way on which a derivative goes.
"use strict";

(() => {
  const network = document.querySelector("sgd-network");
  if (!network?.parts) return;
  const LETTERS = { ε: "epsilon" }, FIXED = { o: 1, h: 1, i: 1 }; // in the walk one weight stands for all
  const ORDER = { x: 0, v: 1, a: 2, w: 3, y: 4, t: 4, epsilon: 5 };
  const everything = network.parts.map((part) => part.dataset.at);
  const order = (name) => ORDER[name.split("[")[0]];
  const inOrder = (names) => [...names].sort((one, other) => order(one) - order(other));

  // The nodes or edges that a symbol of a formula means; a letter as index means all of them, unless `fixed` has it. A delta
  // and what enters a node mean the node.
  function meant(symbol, fixed = {}) {
    const [base, index] = symbol.matches("mi") ? [symbol] : symbol.children;
    let letter = LETTERS[base.textContent] ?? base.textContent;
    let places = index ? [...index.querySelectorAll("mi, mn"), ...(index.matches("mi, mn") ? [index] : [])].map((part) => part.textContent) : [];
    if ("δz".includes(letter)) letter = /^[okl]/.test(places[0]) ? "y" : /^[hj]/.test(places[0]) ? "a" : "";
    if (index?.querySelector("mo")?.textContent === "=") places = places.slice(1);
    const wanted = places.map((place) => (/^\d+$/.test(place) ? place : fixed[place])).map((place) => place ?? "\\d+");
    const pattern = new RegExp(`^${letter}${wanted.length ? `\\[${wanted.join(", ")}\\]` : ""}$`);
    return letter ? everything.filter((name) => pattern.test(name)) : [];
  }

  const SYMBOL = "msub, msubsup, mi";
  const symbols = (place) => [...place.querySelectorAll(SYMBOL)].filter((symbol) => !symbol.parentElement.closest("msub, msubsup"));
  const outermost = (part) => {
    const inside = part.closest?.("math") && part.closest(SYMBOL);
    return inside && (inside.parentElement.closest("msub, msubsup") ?? inside);
  };

  // All that a line names; and of what it derives by, each step of the way to what is derived.
  function path(line) {
    const sums = [...line.querySelectorAll("munderover")].map((sum) => sum.children[1].querySelector("mi")?.textContent);
    const fixed = Object.fromEntries(Object.entries(FIXED).filter(([index]) => !sums.includes(index)));
    const named = (place) => symbols(place).flatMap((symbol) => meant(symbol, fixed));
    const all = named(line);
    const ways = [...line.querySelectorAll("mfrac")].filter((part) => part.children[1].textContent.startsWith("∂")).flatMap((part) => {
      const derived = named(part.children[0]);
      const end = Math.max(...(derived.length ? derived : all).map(order));
      return named(part.children[1]).flatMap((from) => network.way(from)).filter((name) => order(name) <= end);
    });
    return new Set([...all, ...ways]);
  }

  // A small picture of the network beside the words of the walk, since the figure may be elsewhere on the page.
  let small = null;
  function picture() {
    small = sgd.picture(network);
    small.setAttribute("class", "sgd-small");
    small.setAttribute("role", "img");
    document.querySelector(".lines-bar").prepend(small);
  }

  document.addEventListener("derivation-line", ({ detail: line }) => {
    const lit = line ? path(line) : new Set();
    network.light(lit);
    if (!small) picture();
    for (const part of small.querySelectorAll("[data-at]")) part.classList.toggle("sgd-lit", lit.has(part.dataset.at));
    small.setAttribute("aria-label", lit.size ? `In the network: ${inOrder(lit).map(sgd.spoken).join(", ")}` : "The network");
  });

  let shining = [];
  function shine(name) {
    for (const symbol of shining) symbol.classList.remove("sgd-symbol");
    const here = [...document.querySelectorAll("article math")].filter((formula) => !network.contains(formula));
    shining = name ? here.flatMap(symbols).filter((symbol) => meant(symbol).includes(name)) : [];
    for (const symbol of shining) {
      symbol.classList.add("sgd-symbol");
      symbol.style.setProperty("--sgd-own", `var(--sgd-${name.split("[")[0]})`);
    }
  }
  for (const event of ["pointerover", "focusin"]) {
    network.addEventListener(event, ({ target }) => shine(target.closest("[data-at]")?.dataset.at));
    network.addEventListener({ pointerover: "pointerleave", focusin: "focusout" }[event], () => shine());
  }
  document.querySelector("article").addEventListener("pointerover", ({ target }) => {
    if (network.contains(target)) return;
    const symbol = outermost(target);
    network.point(...(symbol ? meant(symbol) : []));
  });
})();
