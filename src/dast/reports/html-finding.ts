// One finding in the HTML report: what, where, the proof, what to do, and how to see it again.
import { toIso } from "../../kernel/clock.ts";
import type { Header } from "../exchange.ts";
import { placeText } from "../finding.ts";
import type { DastFinding, KeptExchange } from "../finding.ts";
import { cweText, escaped } from "./report-words.ts";

export function findingHtml(one: DastFinding, publicUrl: string | undefined): string {
  const words = [one.severity, one.confidence, one.state === "open" ? one.lastOutcome.replace("-", " ") : one.state, cweText(one.cwe), ...one.owasp].filter((word) => word !== undefined);
  const facts: [string, string | undefined][] = [
    ["Where", placeText(one.place)], ["Seen", one.evidence.because], ["Technique", one.evidence.technique], ["Also at", one.alsoAt.length > 1 ? one.alsoAt.join("\n") : undefined], ["Component", one.component],
    ["First", toIso(one.firstAt)], ["Last", toIso(one.lastAt)], ["Not retested", one.notRetestedBecause], ["Verdict", verdictText(one)], ["What to do", one.remediation],
  ];
  return [
    `<article id="${escaped(one.findingId)}"${one.state === "open" ? "" : ' class="aside"'}>`,
    `<h3><span class="${one.severity}">${escaped(one.title)}</span></h3>`, `<p class="soft">${escaped(words.join(" · "))}</p>`,
    "<table>", ...facts.flatMap(([name, text]) => (text === undefined || text === "" ? [] : [`<tr><th scope="row">${name}</th><td>${escaped(text).replaceAll("\n", "<br>")}</td></tr>`])), "</table>",
    ...one.evidence.exchanges.map(exchangeHtml), `<p>See it again: <code>aftwatch dast replay ${escaped(one.findingId)}</code>${linkTo(one, publicUrl)}</p>`, "</article>",
  ].join("\n");
}

// Only http and https: what stands in a setting may not become a script of the page.
const linkTo = ({ findingId }: DastFinding, publicUrl: string | undefined): string =>
  (publicUrl !== undefined && /^https?:\/\//.test(publicUrl) ? ` · <a href="${escaped(`${publicUrl.replace(/\/$/, "")}/tests/findings/${encodeURIComponent(findingId)}`)}">in the console</a>` : "");

const verdictText = ({ verdict, judgedBy, note, verdictUntil }: DastFinding): string | undefined =>
  (verdict === undefined ? undefined : [verdict, judgedBy === undefined ? "" : `by ${judgedBy}`, verdictUntil === undefined ? "" : `until ${toIso(verdictUntil)}`, note ?? ""].filter((part) => part !== "").join(", "));

function exchangeHtml(one: KeptExchange): string {
  const request = [`${one.method} ${one.url}`, ...headerLines(one.requestHeaders), "", one.requestBody ?? ""].join("\n").trimEnd();
  const answer = one.failure === undefined ? [String(one.status), ...headerLines(one.headers), "", one.body].join("\n").trimEnd() : `No answer: ${one.failure}`;
  const size = `${one.bodyBytes} bytes${one.cut ? ", cut around what matters" : ""}${one.totalMs === undefined ? "" : `, ${Math.round(one.totalMs)} ms`}`;
  return [
    `<details><summary>${escaped(one.role)}: ${escaped(one.shows)}</summary>`, `<pre>${escaped(request)}</pre>`, `<p class="soft">${escaped(size)}</p>`, `<pre>${escaped(answer)}</pre>`, `<pre>${escaped(one.curl)}</pre>`, "</details>",
  ].join("\n");
}

const headerLines = (headers: readonly Header[]): string[] => headers.map(([name, value]) => `${name}: ${value}`);
