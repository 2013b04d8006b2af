// The site believes the host that the request names, and builds addresses of it.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { withHeader } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { pageSends } from "../redirects/page-addresses.ts";
import type { Route } from "../route.ts";

/** Headers from which frameworks take the host when a proxy stands before them, and how the host stands in each. */
const carriers: readonly { header: string; value: (host: string) => string }[] = [
  ...["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-HTTP-Host-Override", "X-Original-Host"].map((header) => ({ header, value: (host: string) => host })),
  { header: "Forwarded", value: (host) => `for=127.0.0.1;host=${host};proto=https` },
];
const hostItself = { header: "Host", value: (host: string) => host };

export const hostHeader = defineCheck<RouteCheck>({
  id: "host-header", about: "Names another host in Host and in the headers of proxies and looks for it in the addresses that the answer gives.",
  title: "Host header injection", cwe: 644, owasp: ["A05"], severity: "medium",
  remediation: "Build absolute addresses from a configured name, and answer only to names that are the site's. Take headers of proxies only from the proxies that you run.",
  risk: "marker", attackClass: "host-header", on: "route",
  fits: ({ method, template }) => method === "GET" && !/\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|mp4|webm|pdf|zip)$/i.test(template),
  async *probe(route, tools) {
    const all = await ask(route, tools, { set: carriers, label: "all" });
    for (const carrier of carriers.filter((_one, at) => seenIn(all.exchange, all.hosts[at] ?? "") !== undefined)) {
      const proof = await prove(route, tools, carrier);
      if (proof !== undefined) { yield proof; return; }
    }
    const proof = await prove(route, tools, hostItself);
    if (proof !== undefined) yield proof;
  },
});

type Carrier = (typeof carriers)[number];

/** A parameter that no cache has seen keeps the answer away from everybody else. */
function asking(route: Route, tools: Tools, label: string): TestRequest {
  const url = new URL(route.request.url);
  url.searchParams.set(tools.seed.word("buster", 6), tools.seed.word(`buster-${label}`, 8));
  return { ...route.request, url: url.href };
}

async function ask(route: Route, tools: Tools, { set, label }: { set: readonly Carrier[]; label: string }): Promise<{ exchange: Exchange; hosts: string[] }> {
  const hosts = set.map((_one, at) => `${tools.seed.word(`${label}-${at}`, 11)}.invalid`);
  const request = set.reduce((built, { header, value }, at) => withHeader(built, header, value(hosts[at] ?? "")), asking(route, tools, label));
  return { exchange: await tools.send(request), hosts };
}

/** Only as the host of an address: a name that is merely shown is no harm. */
const seenIn = (exchange: Exchange, host: string): string | undefined => pageSends(exchange).find(({ url }) => url.hostname === host)?.by;

async function prove(route: Route, tools: Tools, carrier: Carrier): Promise<Proof | undefined> {
  const first = await ask(route, tools, { set: [carrier], label: `${carrier.header}-1` });
  const by = seenIn(first.exchange, first.hosts[0] ?? "");
  if (by === undefined) return undefined;
  const repeat = await ask(route, tools, { set: [carrier], label: `${carrier.header}-2` });
  const control = await tools.send(asking(route, tools, `${carrier.header}-control`));
  if (seenIn(repeat.exchange, repeat.hosts[0] ?? "") === undefined || control.reply === undefined || pageSends(control).some(({ url }) => url.hostname.endsWith(".invalid"))) return undefined;
  return {
    technique: carrier.header.toLowerCase(), confidence: "confirmed", at: `header:${carrier.header.toLowerCase()}`,
    because: `A host named in ${carrier.header} stands in ${by} of the answer, another one just as well; without it neither does.`,
    steps: [
      { role: "control", exchange: control, shows: "Without the header the answer names no such host." },
      { role: "attack", exchange: first.exchange, shows: `The answer sends to ${first.hosts[0] ?? ""} in ${by}.` },
      { role: "attack", exchange: repeat.exchange, shows: `Another host gives the same: ${repeat.hosts[0] ?? ""}.` },
    ],
    // Nobody can make a visitor's browser send another Host; a mail or a cache must carry it.
    ...(carrier.header === "Host" && by === "the header Location" ? { severity: "low" as const } : {}),
  };
}
