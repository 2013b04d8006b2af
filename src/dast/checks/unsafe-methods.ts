// Methods that a server should not offer: TRACE, which gives headers back to scripts, and writing of files by anybody.
import { sign } from "../answers/answer.ts";
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { getRequest, headerOf } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import { foldersOf } from "../soft-404/soft-404.ts";

const asked = (method: string, url: string, more: Partial<TestRequest> = {}): TestRequest => ({ method, url, headers: [], body: undefined, ...more });

/** RFC 9110 section 9.3.8: the answer to TRACE is the request as it came. */
async function* trace(url: string, tools: Tools): AsyncIterable<Proof> {
  const ask = (word: string): Promise<Exchange> => tools.send(asked("TRACE", url, { headers: [["x-trace-word", word]] }), { session: "none" });
  const echoes = ({ reply }: Exchange, word: string): boolean => reply?.status === 200 && new RegExp(`^x-trace-word: ${word}\\s*$`, "im").test(reply.text) && /^TRACE \S+ HTTP\/\d/m.test(reply.text);
  const [first, second] = [tools.seed.word(`trace 1 ${url}`), tools.seed.word(`trace 2 ${url}`)];
  const one = await ask(first);
  if (one.failure?.kind === "refused") { tools.note(`TRACE was not tested: ${one.failure.why}`); return; }
  if (!echoes(one, first)) return;
  const again = await ask(second);
  if (echoes(again, second)) yield { technique: "trace", confidence: "confirmed", severity: "low", about: "TRACE", at: "origin:method:TRACE", because: "TRACE gives the request's headers back, proxies' and cookies' included.", steps: [{ role: "attack", exchange: one, shows: "The header came back." }, { role: "attack", exchange: again, shows: "Another value too." }] };
}

/** A file of our own is put, read and deleted again. */
async function* put(folder: string, tools: Tools): AsyncIterable<Proof> {
  const url = `${folder}${tools.seed.word(`put ${folder}`, 12)}.txt`;
  const before = await tools.send(getRequest(url));
  if (before.reply === undefined || before.reply.status < 400) return;
  const text = tools.seed.word(`content ${folder}`, 24);
  const wrote = await tools.send(asked("PUT", url, { headers: [["content-type", "text/plain"]], body: text }));
  if (wrote.reply === undefined || wrote.reply.status >= 300) return;
  const read = await tools.send(getRequest(url));
  if (read.reply?.status !== 200 || !read.reply.text.includes(text)) return;
  const removed = await tools.send(asked("DELETE", url));
  const gone = await tools.send(getRequest(url));
  if (gone.reply?.text.includes(text) === true) tools.note(`${url} was written by the scan and could not be deleted.`);
  yield { technique: "put", confidence: "confirmed", severity: "high", cwe: 650, about: "PUT", at: `origin:method:PUT ${new URL(folder).pathname}`, because: `Anybody can write files to ${new URL(folder).pathname} by PUT${(removed.reply?.status ?? 500) < 300 ? " and delete them" : ""}.`, steps: [{ role: "control", exchange: before, shows: "It was not there." }, { role: "attack", exchange: wrote, shows: "Written." }, { role: "attack", exchange: read, shows: "Read back." }, { role: "control", exchange: gone, shows: "After DELETE." }] };
}

/** Identity: the origin and the method. */
export const unsafeMethods = defineCheck<OriginCheck>({
  id: "unsafe-methods", about: "The server carries out methods that it should refuse.", title: "Unsafe HTTP method",
  cwe: 749, owasp: ["A05"], severity: "medium", risk: "marker", on: "origin",
  remediation: "Allow only the methods that the application needs. Switch TRACE off and WebDAV, where it is not used.",
  async *probe(origin, routes, tools) {
    const folders = foldersOf(origin, routes, { most: 4, deepest: 1 }).map((folder) => `${origin}${folder}`);
    for (const folder of folders) {
      let found = false;
      for await (const proof of trace(folder, tools)) { found = true; yield proof; }
      if (tools.allows("upload")) yield* put(folder, tools);
      const options = found ? undefined : await tools.send(asked("OPTIONS", folder));
      const allowed = (headerOf(options?.reply?.headers ?? [], "allow") ?? "").toUpperCase().split(/,\s*/).filter((method) => /^(?:TRACE|TRACK|CONNECT|PROPFIND|MKCOL|COPY|MOVE)$/.test(method));
      if (options !== undefined && options.reply !== undefined && options.reply.status < 300 && allowed.length > 0) yield sign(options, { technique: "advertised", confidence: "tentative", severity: "info", about: allowed.join(","), at: `origin:method:${allowed.join(",")}`, because: `The server says that it carries out ${allowed.join(", ")}.` });
    }
  },
});
