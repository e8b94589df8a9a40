// What the live figures share. Classic scripts, because a page opened from a folder may not load modules; everything
// hangs on `sgd`, which arithmetic.js makes: `sgd.arithmetic` has the book's formulas, and no script repeats one.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const LETTERS = { delta_o: "δ", delta_h: "δ", alpha: "α", epsilon: "ε" };
  const BINDS = { "+": 1, "-": 1, "*": 2, "^": 3 };

  const made = (space, name, attributes = {}, ...children) => {
    const element = space ? document.createElementNS(space, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const svg = (name, attributes, ...children) => made(SVG, name, attributes, ...children);
  const html = (name, attributes, ...children) => made(null, name, attributes, ...children);
  const math = (name, attributes, ...children) => made(MATHML, name, attributes, ...children);

  // "w[1, 2]" as ["w", 0, 1]: arrays count from 0
  const place = (name) => {
    const [letter, inner] = name.replace("]", "").split("[");
    return [letter, ...(inner ? inner.split(", ").map((n) => n - 1) : [])];
  };
  const get = (values, name) => place(name).reduce((found, key) => found?.[key], values);
  const set = (values, name, value) => {
    const path = place(name);
    path.slice(0, -1).reduce((found, key) => found[key], values)[path.at(-1)] = value;
  };

  const signed = (text) => text.replace("-", "−").replace(/^−(0(\.0+)?)$/, "$1");
  const show = (number, digits = 2) => signed(number.toFixed(digits));
  // Three digits, where two places would hide a small number.
  const exact = (number) => {
    if (number === 0 || Math.abs(number) >= 0.1) return show(number, 3);
    return Math.abs(number) < 1e-4 ? signed(number.toExponential(1)) : signed(number.toPrecision(3));
  };

  // The name of an entry: letter and indices. Deltas say whose they are, as everywhere in the book: δ with o=1 or h=1.
  const OWNERS = { delta_o: ["o", "output"], delta_h: ["h", "hidden node"] };
  const letterOf = (name) => { const letter = place(name)[0]; return LETTERS[letter] ?? letter; };
  const spoken = (name) => {
    const [letter, ...places] = place(name);
    return [letterOf(name), ...(letter in OWNERS ? [`of ${OWNERS[letter][1]}`] : []), ...places.map((n) => n + 1)].join(" ");
  };

  const symbol = (name) => {
    const [key, ...places] = place(name);
    const letter = math("mi", {}, letterOf(name));
    const owner = key in OWNERS ? [math("mi", {}, OWNERS[key][0]), math("mo", { lspace: "0", rspace: "0" }, "=")] : [];
    const below = places.flatMap((n, k) => [...(k ? [math("mo", {}, ",")] : owner), math("mn", {}, `${n + 1}`)]);
    const whole = places.length ? math("msub", {}, letter, math("mrow", {}, ...below)) : letter;
    whole.setAttribute("data-at", name);
    return whole;
  };
  const fenced = (inside) => math("mrow", {}, math("mo", { stretchy: "false" }, "("), inside, math("mo", { stretchy: "false" }, ")"));

  // A formula of live_figures/formulas.py as MathML: with symbols, or with the numbers that `values` has for them. `binds` is how
  // tightly what stands around it binds: a sum is fenced in a product (from 1.2), a negative number behind an operator (1.5).
  const typeset = (tree, values, binds = 0) => {
    if (typeof tree === "number") return numeral(signed(`${tree}`), tree < 0 && binds >= 1.5);
    if (typeof tree === "string") {
      if (!values) return symbol(tree);
      const value = get(values, tree);
      const shown = numeral(exact(value), value < 0 && binds >= 1.5);
      shown.setAttribute("data-at", tree);
      return shown;
    }
    const [kind, ...parts] = tree;
    if (kind === "σ") return math("mrow", {}, math("mi", {}, "σ"), fenced(typeset(parts[0], values)));
    if (kind === "^") return math("msup", {}, typeset(parts[0], values, 4), typeset(parts[1], values));
    const own = BINDS[kind];
    const inside = kind === "+" ? sum(parts, values) : product(parts, values, binds);
    return own < binds ? fenced(inside) : inside;
  };
  const numeral = (text, bracketed) => (bracketed ? fenced(math("mn", {}, text)) : math("mn", {}, text));
  const sum = (parts, values) => math("mrow", {}, ...parts.flatMap((part, k) => {
    const minus = Array.isArray(part) && part[0] === "-";
    const sign = minus ? [math("mo", {}, "−")] : k ? [math("mo", {}, "+")] : [];
    return [...sign, minus ? typeset(part[1], values, 2) : typeset(part, values, k ? 1.5 : 1)];
  }));
  const product = (parts, values, binds) => math("mrow", {}, ...parts.flatMap((part, k) => [
    ...(k && values ? [math("mo", {}, "·")] : []), typeset(part, values, k ? 2 : Math.max(binds, 1.2)),
  ]));

  // What stands on the left: a name, the derivative of the loss by it, or what it becomes.
  const lefthand = (left) => {
    if (typeof left === "string") return symbol(left);
    const [kind, name] = left;
    if (kind === "new") {
      const whole = symbol(name);
      whole.firstChild.replaceWith(math("mrow", {}, math("mi", {}, letterOf(name)), math("mo", {}, "′")));
      return whole;
    }
    const d = (inside) => math("mrow", {}, math("mi", {}, "∂"), inside);
    return math("mfrac", {}, d(symbol("epsilon")), d(symbol(name)));
  };

  // Three rows: the formula, the numbers put in, the result.
  const lines = ({ left, right, value }, values) => {
    const rows = [[lefthand(left), typeset(right)], [null, typeset(right, values)], [null, numeral(exact(get(values, value)))]];
    const cells = rows.map(([start, end]) => math("mtr", {},
      math("mtd", { class: "sgd-left" }, ...(start ? [start] : [])),
      math("mtd", { class: "sgd-right" }, math("mo", {}, "="), end)));
    return math("math", { display: "block" }, math("mtable", { displaystyle: "true", columnalign: "right left" }, ...cells));
  };

  const names = (tree) => (Array.isArray(tree) ? tree.flatMap(names) : typeof tree === "string" ? [tree] : [])
    .filter((name) => name.length > 1 ? !["new"].includes(name) : !"+-*^σ∂".includes(name));

  // The picture that stands in the page, as SVG that can be moved.
  const picture = (element) => {
    const source = element.querySelector("img").getAttribute("src");
    const text = decodeURIComponent(source.slice(source.indexOf(",") + 1));
    const root = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
    root.removeAttribute("height");
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", element.querySelector("img").alt.split(".")[0]);
    return root;
  };

  // Makes a group of the picture a slider: sideways or up and down by hand, or with the keys. `value` tells and takes
  // the number, `chosen` is called by a press without a move and by Enter, `rested` when a move has ended.
  const slider = (group, { label, limits: [low, high], step = 0.05, value, chosen, rested }) => {
    for (const [key, said] of Object.entries({
      role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": low, "aria-valuemax": high,
    })) group.setAttribute(key, said);
    const put = (next) => value(Math.min(high, Math.max(low, Math.round(next / step * 5) * step / 5)));
    let from = null;
    group.addEventListener("pointerdown", (event) => {
      from = { x: event.clientX, y: event.clientY, value: value(), moved: false };
      group.setPointerCapture(event.pointerId);
    });
    group.addEventListener("pointermove", (event) => {
      if (!from) return;
      const way = event.clientX - from.x - (event.pointerType === "touch" ? 0 : event.clientY - from.y);
      from.moved ||= Math.abs(way) > 4;
      if (from.moved) put(from.value + way * (high - low) / 300);
    });
    group.addEventListener("pointerup", () => { if (from) from.moved ? rested() : chosen(); from = null; });
    group.addEventListener("pointercancel", () => { if (from) put(from.value); from = null; });
    group.addEventListener("keydown", (event) => {
      const ways = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
      if (event.key in ways) put(value() + ways[event.key] * step);
      else if (event.key === "Home") put(low);
      else if (event.key === "End") put(high);
      else if (event.key === "Enter" || event.key === " ") chosen();
      else return;
      event.preventDefault();
    });
  };

  const button = (words, act) => {
    const one = html("button", { type: "button" }, words);
    one.addEventListener("click", act);
    return one;
  };
  // A slider of the browser's own, with its name and its value beside it.
  const range = (name, words, { min, max, step, value }, changed) => {
    const input = html("input", { type: "range", min, max, step, value, "aria-label": words });
    const shown = html("output", {});
    const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    const label = html("label", { class: "sgd-range" }, html("span", {}, `${name} = `, shown), input);
    label.put = (to) => {
      input.value = to;
      shown.textContent = show(to, digits);
      label.says(shown.textContent);
    };
    label.says = (valueInWords) => input.setAttribute("aria-valuetext", valueInWords);
    input.addEventListener("input", () => {
      label.put(Number(input.value));
      changed(Number(input.value));
    });
    label.put(Number(value));
    return label;
  };

  // From numbers to places in a picture with axes, and back.
  const scale = (root) => {
    const [left, right, top, bottom, x0, x1, y0, y1] = root.dataset.box.split(" ").map(Number);
    const linear = (from, to, start, end) => {
      const map = (value) => start + (value - from) / (to - from) * (end - start);
      map.back = (value) => from + (value - start) / (end - start) * (to - from);
      return map;
    };
    return { x: linear(x0, x1, left, right), y: linear(y0, y1, bottom, top) };
  };

  // The point of a picture follows the hand; `moved` gets places of the picture, `rested` is called when it is let go.
  const follow = (root, moved, rested = () => {}) => {
    const point = root.querySelector(".point");
    const hand = svg("circle", { class: "sgd-hand", r: 28, cx: point.getAttribute("cx"), cy: point.getAttribute("cy") });
    point.after(hand);
    const under = new MutationObserver(() => {
      for (const key of ["cx", "cy"]) hand.setAttribute(key, point.getAttribute(key));
    });
    under.observe(point, { attributes: true });
    hand.addEventListener("pointerdown", (event) => hand.setPointerCapture(event.pointerId));
    hand.addEventListener("touchstart", (event) => event.preventDefault()); // a finger on the hand does not scroll the page
    hand.addEventListener("pointermove", (event) => {
      if (!hand.hasPointerCapture(event.pointerId)) return;
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(root.getScreenCTM().inverse());
      moved(x, y);
    });
    hand.addEventListener("lostpointercapture", () => rested());
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  Object.assign(window.sgd, {
    svg, html, math, get, set, signed, show, exact, symbol, spoken, typeset, lines, names, picture, slider, scale, follow, button, range,
    calm,
  });
})();
