// <sgd-network>: the network of part I. Drag a weight, an input or the target; go forward, backward, update; choose a node
// or an edge and read its formula with the numbers put in.
"use strict";

(() => {
  const { arithmetic, formulas, start, html, svg, get, set, show, exact, spoken, lines, names, picture, slider, button, range } = sgd;
  const LIMITS = { x: [-2, 2], t: [0, 1], v: [-4, 4], w: [-4, 4] };
  const WORDS = { x: "input", t: "target", v: "weight", w: "weight", a: "hidden node", y: "output", epsilon: "loss" };
  const [GIVEN, FORWARD, BACKWARD] = [0, 1, 2];
  const HELP = "Drag a number, or press it to read its formula. With the keys: Tab, arrows, Enter.";
  const letter = (name) => name.split("[")[0];
  const node = (name) => ({ a: "delta_h", y: "delta_o" })[letter(name)]?.concat(name.slice(1));

  class Network extends HTMLElement {
    connectedCallback() {
      if (this.svg) return;
      this.svg = picture(this);
      this.formula = html("div", { class: "sgd-formula", tabindex: 0, role: "group", "aria-label": "Formula" });
      this.status = html("p", { class: "sgd-status", role: "status" });
      this.rate = range("α", "learning rate alpha", { min: 0.1, max: 10, step: 0.1, value: start.network.alpha },
        (alpha) => { this.given.alpha = alpha; this.update(); });
      const controls = html("div", { class: "sgd-controls" },
        button("Forward", () => this.forward()), button("Backward", () => this.backward()),
        button("Update", () => this.step()), button("Reset", () => this.reset()), this.rate);
      this.fallback = this.firstElementChild;
      this.fallback.hidden = true;
      this.append(controls, this.svg, this.status, this.formula);
      this.parts = [...this.svg.querySelectorAll("[data-at]")];
      for (const part of this.parts) this.prepare(part, part.dataset.at);
      for (const place of [this.svg, this.formula]) {
        place.addEventListener("pointerover", (event) => this.point(event.target.closest("[data-at]")?.dataset.at));
        place.addEventListener("pointerleave", () => this.point());
      }
      this.reset();
      this.say(HELP);
    }

    // Each part can be pressed, moved if it is given, and has room for a finger.
    prepare(part, name) {
      const text = part.querySelector("text");
      part.prepend(svg("circle", { cx: text.getAttribute("x"), cy: Number(text.getAttribute("y")) + 3, r: 27, class: "sgd-touch" }));
      part.addEventListener("focus", () => this.point(name));
      part.addEventListener("blur", () => this.point());
      if (node(name)) {
        const [x, y] = [text.getAttribute("x"), Number(text.getAttribute("y")) + 44];
        part.append(svg("text", { x, y, class: "sgd-delta" }));
      }
      const chosen = () => this.choose(name);
      if (!(letter(name) in LIMITS)) {
        part.setAttribute("role", "button");
        part.setAttribute("tabindex", 0);
        part.addEventListener("click", chosen);
        part.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          chosen();
        });
        return;
      }
      slider(part, {
        label: `${WORDS[letter(name)]} ${spoken(name)}`, limits: LIMITS[letter(name)], chosen,
        value: (next) => {
          if (next === undefined) return get(this.given, name);
          set(this.given, name, next);
          this.update();
        },
        rested: () => this.say(`${spoken(name)} is now ${show(get(this.given, name))}. ${this.summary()}`),
      });
    }

    reset() {
      this.given = structuredClone(start.network);
      this.rate.put(this.given.alpha);
      this.stage = FORWARD;
      this.chosen = undefined;
      this.update();
      this.say("Back at the first weights.");
    }

    forward() {
      this.stage = Math.max(this.stage, FORWARD);
      this.update();
      this.run("forward");
      this.say(`Forward: ${this.activations()}. ${this.summary()}`);
    }

    backward() {
      this.stage = BACKWARD;
      this.update();
      this.run("backward");
      const deltas = this.parts.map((part) => node(part.dataset.at)).filter(Boolean).reverse();
      this.say(`Backward: ${deltas.map((name) => `${spoken(name)} is ${exact(get(this.found, name))}`).join(", ")}. `
        + "An arrow says which way each weight will go.");
    }

    step() { // what new_v and new_w are is proved: w' = w + αδa
      if (this.stage < BACKWARD) this.backward();
      const before = this.found.loss;
      Object.assign(this.given, { v: this.found.new_v, w: this.found.new_w });
      this.stage = FORWARD;
      this.update();
      this.run("update");
      this.say(`Update: the loss went from ${exact(before)} to ${exact(this.found.loss)}.`);
    }

    activations() {
      return this.parts.map((part) => part.dataset.at).filter(node)
        .map((name) => `${spoken(name)} is ${exact(get(this.found, name))}`).join(", ");
    }
    summary() { return `The loss is ${exact(this.found.loss)}.`; }
    say(words) { this.status.textContent = words; }

    // Layer after layer lights up, in the order of the algorithm; style and reduced motion are the style sheet's.
    run(way) {
      const order = { x: 0, v: 1, a: 2, w: 3, y: 4, t: 4, epsilon: 5 };
      for (const part of this.parts) {
        const place = order[letter(part.dataset.at)];
        part.style.setProperty("--turn", way === "backward" ? 5 - place : way === "update" ? 0 : place);
        part.classList.remove("sgd-runs");
        part.getBoundingClientRect(); // so that the animation starts anew
        part.classList.toggle("sgd-runs", way !== "update" || "vw".includes(letter(part.dataset.at)));
      }
    }

    choose(name) {
      this.chosen = name === this.chosen ? undefined : name;
      this.update();
      const words = formulas.network[name] ? "its formula is below" : "it is given, and has no formula";
      this.say(this.chosen ? `${WORDS[letter(name)]} ${spoken(name)}: ${words}.` : HELP);
    }

    // From a part to the loss, with the edges between.
    way(name) {
      const users = Object.entries(formulas.network).filter(([, [first]]) => first.value !== `gradient_${name}`
        && !Array.isArray(first.left) && names(first.right).includes(name)).map(([user]) => user);
      const between = users.flatMap((user) => names(formulas.network[user][0].right).filter((n) => this.leads(n, name)));
      return [name, ...between, ...users.flatMap((user) => this.way(user))];
    }

    // Everything that the chosen part touches: what its formulas name, and the way from it to the loss.
    path() {
      if (!this.chosen) return new Set();
      const used = this.shown().flatMap(({ right }) => names(right)).map((name) => name.replace("delta_h", "a").replace("delta_o", "y"));
      return new Set([...used, ...this.way(this.chosen)]);
    }
    light(names) { // what else is lit, from outside of the figure
      this.also = names;
      this.update();
    }
    leads(edge, from) { // whether the edge starts at this node
      return "vw".includes(letter(edge)) && "xa".includes(letter(from)) && edge.endsWith(`, ${from.match(/\d+/)}]`);
    }

    // The formulas of the chosen part that its stage has reached: a delta and a gradient only after the way back.
    shown() {
      const all = formulas.network[this.chosen] ?? [];
      return all.filter(({ value }) => this.stage === BACKWARD || !/delta|gradient|new/.test(value));
    }

    update() {
      this.found = arithmetic.network(this.given);
      const values = { ...this.given, ...this.found, epsilon: this.found.loss };
      const lit = this.path();
      for (const part of this.parts) this.show(part, part.dataset.at, values, lit);
      const waits = this.chosen && formulas.network[this.chosen] && !this.shown().length;
      this.formula.replaceChildren(...this.shown().map((formula) => lines(formula, values)),
        ...(waits ? [html("p", {}, "Press Backward: its gradient comes from the deltas.")] : []));
      this.formula.hidden = !this.formula.childNodes.length;
    }

    show(part, name, values, lit) {
      const value = get(values, name), back = this.stage === BACKWARD;
      const weight = "vw".includes(letter(name)), delta = node(name);
      const growth = weight && get(values, `new_${name}`) - value;
      part.querySelector(".value").textContent = show(value) + (weight && back && growth ? (growth > 0 ? "▲" : "▼") : "");
      if (weight) {
        const line = part.querySelector("path");
        line.style.strokeWidth = `${1 + Math.abs(value)}px`;
        line.style.strokeDasharray = value < 0 ? "6 4" : "none"; // dashed as well as in words
      }
      if (delta) part.querySelector(".sgd-delta").textContent = back ? `δ ${exact(get(values, delta))}` : "";
      part.classList.toggle("sgd-lit", lit.has(name) || Boolean(this.also?.has(name)));
      part.classList.toggle("sgd-chosen", this.chosen === name);
      this.describe(part, name, value, back && (weight ? `gradient ${exact(get(values, `gradient_${name}`))}`
        : delta && `delta ${exact(get(values, delta))}`));
    }

    describe(part, name, value, more) {
      const said = `${show(value)}${more ? `, ${more}` : ""}`;
      if (part.getAttribute("role") === "slider") {
        part.setAttribute("aria-valuenow", value);
        part.setAttribute("aria-valuetext", said);
      } else {
        part.setAttribute("aria-label", `${WORDS[letter(name)]} ${spoken(name)}: ${said}`);
        part.setAttribute("aria-pressed", this.chosen === name);
      }
    }

    // A symbol of the formula and its place in the picture light up together, whichever is pointed at.
    point(...pointed) {
      const same = (other) => pointed.some((name) => name && (other === name || other === node(name) || node(other) === name));
      for (const part of this.querySelectorAll("[data-at]")) part.classList.toggle("sgd-hot", same(part.dataset.at));
    }
  }

  if (!customElements.get("sgd-network")) customElements.define("sgd-network", Network);
})();
