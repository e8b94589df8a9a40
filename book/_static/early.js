// Runs before the page is drawn: the reader's choice of light or dark, and what extensions expect to find set.
var toggleHintShow = "Show";
var toggleHintHide = "Hide";
var toggleOpenOnPrint = "true";
var togglebuttonSelector = ".toggle, .admonition.dropdown";

(function () {
  const root = document.documentElement;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || "auto";
  } catch {
    // a browser may refuse to remember: then the system's scheme it is
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.classList.add("scripted");
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;

  // ask for the font of the formulas before any style sheet does; from a folder, browsers forbid asking this way
  if (location.protocol !== "file:") {
    const font = document.createElement("link");
    Object.assign(font, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
    font.href = document.currentScript.dataset.font;
    document.head.append(font);
  }
})();
