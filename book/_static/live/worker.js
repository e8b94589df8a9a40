// Python for one page. Receives {id, run: [code, ...], first} or {id, ask: name, with: {...}}; answers with {id, ...}, with one
// message a cell, and with {loaded, stage} while files come. What a reader types is executed here and nowhere else.
"use strict";

const here = new URL("python/", self.location.href).href;
const fetched = self.fetch.bind(self);
let loaded = 0;

// Only this site's files, counted as they come. WebAssembly is packed in the site and unpacked here.
self.fetch = async (what, options) => {
  const address = new URL(what.url ?? what, here);
  if (!address.href.startsWith(new URL(".", self.location.href).href)) throw new Error(`no request to ${address.host}`);
  const packed = address.href.endsWith(".wasm");
  const reply = await fetched(packed ? `${address.href}.gz` : address, packed ? {} : options);
  if (!reply.ok) throw new Error(`${address.pathname} is not there`);
  const counting = new TransformStream({
    transform(part, out) { loaded += part.byteLength; self.postMessage({ loaded }); out.enqueue(part); },
  });
  let body = reply.body.pipeThrough(counting);
  if (packed) body = body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(body, { headers: { "Content-Type": packed ? "application/wasm" : "application/octet-stream" } });
};

const bytes = async (name) => (await self.fetch(here + name)).arrayBuffer();
const stage = (words) => self.postMessage({ stage: words });

async function start() {
  stage("Loading Python");
  const archives = Promise.all([bytes("sympy.zip"), bytes("book.zip")]);
  importScripts(`${here}pyodide.js`);
  const python = await loadPyodide({ indexURL: here, packageBaseUrl: here });
  const [sympy, book] = await archives;
  for (const door of ["XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"]) self[door] = undefined;
  stage("Loading SymPy");
  python.FS.writeFile("/sympy.zip", new Uint8Array(sympy));
  python.unpackArchive(book, "zip", { extractDir: "/book" });
  python.runPython(`
    import os, sys
    sys.path[:0] = ["/book", "/sympy.zip"]
    os.chdir("/book/book")
    os.environ["MPLBACKEND"] = "agg"
    import book._live.page as page
    page.prepare()`);
  return [python, python.globals.get("page")];
}

const ready = start();
ready.catch((error) => self.postMessage({ failed: `Python could not start here: ${error.message}` }));
let numbers = null; // NumPy and Matplotlib, once a cell needed them

async function run(id, codes, first) {
  const [python, page] = await ready;
  const asked = JSON.stringify(codes);
  if (page.needs_numpy(asked)) {
    if (!numbers) stage("Loading NumPy and Matplotlib");
    await (numbers ??= python.loadPackage(["numpy", "matplotlib"], { messageCallback() {}, errorCallback() {} }));
  }
  page.begin(asked, numbers !== null);
  for (let cell; (cell = page.advance()); ) self.postMessage({ id, cell: JSON.parse(cell), first });
  self.postMessage({ id, done: true });
}

let turn = Promise.resolve(); // one question after the other
self.onmessage = ({ data }) => {
  turn = turn.then(async () => {
    try {
      if (data.run) return await run(data.id, data.run, data.first);
      const [, page] = await ready;
      self.postMessage({ id: data.id, answer: JSON.parse(page.ask(data.ask, JSON.stringify(data.with))) });
    } catch (error) { // Python itself broke down, for want of memory or stack
      self.postMessage({ failed: `Python stopped: ${String(error.message).trim().split("\n").pop()}` });
    }
  });
};
