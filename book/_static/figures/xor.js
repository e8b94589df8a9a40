// <sgd-xor>: a network with two hidden nodes learns XOR. One epoch is a step for each of the four examples; the start is
// always the same.
"use strict";

(() => {
  const { arithmetic, start, html, svg, show, exact, picture, scale, button, calm } = sgd;
  const CELLS = 16; // of the map, in each direction
  const [LEFT, SIDE] = [46, 340];

  class Xor extends HTMLElement {
    connectedCallback() {
      if (this.svg) return;
      this.svg = picture(this);
      this.scale = scale(this.svg);
      this.status = html("p", { class: "sgd-status", role: "status" });
      this.table = html("table", { class: "sgd-table" });
      this.play = button("Play", () => (this.timer ? this.stop() : this.run()));
      this.firstElementChild.hidden = true;
      this.append(html("div", { class: "sgd-controls" }, this.play, button("One epoch", () => { this.stop(); this.epochs(1); }),
        button("50 epochs", () => { this.stop(); this.epochs(50); }), button("Reset", () => this.reset())),
        this.svg, this.map(), this.table, this.status);
      this.reset();
    }
    disconnectedCallback() { this.stop(); }

    map() {
      const root = svg("svg", { viewBox: `0 0 400 ${SIDE + 40}`, role: "img", class: "sgd-map" });
      const size = SIDE / CELLS;
      this.cells = [...Array(CELLS ** 2).keys()].map((n) => {
        const [column, row] = [n % CELLS, Math.floor(n / CELLS)];
        const cell = svg("rect", { x: LEFT + column * size, y: 8 + row * size, width: size + 0.5, height: size + 0.5 });
        cell.x01 = [(column + 0.5) / CELLS, 1 - (row + 0.5) / CELLS].map((share) => share * 1.4 - 0.2);
        return cell;
      });
      const corner = (share) => (share + 0.2) / 1.4 * SIDE;
      const points = start.xor.x.map(([x, y], n) => svg("text",
        { x: LEFT + corner(x), y: 8 + SIDE - corner(y) + 6 }, `${start.xor.t[n][0]}`));
      root.append(...this.cells, ...points, svg("text", { x: LEFT + SIDE / 2, y: SIDE + 28 }, "x₁"), svg("text", { x: 22, y: SIDE / 2 }, "x₂"));
      root.setAttribute("aria-label", "The output over the square of the inputs: the darker, the nearer to 1. The four examples carry their targets.");
      return root;
    }

    reset() {
      this.stop();
      this.net = structuredClone(start.xor);
      this.losses = [this.loss()];
      this.update();
      this.status.textContent = `The loss of the four examples is ${exact(this.losses[0])}.`;
    }

    example(n) { return { ...this.net, x: start.xor.x[n], t: start.xor.t[n] }; }
    each(look) { return start.xor.x.map((_, n) => look(arithmetic.xor(this.example(n)), n)); }
    loss() { return this.each(({ loss }) => loss).reduce((sum, one) => sum + one, 0); }

    train(epochs) {
      for (let n = 0; n < epochs && this.losses.length <= start.xor.epochs; n++) {
        start.xor.x.forEach((_, k) => { const { w, b } = arithmetic.xor(this.example(k)); Object.assign(this.net, { w, b }); });
        this.losses.push(this.loss());
      }
      this.update();
    }
    epochs(many) {
      this.train(many);
      this.report();
    }
    report() {
      this.status.textContent = `After ${this.losses.length - 1} epochs the loss is ${exact(this.losses.at(-1))}.`;
    }

    // About four seconds to the end; at once where motion is to be reduced.
    run() {
      if (this.losses.length > start.xor.epochs) this.reset();
      if (calm()) { this.epochs(start.xor.epochs); return; }
      this.play.textContent = "Pause";
      this.timer = setInterval(() => {
        this.train(Math.ceil(start.xor.epochs / 100));
        if (this.losses.length > start.xor.epochs) this.stop();
      }, 40);
    }
    stop() {
      if (!this.timer) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.play.textContent = "Play";
      this.report();
    }

    update() {
      const { x, y } = this.scale;
      const path = this.losses.map((loss, epoch) => `${x(epoch).toFixed(1)} ${y(loss).toFixed(1)}`);
      this.svg.querySelector(".run").setAttribute("d", `M${path.join("L")}`);
      for (const cell of this.cells) cell.style.opacity = arithmetic.xor({ ...this.net, x: cell.x01, t: [0] }).y[0];
      const head = html("tr", {}, ...["x₁", "x₂", "t", "y"].map((name) => html("th", { scope: "col" }, name)));
      const rows = this.each(({ y: [output] }, n) => html("tr", {},
        ...[...start.xor.x[n], ...start.xor.t[n], show(output, 3)].map((value) => html("td", {}, `${value}`))));
      this.table.replaceChildren(head, ...rows);
    }
  }

  if (!customElements.get("sgd-xor")) customElements.define("sgd-xor", Xor);
})();
