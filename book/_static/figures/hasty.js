// <sgd-hasty>: the famous example, once by the rule and once with deltas that travel over output weights that have already
// been updated. The digits that differ are marked.
"use strict";

(() => {
  const { arithmetic, start, html, signed, button } = sgd;
  const LAST = 10000;
  const DIGITS = 9;
  const written = (number) => signed(number >= 1e-3 || number <= -1e-3 || number === 0 ? number.toFixed(DIGITS) : number.toExponential(DIGITS - 3));

  class Hasty extends HTMLElement {
    connectedCallback() {
      if (this.table) return;
      this.table = html("table", { class: "sgd-table" });
      this.status = html("p", { class: "sgd-status", role: "status" });
      const box = html("div", { class: "sgd-formula", tabindex: 0, role: "group", "aria-label": "Both trainings" }, this.table);
      this.firstElementChild.hidden = true;
      this.append(html("div", { class: "sgd-controls" }, ...[1, 100, LAST].map((many) =>
        button(many === 1 ? "One step" : many === LAST ? `To step ${LAST}` : `${many} steps`, () => this.step(many))),
        button("Reset", () => this.reset())), box, this.status);
      this.reset();
    }

    reset() {
      const { w } = start.hasty;
      [this.steps, this.ways] = [0, [structuredClone(w), structuredClone(w)]];
      this.update();
      this.status.textContent = "Both start from the same weights.";
    }

    step(many) {
      const last = Math.min(LAST, this.steps + many);
      for (; this.steps < last; this.steps++) {
        const [rule, hasty] = this.ways.map((w) => arithmetic.hasty({ ...start.hasty, w }));
        this.ways = [rule.w, [hasty.hasty_w[0], hasty.w[1]]];
      }
      this.update();
      const [rule, hasty] = this.values().map(([loss]) => written(loss));
      this.status.textContent = `After ${this.steps === 1 ? "1 step" : `${this.steps} steps`} the loss is ${rule} by the rule and ${hasty} layer by layer.`;
    }

    // The loss with the half that the famous page has in front, the outputs, and every weight.
    values() {
      return this.ways.map((w) => {
        const { loss, y } = arithmetic.hasty({ ...start.hasty, w });
        return [loss / 2, ...y, ...w.flat(2)];
      });
    }

    update() {
      const names = ["loss", "output 1", "output 2", ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `w${"₁₂₃₄₅₆₇₈"[n - 1]}`)];
      const [rule, hasty] = this.values();
      const rows = names.map((name, n) => {
        const [left, right] = [written(rule[n]), written(hasty[n])];
        return html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, left), html("td", {}, ...this.marked(left, right)));
      });
      const head = html("tr", {}, html("td", {}), ...["by the rule", "layer by layer"].map((name) => html("th", { scope: "col" }, name)));
      this.table.replaceChildren(html("caption", {}, `After step ${this.steps}`), html("thead", {}, head), html("tbody", {}, ...rows));
    }

    // The number with what differs marked, from the first digit on.
    marked(left, right) {
      const same = [...right].findIndex((digit, n) => digit !== left[n]);
      return same < 0 ? [right] : [right.slice(0, same), html("mark", {}, right.slice(same))];
    }
  }

  if (!customElements.get("sgd-hasty")) customElements.define("sgd-hasty", Hasty);
})();
