// A value in the request decides where the visitor's browser is sent.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { destinationsOf } from "../redirects/destinations.ts";
import type { Destination } from "../redirects/destinations.ts";
import { lures, saysAddress } from "../redirects/lures.ts";

const kinds: ReadonlySet<Point["kind"]> = new Set(["query", "form", "json", "multipart", "path", "cookie"]);

export const openRedirect = defineCheck<PointCheck>({
  id: "open-redirect", about: "Names a host that nobody owns and looks whether the answer sends the browser there, by header, refresh or script.",
  title: "Open redirect", cwe: 601, owasp: ["A01"], severity: "medium",
  remediation: "Redirect only to paths of the site or to names from a fixed list, and compare the parsed host as a whole. Where visitors must be sent elsewhere, sign the address or show a page that asks first.",
  risk: "marker", attackClass: "open-redirect", on: "point",
  fits: ({ kind }) => kinds.has(kind),
  async *probe(point, tools) {
    const plain = await attempt(point, tools, { make: ({ canary }) => `https://${canary}/`, label: "plain" });
    const found = plain.leads === undefined ? await byLures(point, tools, plain.exchange) : plain;
    if (found === undefined) return;
    const repeat = await attempt(point, tools, { make: found.make, label: "repeat" });
    const control = await tools.at(point, `/${tools.seed.word("control", 9)}`);
    if (repeat.leads === undefined || leaves(control, point)) return;
    yield proofOf(point, { found, repeat, control });
  },
});

interface Names { canary: string; host: string; own: string }
type Make = (names: Names) => string;
interface Attempt { make: Make; value: string; exchange: Exchange; leads: Destination | undefined }

async function attempt(point: Point, tools: Tools, { make, label }: { make: Make; label: string }): Promise<Attempt> {
  const word = tools.seed.word(label, 12);
  const value = make({ canary: `${word}.invalid`, host: new URL(point.route.origin).hostname, own: point.value });
  const exchange = await tools.at(point, value);
  return { make, value, exchange, leads: destinationsOf(exchange).find(({ url }) => /^https?:$/.test(url.protocol) && url.hostname.includes(word) && url.origin !== point.route.origin) };
}

/** Only where the route is known to redirect: otherwise there is nothing to lure. */
async function byLures(point: Point, tools: Tools, plain: Exchange): Promise<Attempt | undefined> {
  if (plain.reply === undefined || !(await redirects(point, tools, plain))) return undefined;
  const count = lures({ canary: "x.invalid", host: new URL(point.route.origin).hostname, own: point.value }).length;
  for (let at = 0; at < count; at++) {
    const one = await attempt(point, tools, { make: (names) => lures(names)[at] ?? "", label: `lure-${at}` });
    if (one.leads !== undefined) return one;
  }
  return undefined;
}

/** With the plain lure, with the value that the point has, or, where its name says so, with a path. */
async function redirects(point: Point, tools: Tools, plain: Exchange): Promise<boolean> {
  const usual = (await tools.baseline(point.route))?.exchanges[0];
  if (destinationsOf(plain).length > 0 || (usual !== undefined && destinationsOf(usual).length > 0)) return true;
  return saysAddress(point.name, point.value) && destinationsOf(await tools.at(point, `/${tools.seed.word("local", 9)}`)).length > 0;
}

const leaves = (exchange: Exchange, point: Point): boolean => destinationsOf(exchange).some(({ url }) => url.hostname.endsWith(".invalid") && url.origin !== point.route.origin);

function proofOf(point: Point, { found, repeat, control }: { found: Attempt; repeat: Attempt; control: Exchange }): Proof {
  const by = found.leads?.by ?? "location";
  return {
    technique: by, confidence: "confirmed",
    because: `The value ${JSON.stringify(found.value)} sends the browser to ${found.leads?.url.host ?? ""} by ${by === "location" ? "the header Location" : by}, another host just as well; a path of the site does not.`,
    steps: [
      { role: "control", exchange: control, shows: "A path of the site stays on the site." },
      { role: "attack", exchange: found.exchange, shows: `A browser goes to ${found.leads?.url.href ?? ""}.` },
      { role: "attack", exchange: repeat.exchange, shows: `A browser goes to ${repeat.leads?.url.href ?? ""}.` },
    ],
    ...(point.kind === "cookie" || point.route.method !== "GET" ? { severity: "low" as const } : {}),
  };
}
