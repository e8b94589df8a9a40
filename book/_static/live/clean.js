// HTML that a cell shows, as elements of the page: without scripts, handlers, frames, and files from elsewhere.
"use strict";

const liveClean = (() => {
  const allowed = new Set(("a abbr article b blockquote br caption code col colgroup dd del details div dl dt em figcaption " +
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table " +
    "tbody td tfoot th thead tr u ul var svg g path defs clippath use rect circle ellipse line polyline polygon text tspan " +
    "title desc lineargradient radialgradient stop marker style " +
    "math mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd " +
    "mstyle mpadded mphantom merror menclose semantics annotation").split(" "));
  const address = /^(?!\/\/)(#|data:image\/|[\w./-]+(\?[\w=&.-]*)?(#[\w.-]*)?$)/; // in this page or this site, no scheme

  function strip(element) {
    for (const child of [...element.children]) {
      const name = child.localName.toLowerCase();
      if (allowed.has(name) || name.startsWith("sgd-")) strip(child); // the book's own figures
      else child.remove();
    }
    for (const { name, value } of [...element.attributes]) {
      const outside = /(href|src)$/.test(name) && !address.test(value.trim());
      const loads = /url\((?!\s*["']?#)|@import/i.test(value);
      if (/^on/i.test(name) || outside || loads || /^(srcset|action|formaction|ping|target|srcdoc)$/.test(name)) element.removeAttribute(name);
    }
    if (element.localName === "style" && /url\(|@import|</i.test(element.textContent)) element.remove();
  }

  return (html) => {
    const template = new DOMParser().parseFromString(html, "text/html"); // runs and loads nothing
    strip(template.body);
    return [...template.body.childNodes];
  };
})();
