// Search results show the words of a page: no code, no formulas, no buttons.
(function () {
  const LEFT_OUT = ".headerlink, script, style, .highlight, .derivation-proved, nav, figcaption";

  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const part = (anchor && page.querySelector(`article ${anchor}`)) || page.querySelector("article") || page.body;
    for (const element of part.querySelectorAll(LEFT_OUT)) element.remove();
    for (const formula of part.querySelectorAll("math, .formula-parts")) formula.replaceWith(" … ");
    return part.textContent.replace(/\s+/g, " ");
  };

  // pages in a folder may not read each other: then the results are titles alone
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
