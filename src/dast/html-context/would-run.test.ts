// What runs and what only looks like it: by the trees of the document and of its scripts.
import { describe, expect, it } from "vitest";
import { disguises, elementVectors } from "./vectors.ts";
import { wouldRun } from "./would-run.ts";

const t = "awqzkdpxyz";

describe("dast/html-context/would-run", () => {
  it.each([
    ["script", `<script>${t}()</script>`], ["script without parentheses", `<script>${t}\`\`</script>`], ["handler", `<p onclick="${t}()">`], ["handler in entities", `<img onerror="&#97;&#119;qzkdpxyz()">`],
    ["address", `<a href=" java\tscript:${t}()">x</a>`], ["address with percent signs", `<a href="javascript:%61wqzkdpxyz()">x</a>`], ["button", `<form><button formaction="javascript:${t}()">x</button></form>`], ["frame document", `<iframe srcdoc="&lt;svg onload=${t}()&gt;"></iframe>`],
    ["script of data", `<script src="data:text/javascript,${t}()"></script>`], ["script of our host", `<script src="//${t}.invalid/x.js"></script>`], ["script in SVG", `<svg><script>${t}()</script></svg>`], ["escaped name", `<script>\\u0061wqzkdpxyz()</script>`],
  ])("runs: %s", (_claim, html) => { expect(wouldRun(html, t)).toBeDefined(); });

  it.each([
    ["text", `<p>${t}()</p>`], ["encoded markup", `<p>&lt;script&gt;${t}()&lt;/script&gt;</p>`], ["string", `<script>var a = "${t}()";</script>`], ["comment of a script", `<script>// ${t}()\n</script>`], ["comment", `<!-- <script>${t}()</script> -->`],
    ["textarea", `<textarea><script>${t}()</script></textarea>`], ["noscript", `<noscript><img onerror=${t}()></noscript>`], ["data", `<script type="application/json">${t}()</script>`], ["template", `<template><script>${t}()</script></template>`],
    ["a script that does not parse", `<script>var a = "x";${t}();"</script>`], ["an attribute that is no handler", `<p title="${t}()">`], ["another scheme", `<a href="https://x.invalid/?javascript:${t}()">`], ["a path of our own", `<script src="/${t}.js"></script>`], ["plain name", `<script>var ${t} = 1;</script>`],
  ])("does not run: %s", (_claim, html) => { expect(wouldRun(html, t)).toBeUndefined(); });

  it("XML runs in the namespaces of XHTML and SVG only", () => {
    expect(wouldRun(`<a><x:script xmlns:x="http://www.w3.org/1999/xhtml">${t}()</x:script></a>`, t, "xml")).toBeDefined();
    expect(wouldRun(`<svg xmlns="http://www.w3.org/2000/svg" onload="${t}()"/>`, t, "xml")).toBeDefined();
    expect(wouldRun(`<a><script>${t}()</script></a>`, t, "xml")).toBeUndefined();
    expect(wouldRun(`<a><![CDATA[<x:script xmlns:x="http://www.w3.org/1999/xhtml">${t}()</x:script>]]></a>`, t, "xml")).toBeUndefined();
  });

  // Two of the vectors work only where a filter has taken something out of them.
  it.each(elementVectors.map((make) => [make("token"), make] as const).filter(([text]) => !/scr(?:<script>)?ipt?scr|scr<script>|scrscript/.test(text)))("%s runs in a page, and encoded it does not", (_text, make) => {
    const page = (text: string): string => `<!doctype html><body><p>${text}</p></body>`;
    expect(wouldRun(page(make(t)), t)).toBeDefined();
    expect(wouldRun(page(disguises.entity(make(t))), t)).toBeUndefined();
  });
});
