// Contexts of a value in a page, by the place in the source: one claim per kind of place.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextsOf } from "./context.ts";
import type { Context } from "./context.ts";

const word = "awqzkdp";
const only = (html: string): Context | undefined => contextsOf(html, word)[0];

describe("dast/html-context/context", () => {
  it.each([
    ["text", `<p>a ${word} b</p>`, { place: "text", element: "p" }],
    ["text in capitals", `<p>${word.toUpperCase()}</p>`, { place: "text" }],
    ["text of a choice", `<select><option>${word}</option></select>`, { place: "text", closers: "</select>" }],
    ["text of a template", `<template><p>${word}</p></template>`, { place: "text", closers: "</template>" }],
    ["text of a textarea", `<textarea>${word}</textarea>`, { place: "raw-text", element: "textarea" }],
    ["title", `<title>${word}</title>`, { place: "raw-text", element: "title" }],
    ["text where no script runs", `<noscript><p>${word}</p></noscript>`, { place: "raw-text", element: "noscript" }],
    ["style", `<style>p { color: ${word} }</style>`, { place: "raw-text", element: "style" }],
    ["comment", `<!-- ${word} -->`, { place: "comment" }],
    ["text in a frameset", `<frameset>${word}</frameset>`, { place: "dropped" }],
    ["double-quoted attribute", `<input value="a ${word}">`, { place: "attribute", attribute: "value", quote: '"', meaning: "text", leads: false }],
    ["single-quoted attribute", `<input type=hidden value='${word}'>`, { place: "attribute", quote: "'", leads: true, hidden: true }],
    ["unquoted attribute", `<input value=${word}>`, { place: "attribute", quote: "" }],
    ["blanks around the equals sign", `<input value = "${word}">`, { place: "attribute", quote: '"' }],
    ["name of an attribute", `<p ${word}>`, { place: "attribute-name" }],
    ["name of an attribute with a value", `<p ${word}="1">`, { place: "attribute-name" }],
    ["name of a tag", `<${word} class=x>`, { place: "tag-name" }],
    ["address", `<a href="${word}">`, { place: "attribute", meaning: "url", leads: true }],
    ["address that is a script", `<a href="javascript:go('${word}')">`, { meaning: "url-code", state: "single" }],
    ["handler, quotes as entities", `<b onclick="go(&quot;${word}&quot;)">`, { meaning: "code", state: "double" }],
    ["source of a script", `<script src="${word}"></script>`, { meaning: "script-source" }],
    ["document of a frame", `<iframe srcdoc="<p>${word}"></iframe>`, { meaning: "markup" }],
    ["code", `<script>var a = ${word};</script>`, { place: "script", state: "code" }],
    ["string", `<script>var a = "x\\" ${word}";</script>`, { place: "script", state: "double" }],
    ["comment of a line", `<script>var a = 1; // ${word}</script>`, { place: "script", state: "line-comment" }],
    ["block of data", `<script type="application/json">{"a":"${word}"}</script>`, { place: "raw-text", element: "script" }],
    ["script in a language of the past", `<script language="vbscript">a = "${word}"</script>`, { place: "obsolete" }],
  ])("%s", (_claim, html, wanted) => { expect(only(html)).toMatchObject(wanted); });

  it("every place is found, in the order of the source", () => {
    expect(contextsOf(`<p title="${word}">${word}</p><!--${word}-->`, word).map(({ place }) => place)).toEqual(["attribute", "text", "comment"]);
  });

  it("never throws, and finds the word as often as it stands there", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom("<", ">", "\"", "'", "=", " ", "a", "script", "</", "<!--", "-->", "svg", "textarea", "`", word), { maxLength: 25 }), (parts) => {
      const html = parts.join("");
      expect(contextsOf(html, word).length).toBe(html.split(word).length - 1);
    }), { numRuns: 300 });
  });
});
