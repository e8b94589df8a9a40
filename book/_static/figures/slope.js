// <sgd-slope>: the sigmoid with its tangent. Drag the point or move z: the slope is a(1 − a).
"use strict";

(() => {
  const { arithmetic, formulas, start, html, math, show, exact, typeset, picture, scale, follow, range } = sgd;

  class Slope extends HTMLElement {
    connectedCallback() {
      if (this.svg) return;
      this.svg = picture(this);
      this.scale = scale(this.svg);
      this.z = range("z", "z, where the tangent touches", { min: -6, max: 6, step: 0.1, value: start.slope.z }, (z) => this.update(z));
      this.formula = html("div", { class: "sgd-formula", tabindex: 0, role: "group", "aria-label": "The slope" });
      this.firstElementChild.hidden = true;
      this.append(html("div", { class: "sgd-controls" }, this.z), this.svg, this.formula);
      follow(this.svg, (x) => { const z = Math.round(this.scale.x.back(x) * 10) / 10; this.z.put(z); this.update(z); });
      this.update(start.slope.z);
    }

    update(z) {
      const { x, y } = this.scale;
      const at = arithmetic.slope({ z, s: z });
      // two to either side, as far as the axes go
      const ends = [z - 2, z + 2].map((s) => Math.min(6, Math.max(-6, s)));
      const tangent = ends.map((s) => `${x(s)} ${y(arithmetic.slope({ z, s }).tangent)}`);
      this.svg.querySelector(".tangent").setAttribute("d", `M${tangent.join("L")}`);
      const point = this.svg.querySelector(".point");
      point.setAttribute("cx", x(z));
      point.setAttribute("cy", y(at.a));
      const equal = () => math("mo", {}, "=");
      const line = math("mrow", {}, math("msup", {}, math("mi", {}, "σ"), math("mo", {}, "′")), math("mo", { stretchy: "false" }, "("),
        math("mn", {}, show(z, 1)), math("mo", { stretchy: "false" }, ")"), equal(), typeset(formulas.slope.right), equal(),
        typeset(formulas.slope.right, at), equal(), math("mn", {}, exact(at.slope)));
      this.formula.replaceChildren(math("math", { display: "block" }, line));
      this.z.says(`${show(z, 1)}: value ${exact(at.a)}, slope ${exact(at.slope)}`);
    }
  }

  if (!customElements.get("sgd-slope")) customElements.define("sgd-slope", Slope);
})();
