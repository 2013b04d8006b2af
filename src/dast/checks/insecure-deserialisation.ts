// Insecure deserialisation: a value from outside is turned into objects of the program, proved by harmless objects only.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstComputed } from "../execution/computed.ts";
import type { Formula } from "../execution/computed.ts";
import { firstDelayed } from "../execution/delay.ts";
import type { Delay } from "../execution/delay.ts";
import { asksFor } from "../execution/java-stream.ts";
import { firstCalled } from "../execution/out-of-band-proof.ts";
import { javaFormulas, nodeFormulas, phpFormulas, pickleDelays, pickleFormulas, rubyFormulas, yamlDelays, yamlFormulas } from "../execution/serial-formulas.ts";
import type { Point } from "../point.ts";

/** A format, how its values begin, and what proves that it is read. anywhere: tried also where nothing looks like it. */
interface Format { id: string; looksLike(value: string): boolean; formulas: readonly Formula[]; delays: readonly Delay[]; anywhere: number }

const decoded = (value: string): Buffer => Buffer.from(value, "base64");
const formats: readonly Format[] = [
  { id: "python", looksLike: (value) => (decoded(value)[0] === 0x80 && (decoded(value)[1] ?? 9) <= 5) || /^(?:gA|Y[29]|KGR|KGlw|8003|8004)|^(?:\(dp|\(lp|c[a-z_]+\n)/.test(value), formulas: pickleFormulas, delays: pickleDelays, anywhere: 1 },
  { id: "yaml", looksLike: (value) => /^[\w-]+:\s|^- |!!\w|^---/.test(value), formulas: yamlFormulas, delays: yamlDelays, anywhere: 1 },
  { id: "node", looksLike: (value) => /_\$\$ND_FUNC|^\s*\{/.test(value) || /^\s*\{"/.test(decoded(value).toString("utf8")), formulas: nodeFormulas, delays: [], anywhere: 0 },
  { id: "java", looksLike: (value) => /^(?:rO0AB|aced0005)/i.test(value), formulas: javaFormulas, delays: [], anywhere: 0 },
  { id: "php", looksLike: (value) => /^(?:[aOC]:\d+:|s:\d+:"|i:\d+;|b:[01];|N;)/.test(value) || /^(?:[aOC]:\d+:)/.test(decoded(value).toString("latin1")), formulas: phpFormulas, delays: [], anywhere: 0 },
  { id: "ruby", looksLike: (value) => decoded(value)[0] === 4 && decoded(value)[1] === 8, formulas: rubyFormulas, delays: [], anywhere: 0 },
];

// Where objects travel at all: headers that every browser sends are none.
const plain = new Set<Point["kind"]>(["query", "form", "json", "multipart", "cookie", "xml", "graphql"]);

export const insecureDeserialisation = defineCheck<PointCheck>({
  id: "insecure-deserialisation", about: "A value is deserialised into objects of the program's language.",
  title: "Insecure deserialisation", cwe: 502, owasp: ["A08"], severity: "critical", risk: "payload", attackClass: "deserialisation",
  remediation: "Exchange data in a format without types, such as JSON, and check its shape. Where objects must travel, sign them with a key of the server and verify the signature before reading, and allow only named classes.",
  on: "point", fits: ({ kind, value }) => plain.has(kind) || (kind === "header" && formats.some(({ looksLike }) => looksLike(value))),
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    for (const { looksLike, formulas, delays, anywhere } of formats) {
      const alike = looksLike(point.value);
      const proof = await firstComputed(point, tools, alike ? formulas : formulas.slice(0, anywhere))
        ?? (alike && tools.allows("timing") ? await firstDelayed(point, tools, delays) : undefined);
      if (proof !== undefined) { yield proof; return; }
    }
    if (!/^(?:rO0AB|aced0005)/i.test(point.value)) return;
    const coding = point.value.startsWith("rO0") ? "base64" : "hex";
    const called = await firstCalled(point, tools, [{ technique: "java:url", by: "Java's ObjectInputStream", write: ({ host, url }) => asksFor(host ?? new URL(url).hostname).toString(coding) }]);
    if (called !== undefined) yield called;
  },
});
