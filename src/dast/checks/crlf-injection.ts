// Line breaks in a value become line breaks of the answer's head: whoever sends them writes headers.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";

/** Line breaks as applications may come to see them. Some servers keep only the low byte of a character: U+560D and U+560A end in 0D and 0A. */
const breaks: Readonly<Record<string, string>> = {
  "cr-lf": "\r\n", lf: "\n", cr: "\r", "low-byte": "\u560d\u560a", "decoded-twice": "%0d%0a", "decoded-twice-lf": "%0a", "decoded-three-times": "%250d%250a",
};

export const crlfInjection = defineCheck<PointCheck>({
  id: "crlf-injection", about: "Where the answer's head shows a value, sends it with a line break and a header of ours.",
  title: "Header injection", cwe: 113, owasp: ["A03"], severity: "medium",
  remediation: "Take line breaks out of whatever goes into a header, or refuse the request. Set headers by the framework's own functions, which refuse them.",
  risk: "payload", attackClass: "crlf", on: "point",
  fits: ({ kind }) => kind !== "header-name",
  async *probe(point, tools) {
    const around = await shownInHead(point, tools);
    if (around === undefined) return;
    for (const [technique, lineBreak] of Object.entries(breaks)) {
      const first = await attempt(point, tools, { around, lineBreak, label: `${technique}-1` });
      if (!first.split) continue;
      const repeat = await attempt(point, tools, { around, lineBreak, label: `${technique}-2` });
      const control = await attempt(point, tools, { around, lineBreak: " ", label: `${technique}-control` });
      if (!repeat.split || control.split) continue;
      yield {
        technique, confidence: "confirmed",
        because: `A line break in the value (${JSON.stringify(lineBreak)}) made a header of our own in the answer, with another name just as well; a blank in its place did not.`,
        steps: [
          { role: "control", exchange: control.exchange, shows: "With a blank in place of the line break there is no such header." },
          { role: "attack", exchange: first.exchange, shows: `The answer has the header ${first.name}.` },
          { role: "attack", exchange: repeat.exchange, shows: `The answer has the header ${repeat.name}.` },
        ],
        ...(point.kind === "header" || point.kind === "cookie" ? { severity: "low" as const } : {}),
      };
      return;
    }
  },
});

type Around = (value: string) => string;

/** How the value must look to be shown in the head: alone, or behind the point's own value. */
async function shownInHead(point: Point, tools: Tools): Promise<Around | undefined> {
  const word = tools.seed.word("plain", 9);
  for (const around of [(value: string) => value, (value: string) => `${point.value}${value}`]) {
    const { reply } = await tools.at(point, around(word));
    // The status line and names of headers are the server's own; a value may stand in any of them.
    if (reply?.headers.some(([name, value]) => value.toLowerCase().includes(word) || name.toLowerCase().includes(word))) return around;
    if (point.value === "" || (reply !== undefined && reply.status < 400)) return undefined;
  }
  return undefined;
}

async function attempt(point: Point, tools: Tools, { around, lineBreak, label }: { around: Around; lineBreak: string; label: string }): Promise<{ exchange: Exchange; split: boolean; name: string }> {
  const name = `x-${tools.seed.word(`${label}-name`, 9)}`;
  const value = tools.seed.word(`${label}-value`, 9);
  const exchange = await tools.at(point, around(`a${lineBreak}${name}: ${value}`));
  return { exchange, name, split: exchange.reply !== undefined && headerOf(exchange.reply.headers, name)?.trim().startsWith(value) === true };
}
