// "Your turn" below each derivation: the reader writes its next line, and the engine, in the worker, proves or refutes it.
"use strict";

(() => {
  const { ask, typeset, say, make, cells, runTo } = live;
  const WAIT = 25000; // milliseconds for an answer, after which the worker is ended
  let panel = null;

  for (const cell of cells) {
    if (!cell.querySelector(".live-tools") || !cell.querySelector(".derivation-proved, .derivation-definition")) continue;
    const open = make("button", "live-turn", "Your turn");
    open.type = "button";
    open.setAttribute("aria-label", `Your turn: write the next line after cell ${cells.indexOf(cell) + 1}`);
    open.title = "Write the next line of this derivation yourself";
    open.addEventListener("click", () => take(cell, open));
    cell.querySelector(".live-tools").prepend(open);
  }

  async function take(cell, opener) {
    if (!(await runTo(cell))) return;
    const at = cells.indexOf(cell);
    const begun = await ask("take", { at });
    if (!begun) return;
    if (begun.says) return say(begun.says);
    panel?.remove();
    panel = build(at, begun, opener);
    cell.after(panel);
    panel.querySelector("textarea").focus();
  }

  function build(at, begun, opener) {
    const place = make("section", "live-panel");
    place.setAttribute("aria-label", "Write the next line");
    const named = (label, field) => {
      const whole = make("label", "", label);
      whole.append(field);
      return whole;
    };
    const after = make("select", "");
    after.append(...["the start", ...begun.lines.map((reason, n) => `line ${n + 1}: ${reason}`)].map((text, n) => new Option(text, n)));
    const line = make("div", "live-line");
    const field = Object.assign(make("textarea", ""), { rows: 2, spellcheck: false, autocapitalize: "off" });
    const keys = make("div", "live-keys");
    keys.setAttribute("role", "group");
    keys.setAttribute("aria-label", "Symbols to insert");
    const preview = make("div", "live-preview");
    const reason = Object.assign(make("input", ""), { type: "text" });
    const result = make("div", "live-result");
    result.setAttribute("role", "status");
    const buttons = make("div", "live-buttons");
    const ui = { at, place, after, line, field, keys, preview, reason, result, stage: 0 };
    for (const [text, action] of [
      ["Check", () => check(ui)], ["Hint", () => hint(ui)],
      ["Close", () => { place.remove(); panel = null; opener.focus(); }],
    ]) buttons.append(Object.assign(make("button", "", text), { type: "button", onclick: action }));
    after.addEventListener("change", async () => begin(ui, await answer(ui, "take", { at, after: Number(after.value) })));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); check(ui); }
    });
    let timer;
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => show(ui), 250); });
    place.append(named("Continue after", after), line, named("Your line", field), keys, preview,
      named("Your reason (if you like)", reason), buttons, result);
    begin(ui, begun);
    return place;
  }

  // From which line it goes on, and the symbols in reach.
  function begin(ui, begun) {
    if (!begun) return;
    if (begun.after !== undefined) {
      ui.after.value = begun.after;
      ui.result.replaceChildren();
    }
    ui.stage = 0;
    ui.line.textContent = `\\(\\displaystyle ${begun.tex} = \\ldots\\)`;
    typeset(ui.line);
    ui.keys.replaceChildren(...begun.palette.map((symbol) => {
      const key = Object.assign(make("button", "live-key", symbol), { type: "button" });
      key.addEventListener("click", () => {
        ui.field.setRangeText(symbol, ui.field.selectionStart, ui.field.selectionEnd, "end");
        ui.field.focus();
        show(ui);
      });
      return key;
    }));
  }

  async function show(ui) {
    const typed = ui.field.value;
    if (ui.seeing || !typed.trim()) return;
    ui.seeing = true;
    const seen = await answer(ui, "preview", { typed });
    ui.seeing = false;
    if (!seen || !ui.field.value) return;
    ui.preview.textContent = seen.tex ? `\\(\\displaystyle ${seen.tex}\\)` : seen.says;
    if (seen.tex) typeset(ui.preview);
    if (ui.field.value !== typed) show(ui);
  }

  async function check(ui) {
    ui.result.replaceChildren(make("p", "", "Checking"));
    const said = await answer(ui, "check", { typed: ui.field.value, reason: ui.reason.value });
    if (!said) return;
    ui.result.replaceChildren(...(said.html ? liveClean(said.html) : [make("p", "live-unread", said.says)]));
    typeset(ui.result);
    if (said.outcome === "not established") ui.result.append(make("p", "", "This is neither proved nor refuted: the line may be right, and nothing is claimed."));
    if (said.outcome !== "proved") return;
    if (said.book !== null) ui.result.append(make("p", "", `✓ This is line ${said.book + 1} of the book. Go on from it, or close.`));
    else ui.result.append(make("p", "", "✓ Proved. Go on from your line, or close."));
    begin(ui, { ...said, after: undefined });
    ui.field.value = "";
    ui.preview.textContent = "";
  }

  async function hint(ui) {
    const stage = Math.min(ui.stage + 1, 3);
    const said = await answer(ui, "hint", { stage });
    if (!said) return;
    ui.stage = stage;
    ui.result.replaceChildren(...(said.html ? liveClean(said.html) : [make("p", "", said.says)]));
    if (said.html && stage < 3) ui.result.append(make("p", "", "Ask again for a larger hint."));
    typeset(ui.result);
  }

  // An answer in time, or the worker is ended: what was typed went on without end.
  async function answer(ui, question, details) {
    const timer = setTimeout(() => live.stop(`No answer within ${WAIT / 1000} seconds: stopped. Take a smaller step; "Your turn" starts Python again.`), WAIT);
    const said = await ask(question, details);
    clearTimeout(timer);
    if (!said) {
      ui.result.replaceChildren(make("p", "live-unread", "No answer: Python was stopped. Nothing is claimed of this line."));
      ui.place.querySelectorAll("button, select, textarea, input").forEach((part) => { part.disabled = true; });
      const close = ui.place.querySelector(".live-buttons button:last-child");
      close.disabled = false;
    }
    return said;
  }
})();
