// <sgd-downhill>: the loss over the two weights of a 1-1-1 network. Drag the point; see which way is steepest down,
// and where a step of length α lands.
"use strict";

(() => {
  const { arithmetic, start, html, svg, show, exact, picture, scale, follow, button, range } = sgd;
  const LIMIT = 4;
  const weight = (given, name) => given[name][0][0];

  class Downhill extends HTMLElement {
    connectedCallback() {
      if (this.svg) return;
      this.svg = picture(this);
      this.scale = scale(this.svg);
      this.status = html("p", { class: "sgd-status", role: "status" });
      const move = (name) => (value) => { this.given[name] = [[value]]; this.trail = []; this.update(); };
      const of = { min: -LIMIT, max: LIMIT, step: 0.05, value: 0 };
      this.ranges = { v: range("v", "weight v", of, move("v")), w: range("w", "weight w", of, move("w")),
        alpha: range("α", "learning rate alpha", { min: 1, max: 120, step: 1, value: 1 }, (alpha) => { this.given.alpha = alpha; this.update(); }) };
      this.trace = svg("path", { class: "sgd-trail" });
      this.arrow = svg("path", { class: "sgd-steepest" });
      this.landing = svg("g", { class: "sgd-landing" }, svg("path"), svg("circle", { r: 5 }));
      this.svg.querySelector(".point").before(this.trace, this.arrow, this.landing);
      this.firstElementChild.hidden = true;
      this.append(html("div", { class: "sgd-controls" }, button("Step", () => this.step()), button("Reset", () => this.reset()),
        ...Object.values(this.ranges)), this.svg, this.status);
      follow(this.svg, (x, y) => {
        const near = (value) => Math.round(Math.min(LIMIT, Math.max(-LIMIT, value)) * 20) / 20;
        Object.assign(this.given, { v: [[near(this.scale.x.back(x))]], w: [[near(this.scale.y.back(y))]] });
        this.trail = [];
        this.update();
      }, () => this.announce());
      for (const one of Object.values(this.ranges)) one.addEventListener("change", () => this.announce());
      this.reset();
    }

    reset() {
      this.given = structuredClone(start.downhill);
      this.trail = [];
      this.update();
      this.announce();
    }

    step() {
      const { new_v, new_w, loss } = this.found;
      this.trail.push(this.here());
      Object.assign(this.given, { v: new_v, w: new_w });
      this.update();
      const grew = this.found.loss > loss;
      this.status.textContent = `The loss ${grew ? "grew" : "fell"} from ${exact(loss)} to ${exact(this.found.loss)}.`
        + (grew ? " The step was too long: it overshot the valley." : "") + this.outside();
    }

    here(v = weight(this.given, "v"), w = weight(this.given, "w")) { return [this.scale.x(v), this.scale.y(w)]; }
    outside() {
      const far = ["v", "w"].some((name) => Math.abs(weight(this.given, name)) > LIMIT);
      return far ? " It landed outside of the picture." : "";
    }

    announce() {
      this.status.textContent = `The loss is ${exact(this.found.loss)}; after a step of α = ${show(this.given.alpha, 0)} it would be ${exact(this.next)}`
        + `${this.next > this.found.loss ? ", larger: the step overshoots" : ""}.`;
    }

    update() {
      this.found = arithmetic.downhill(this.given);
      const { gradient_v, gradient_w, new_v, new_w } = this.found;
      this.next = arithmetic.downhill({ ...this.given, v: new_v, w: new_w }).loss;
      const [x, y] = this.here(), [ahead, below] = this.here(new_v[0][0], new_w[0][0]);
      const length = Math.hypot(gradient_v[0][0], gradient_w[0][0]) || 1;
      const [dx, dy] = [-gradient_v[0][0] / length, gradient_w[0][0] / length]; // on the screen, w grows upwards
      const head = (angle) => `${x + 46 * dx - 10 * Math.cos(angle)} ${y + 46 * dy - 10 * Math.sin(angle)}`;
      const way = Math.atan2(dy, dx);
      this.arrow.setAttribute("d", `M${x} ${y}l${46 * dx} ${46 * dy}M${head(way - 0.5)}L${x + 46 * dx} ${y + 46 * dy}L${head(way + 0.5)}`);
      this.landing.firstChild.setAttribute("d", `M${x} ${y}L${ahead} ${below}`);
      this.landing.lastChild.setAttribute("cx", ahead);
      this.landing.lastChild.setAttribute("cy", below);
      this.landing.classList.toggle("sgd-overshoots", this.next > this.found.loss);
      const trail = [...this.trail, [x, y]];
      this.trace.setAttribute("d", `M${trail.map((at) => at.join(" ")).join("L")}`);
      const point = this.svg.querySelector(".point");
      point.setAttribute("cx", x);
      point.setAttribute("cy", y);
      for (const name of ["v", "w"]) this.ranges[name].put(weight(this.given, name));
      this.ranges.alpha.put(this.given.alpha);
      for (const name of ["v", "w"])
        this.ranges[name].says(`${show(weight(this.given, name))}, gradient ${exact(this.found[`gradient_${name}`][0][0])}, loss ${exact(this.found.loss)}`);
    }
  }

  if (!customElements.get("sgd-downhill")) customElements.define("sgd-downhill", Downhill);
})();
