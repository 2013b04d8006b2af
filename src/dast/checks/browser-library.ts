// Libraries that pages load, named as components: whether one is vulnerable is said by the advisories, joined on the component.
import { isScript, ofOrigin, pageOf, searchedText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { FoundLibrary } from "../libraries/identify.ts";
import { librariesIn, libraryOfUrl } from "../libraries/identify.ts";
import { elementsOf } from "../page/elements.ts";

/** Identity: the script and the library with its version. The script's address is without query. */
const proofOf = (exchange: Exchange, url: string, { npm, version, by }: FoundLibrary): Proof => sign(exchange, {
  technique: by, confidence: by === "content" ? "firm" : "tentative", at: ofOrigin(`script:${url.split(/[?#]/, 1)[0] ?? ""}`), about: `${npm} ${version}`, component: `pkg:npm/${npm.replace(/^@/, "%40")}@${version}`,
  because: `${url.split(/[?#]/, 1)[0] ?? ""} is ${npm} ${version}, by its ${by}.`,
});

export const browserLibrary = defineCheck<PassiveCheck>({
  id: "browser-library", about: "A library that pages load, with its version.", title: "Library in the browser",
  cwe: 1395, owasp: ["A06"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Update the library to a version without known weaknesses, or leave it out. Keep browser libraries in the package list, so that the inventory knows them.",
  *inspect(exchange) {
    const { reply, request } = exchange;
    if (reply === undefined || reply.status !== 200) return;
    if (isScript(reply)) {
      const inside = librariesIn(searchedText(reply));
      const named = libraryOfUrl(request.url);
      for (const one of inside) yield proofOf(exchange, request.url, one);
      if (named !== undefined && !inside.some(({ npm }) => npm === named.npm)) yield proofOf(exchange, request.url, named);
      return;
    }
    const page = pageOf(exchange);
    if (page === undefined) return;
    const base = new URL(request.url);
    for (const { attributes: { src = "" }, text } of elementsOf(page).named("script")) {
      const url = URL.canParse(src, base.href) ? new URL(src, base.href).href : "";
      const named = src === "" ? undefined : libraryOfUrl(url);
      if (named !== undefined) yield proofOf(exchange, url, named);
      if (src === "" && text.length > 500) for (const one of librariesIn(text)) yield proofOf(exchange, request.url, one);
    }
  },
});
