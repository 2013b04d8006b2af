// File inclusion: a file or URL that a value names becomes part of the page, or of the program.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { firstComputed } from "../execution/computed.ts";
import type { Formula } from "../execution/computed.ts";
import { hears, isUsual, step } from "../execution/judged.ts";
import { provesSelfFetch, speaksOfUrl } from "../execution/self-page.ts";
import type { Point } from "../point.ts";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const multiply = (left: number, right: number): string => `<?php echo ${left}*${right};?>`;

// RFC 2397: the content stands in the URL itself; what is decoded was never sent in clear.
const inUrl = (id: string, by: string, parts: Pick<Formula, "write" | "control" | "result">): Formula => ({ technique: id, by, ...parts });
const executed: readonly Formula[] = [
  inUrl("php:data", "PHP, given the program in a data URL,", { result: ({ product }) => product, write: ({ left, right }) => `data://text/plain;base64,${base64(multiply(left, right))}`, control: ({ left, right }) => `data://text/plain;base64,${base64(`<!php echo ${left}*${right};>`)}` }),
];
const decoded: readonly Formula[] = [
  inUrl("data", "The server, which opened a data URL,", { result: ({ word, other }) => `${word}-${other}`, write: ({ word, other }) => `data:text/plain;base64,${base64(`${word}-${other}`)}`, control: ({ word, other }) => `dat:text/plain;base64,${base64(`${word}-${other}`)}` }),
];

export const fileInclusion = defineCheck<PointCheck>({
  id: "file-inclusion", about: "A value names a file or URL whose content is included in the page or run.",
  title: "File inclusion", cwe: 98, owasp: ["A03"], severity: "high", risk: "marker", attackClass: "file-inclusion",
  remediation: "Choose what to include from a fixed list, by a key that is compared and never joined into a path or URL. Switch off opening of URLs by include functions where the language has such a setting.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "query-name" && kind !== "form-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    const hinted = speaksOfUrl(point.name, point.value);
    if (isUsual(point) || (point.kind === "header" && !hinted)) return;
    const proof = (tools.allows("payload") ? await firstComputed(point, tools, [...executed, ...decoded]) ?? await sourceOf(point, tools) : undefined)
      ?? await provesSelfFetch(point, tools, { technique: "remote:self", because: "The content of a URL that was given became part of the answer" })
      ?? (tools.allows("out-of-band") ? await remote(point, tools) : undefined);
    if (proof !== undefined) yield proof;
  },
});

// php.net/manual/wrappers.php: the source of the page itself, in base64, so that it is not run.
async function sourceOf(point: Point, tools: Tools): Promise<Proof | undefined> {
  const script = new URL(point.route.request.url).pathname.split("/").pop() ?? "";
  for (const resource of [point.value, script, "index.php"].filter((one, at, all) => one !== "" && all.indexOf(one) === at)) {
    const ask = (filter: string): ReturnType<Tools["at"]> => tools.at(point, `php://filter/${filter}/resource=${resource}`);
    const first = await ask("convert.base64-encode");
    // "PD9w" is "<?p": every PHP source begins so, or with "PCFET0NUWVBF", "<!DOCTYPE".
    if (!/PD9w[A-Za-z0-9+/]{16}|PCFET0NUWVBF/.test(first.reply?.text ?? "")) continue;
    const again = await ask("convert.base64-encode");
    const control = await ask("convert.base64-encod");
    if (hears(again, "PD9w") && !hears(control, "PD9w")) return { technique: "php:filter", confidence: "confirmed", because: "The source of a PHP file came back in base64, as a stream filter was told to write it.", steps: [step("attack", first, "The answer contains PHP source in base64."), step("attack", again, "It does so again."), step("control", control, "A filter that does not exist gives none.")] };
  }
  return undefined;
}

async function remote(point: Point, tools: Tools): Promise<Proof | undefined> {
  const { outOfBand } = tools;
  if (outOfBand === undefined) return undefined;
  const steps = [];
  for (const attempt of ["first", "second"]) {
    const mark = `${tools.seed.word(`remote/${attempt}/left`, 8)}-${tools.seed.word(`remote/${attempt}/right`, 8)}`;
    const name = outOfBand.name(`file-inclusion/${point.route.routeId}/${point.pointId}/${attempt}`);
    outOfBand.answer(name.token, `<b>${mark}</b>`, "text/html; charset=utf-8");
    const exchange = await tools.at(point, name.url);
    if (!hears(exchange, `<b>${mark}</b>`)) return undefined;
    steps.push(step("attack", exchange, `The answer contains ${mark}, which only our own server held.`));
  }
  return { technique: "remote:own-server", confidence: "confirmed", because: "The content of a document on our own server became part of the page, twice with other content.", steps };
}
