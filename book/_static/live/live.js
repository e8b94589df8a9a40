// Every code cell of the page can be changed and run here, after the cells above it, by Python in a worker.
// Nothing is loaded before the first click. A classic script, since a page opened from a folder may load no modules;
// there it only says why nothing runs, since a worker needs a server.
"use strict";

const live = (() => {
  const { src, dataset } = document.currentScript;
  const cells = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".cell_input pre"));
  const state = { worker: null, waiting: new Map(), next: 0, loaded: 0, numbers: false, busy: null };
  const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const code = (cell) => cell.querySelector(".cell_input pre");
  const written = (cell) => code(cell).innerText.replace(/\u00a0/g, " ").replace(/\n+$/, "");

  // ---- the worker

  function startWorker() {
    const worker = new Worker(new URL("worker.js", src));
    worker.onmessage = ({ data }) => {
      if (data.failed) stop(data.failed);
      else if (data.stage) progress(data.stage);
      else if (data.loaded) { state.loaded = data.loaded; progress(); }
      else state.waiting.get(data.id)?.(data);
    };
    worker.onerror = (event) => stop(`Python could not start here: ${event.message}`);
    return worker;
  }

  // Posts a message; `each` gets every answer to it and says when it was the last. Resolves to null when stopped.
  function post(message, each) {
    state.worker ??= startWorker();
    const id = state.next++;
    return new Promise((resolve) => {
      state.waiting.set(id, (data) => {
        if (data !== null && !each(data)) return;
        state.waiting.delete(id);
        resolve(data);
      });
      state.worker.postMessage({ id, ...message });
    });
  }

  const ask = (name, details) => post({ ask: name, with: details }, () => true).then((data) => data && data.answer);

  function stop(why) { // ends an endless loop too: the worker is ended, not asked
    state.worker?.terminate();
    Object.assign(state, { worker: null, loaded: 0 });
    for (const answer of [...state.waiting.values()]) answer(null);
    say(why);
  }

  // ---- what is said: one line at the foot of the window, read out as it changes

  const status = make("div", "live-status");
  const words = make("p", "");
  words.setAttribute("role", "status");
  const bar = make("progress", "");
  bar.setAttribute("aria-label", "Loaded of Python");
  bar.hidden = true;
  status.append(words, bar);

  function say(text) {
    words.textContent = text;
    bar.hidden = true;
    delete state.stage;
  }

  // The stage is announced; the megabytes move in the bar and in its title only.
  function progress(stage) {
    if (stage) state.stage = stage;
    state.numbers ||= (stage ?? "").includes("NumPy");
    const all = 1e6 * (Number(dataset.proofs) + (state.numbers ? Number(dataset.numbers) : 0));
    if (!state.stage) return;
    bar.hidden = false;
    bar.max = all;
    bar.value = Math.min(state.loaded, all);
    const text = `${state.stage}, ${Math.round(all / 1e6)} MB in all`;
    if (words.textContent !== text) words.textContent = text;
    bar.title = `${(state.loaded / 1e6).toFixed(1)} of ${Math.round(all / 1e6)} MB`;
  }

  // ---- running

  async function run(place) {
    state.busy = cells[place];
    label();
    if (!state.stage) say(place ? `Running the cells down to cell ${place + 1}` : "Running");
    const codes = cells.slice(0, place + 1).map(written);
    let ended = "Stopped. The next run starts Python again.";
    await post({ run: codes }, ({ cell, done }) => {
      if (done) { ended = ended.startsWith("Stopped") ? "" : ended; return true; }
      if (!cell.passed_over) show(cells[cell.at], cell.outputs);
      const failed = cell.outputs.some((output) => "error" in output);
      ended = told(cell, place, failed);
      if (cell.at < place && !failed) say(`Running: cell ${cell.at + 2} of ${place + 1}`);
      return false;
    });
    state.busy = null;
    label();
    say(ended);
  }

  // Runs the cells down to this one, unless they ran as they stand; whether this one ran.
  async function runTo(cell) {
    if (state.busy) return false;
    await run(cells.indexOf(cell));
    return Boolean(state.worker);
  }

  function told(cell, place, failed) {
    if (cell.at < place) return "";
    if (failed) return `Cell ${place + 1} ends in an error.`;
    const proved = cells[place].querySelectorAll(".live-output .derivation-proved").length;
    return proved ? `Cell ${place + 1} ran: ${proved} ${proved > 1 ? "lines" : "line"} proved.` : `Cell ${place + 1} ran.`;
  }

  function label() {
    for (const cell of cells) {
      const button = cell.querySelector(".live-run");
      const here = state.busy === cell;
      button.textContent = here ? "Stop" : "Run";
      button.setAttribute("aria-label", `${here ? "Stop" : "Run"} cell ${cells.indexOf(cell) + 1}`);
      button.disabled = Boolean(state.busy) && !here;
    }
  }

  // ---- outputs
  // Styles for what only a live output has stay in the site because it is named here: refusal, refusal-cause, traceback,
  // derivation, derivation-line, derivation-definition, image_svg, text_html, text_latex, text_plain.

  function outputOf(cell) {
    let output = cell.querySelector(".cell_output");
    if (!output) {
      output = make("div", "cell_output docutils container");
      cell.append(output);
    }
    if (!output.committed) output.committed = [...output.childNodes];
    return output;
  }

  function show(cell, outputs) {
    const output = outputOf(cell);
    output.replaceChildren(...outputs.map(element));
    output.classList.add("live-output");
    typeset(output);
  }

  function element(output) {
    if (output.html || output.svg) {
      const place = make("div", `output ${output.svg ? "image_svg" : "text_html"}`);
      place.append(...liveClean(output.html ?? output.svg));
      return place;
    }
    if (output.latex) return make("div", "output text_latex math", output.latex);
    const place = make("div", output.error ? "output traceback" : "output text_plain");
    place.append(make("pre", "", output.error ?? output.printed ?? output.text));
    return place;
  }

  // ---- formulas: \( ... \) inside HTML, and $ ... $ alone

  let temml = null; // temml.min.js is dist/temml.min.js of `npm pack temml@0.13.5`
  function typesetter() {
    return (temml ??= new Promise((resolve, reject) => {
      const script = make("script", "");
      script.src = new URL("temml.min.js", src);
      script.onload = () => resolve(window.temml);
      script.onerror = reject;
      document.head.append(script);
    }));
  }

  async function typeset(place) {
    const { render } = await typesetter();
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const words = node.parentElement.closest("pre, code, .mathjax_ignore, annotation");
      if (words && place.contains(words)) continue; // the page's own sections are marked so too
      if (/\\\([\s\S]*?\\\)/.test(node.data) || node.parentElement.matches(".text_latex")) found.push(node);
    }
    for (const node of found) node.replaceWith(...formulas(node.data, render));
  }

  function formulas(text, render) {
    const parts = text.split(/\\\(([\s\S]*?)\\\)|\$+([\s\S]*?)\$+/);
    return parts.map((part, n) => {
      if (n % 3 === 0 || part === undefined) return document.createTextNode(part ?? "");
      const place = make("span", "live-math");
      const large = /^\s*\\displaystyle\b/;
      const tex = part.replace(large, "").replace(/\\substack\b/g, "").trim();
      render(tex, place, { displayMode: false, throwOnError: false, annotate: true });
      if (large.test(part)) place.querySelector("math")?.setAttribute("displaystyle", "true");
      return place;
    });
  }

  // ---- the cells

  function prepare(cell, place) {
    const box = code(cell);
    const original = box.cloneNode(true).childNodes;
    const tools = make("div", "live-tools");
    const button = make("button", "live-run", "Run");
    const reset = make("button", "live-reset", "Reset");
    button.type = reset.type = "button";
    cell.classList.add("live-cell");
    button.title = "Run this cell after the cells above it (Ctrl+Enter, Shift+Enter)";
    reset.hidden = true;
    reset.setAttribute("aria-label", `Reset cell ${place + 1}`);
    box.contentEditable = "plaintext-only";
    if (box.contentEditable !== "plaintext-only") box.contentEditable = "true";
    for (const [name, value] of Object.entries({
      spellcheck: "false", autocapitalize: "off", autocorrect: "off", role: "textbox", tabindex: "0",
      "aria-multiline": "true", "aria-label": `Code of cell ${place + 1}`,
    })) box.setAttribute(name, value);
    const changed = () => { reset.hidden = false; };
    box.addEventListener("input", changed);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      if (!state.busy) { changed(); run(place); }
    });
    button.addEventListener("click", () => {
      if (state.busy === cell) return stop("Stopped. The next run starts Python again.");
      changed();
      run(place);
    });
    reset.addEventListener("click", () => {
      box.replaceChildren(...[...original].map((node) => node.cloneNode(true)));
      const output = cell.querySelector(".cell_output");
      if (output?.committed) { output.replaceChildren(...output.committed); output.classList.remove("live-output"); }
      reset.hidden = true;
      button.focus();
      say(`Cell ${place + 1} is as it was.`);
    });
    tools.append(button, reset);
    cell.querySelector(".cell_input").append(tools);
  }

  const served = location.protocol.startsWith("http"); // a worker needs a server
  const note = document.querySelector(".live-note");
  if (!served && note) note.textContent = "The cells of this page cannot run from a folder. Type make serve, and open the address that it says.";

  if (served) {
    cells.forEach(prepare);
    document.body.append(status);
  }
  return { ask, typeset, stop, say, make, cells, runTo };
})();
