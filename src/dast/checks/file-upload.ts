// File upload: what a visitor uploads is run by the server, or served as a page of its own origin.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { headerOf, mediaTypeOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { hears, step } from "../execution/judged.ts";
import { numbersOf } from "../execution/numbers.ts";
import type { Numbers } from "../execution/numbers.ts";
import { findUpload, placesOf, takesFile, withFile } from "../execution/upload.ts";
import type { UploadFile } from "../execution/upload.ts";
import type { Route } from "../route.ts";

/** One thing to upload. proves: whether the file's own address shows that it is run, or served as a page. */
interface Attempt { technique: string; severity: "critical" | "high" | "medium"; cwe: number; file(numbers: Numbers): UploadFile; proves(exchange: Exchange, numbers: Numbers): boolean; because: string }

const php = ({ left, right }: Numbers): string => `<?php echo ${left}*${right};?>`;
const page = ({ word }: Numbers): string => `<!doctype html><title>${word}</title><script>window.${word}=1</script>`;
const drawing = ({ word }: Numbers): string => `<svg xmlns="http://www.w3.org/2000/svg"><script>window.${word}=1</script></svg>`;
const computed = (exchange: Exchange, { product }: Numbers): boolean => hears(exchange, product);

/** A browser would run it in this origin: a type that holds scripts, not handed out as a download, no sandbox. */
function runsInPage({ reply }: Exchange, { word }: Numbers): boolean {
  if (reply?.status !== 200 || !reply.text.includes(`<script>window.${word}=1</script>`)) return false;
  const isDownload = /^\s*attachment/i.test(headerOf(reply.headers, "content-disposition") ?? "");
  const isBound = /\bsandbox\b(?![^;]*allow-scripts)|script-src(?:-elem)?\s+'none'|default-src\s+'none'/i.test(headerOf(reply.headers, "content-security-policy") ?? "");
  return !isDownload && !isBound && /^(?:text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)$/.test(mediaTypeOf(reply.headers) ?? "text/html");
}

const script = (technique: string, extension: string, type: string, content: (numbers: Numbers) => string): Attempt => ({ technique, severity: "critical", cwe: 434, because: "The server ran the file that was uploaded", proves: computed, file: (numbers) => ({ name: `${numbers.word}${extension}`, type, content: content(numbers) }) });
const served = (technique: string, extension: string, type: string, content: (numbers: Numbers) => string): Attempt => ({ technique, severity: "high", cwe: 434, because: "The uploaded file is served as a page of the same origin, scripts and all", proves: runsInPage, file: (numbers) => ({ name: `${numbers.word}${extension}`, type, content: content(numbers) }) });
const attempts: readonly Attempt[] = [
  script("run:php", ".php", "application/x-php", php), script("run:php-as-image", ".php", "image/png", (n) => `GIF89a${php(n)}`), script("run:phtml", ".phtml", "image/png", php), script("run:php-two-extensions", ".php.png", "image/png", php), script("run:php-case", ".pHp", "image/png", php),
  script("run:jsp", ".jsp", "application/octet-stream", ({ left, right }) => `<%= ${left}L*${right}L %>`), script("run:asp", ".asp", "application/octet-stream", ({ left, right }) => `<%=CDbl(${left})*${right}%>`), script("run:aspx", ".aspx", "application/octet-stream", ({ left, right }) => `<%@ Page Language="C#" %><%=${left}L*${right}L%>`),
  served("page:html", ".html", "text/html", page), served("page:html-as-image", ".html", "image/png", page), served("page:svg", ".svg", "image/svg+xml", drawing), served("page:html-two-extensions", ".png.html", "image/png", page),
];

export const fileUpload = defineCheck<RouteCheck>({
  id: "file-upload", about: "An uploaded file is run by the server or served as a page of its own origin.",
  title: "Unrestricted file upload", cwe: 434, owasp: ["A04"], severity: "high", risk: "upload", attackClass: "file-upload",
  remediation: "Decide by content which types are accepted, store files outside the web root under names of your own, and hand them out from another origin or as downloads with nosniff. Never let the web server run anything in a folder that uploads can reach.",
  on: "route", fits: takesFile,
  async *probe(route, tools) {
    if (!tools.allows("upload")) return;
    const left: string[] = [];
    for (const attempt of attempts) {
      const first = await tryUpload(route, tools, attempt, { number: "first", left });
      const again = first === undefined ? undefined : await tryUpload(route, tools, attempt, { number: "second", left });
      if (first === undefined || again === undefined) continue;
      yield uploadProof(attempt, [first, again]);
      break;
    }
    if (left.length > 0) tools.note(`Files uploaded to ${route.template} remain there and should be deleted: ${left.join(", ")}.`);
  },
});

interface Uploaded { upload: Exchange; found: Exchange }

async function tryUpload(route: Route, tools: Tools, attempt: Attempt, { number, left }: { number: string; left: string[] }): Promise<Uploaded | undefined> {
  const numbers = numbersOf(tools.seed, `${attempt.technique}/${number}`);
  const file = attempt.file(numbers);
  const upload = await tools.send(withFile(route.request, file));
  if (upload.reply === undefined || upload.reply.status >= 400) return undefined;
  left.push(file.name);
  const found = await findUpload(tools, placesOf(upload, route, file), (exchange) => attempt.proves(exchange, numbers));
  return found === undefined ? undefined : { upload, found };
}

function uploadProof({ technique, severity, cwe, because }: Attempt, [first, again]: readonly [Uploaded, Uploaded]): Proof {
  return {
    technique, severity, cwe, confidence: "confirmed", because: `${because}, at ${first.found.request.url} and again at ${again.found.request.url}.`,
    steps: [step("attack", first.upload, "The file was accepted."), step("attack", first.found, "Its own address shows its effect."), step("attack", again.upload, "A second file with other content was accepted."), step("attack", again.found, "It has its effect too.")],
  };
}
