// Another site's pages may read answers that are made for the visitor: the Origin that they send is believed, and credentials are allowed.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { headerOf, mediaTypeOf, withHeader } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

interface Guise { technique: string; what: string; origin(names: { word: string; site: URL }): string | undefined }

const isName = (host: string): boolean => /[a-z]/i.test(host) && !host.startsWith("[");
const port = (site: URL): string => (site.port === "" ? "" : `:${site.port}`);

/** Origins that only a careless test takes for one of the site's own. */
const guises: readonly Guise[] = [
  { technique: "any", what: "any origin", origin: ({ word }) => `https://${word}.invalid` },
  { technique: "null", what: "the origin null, which every page can have in a sandboxed frame", origin: () => "null" },
  { technique: "begins-like", what: "an origin that only begins like the site's", origin: ({ word, site }) => `${site.protocol}//${site.hostname}.${word}.invalid` },
  { technique: "ends-like", what: "an origin that only ends like the site's", origin: ({ word, site }) => `${site.protocol}//${isName(site.hostname) ? `${word}${site.hostname}${port(site)}` : `${word}.invalid.${site.host}`}` },
  { technique: "any-character-for-dot", what: "an origin in which a letter stands for a dot of the site's", origin: ({ word, site }) => (isName(site.hostname) && site.hostname.split(".").length > 2 ? `${site.protocol}//${site.hostname.replace(".", word.slice(0, 1))}${port(site)}` : undefined) },
  { technique: "holds", what: "an origin that only holds the site's name", origin: ({ word, site }) => `https://${word}.invalid.${site.hostname}.${word}.invalid` },
  { technique: "unencrypted", what: "the site's own name without encryption", origin: ({ site }) => (site.protocol === "https:" ? `http://${site.hostname}` : undefined) },
];

export const corsReflection = defineCheck<RouteCheck>({
  id: "cors-reflection", about: "Asks in the name of origins that are not the site's and looks whether their pages may read the answer with the visitor's credentials.",
  title: "Cross-origin reading with credentials", cwe: 942, owasp: ["A05"], severity: "medium",
  remediation: "Compare the whole Origin with a fixed list and answer with Access-Control-Allow-Credentials only to those. Never allow the origin null.",
  risk: "marker", attackClass: "cors", on: "route",
  fits: ({ template }) => !/\.(?:css|m?js|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|mp4|webm)$/i.test(template),
  async *probe(route, tools) {
    const site = new URL(route.origin);
    const own = await ask(route, tools, site.origin);
    for (const guise of guises) {
      const origin = guise.origin({ word: tools.seed.word(guise.technique, 10), site });
      if (origin === undefined) continue;
      const first = await ask(route, tools, origin);
      if (allows(first, origin)) { const proof = await prove(route, tools, { guise, origin, first, site }); if (proof !== undefined) yield proof; return; }
      if (guise.technique === "any" && !knowsOrigins(own) && !knowsOrigins(first)) return;
    }
  },
});

const ask = (route: Route, tools: Tools, origin: string | undefined): Promise<Exchange> => tools.send(withHeader(route.request, "Origin", origin));

/** Fetch standard, 4.9: a page reads an answer with credentials only when its own origin is named, letter for letter. Public things need no credentials. */
const allows = ({ reply }: Exchange, origin: string): boolean =>
  reply !== undefined && reply.status < 400 && headerOf(reply.headers, "access-control-allow-origin")?.trim() === origin && headerOf(reply.headers, "access-control-allow-credentials")?.trim() === "true" && isMade(reply.headers);

/** Styles, scripts, pictures and fonts are the same for everybody. */
const isMade = (headers: Parameters<typeof mediaTypeOf>[0]): boolean => !/^(?:text\/css|(?:text|application)\/(?:x-)?javascript|image\/|font\/|video\/|audio\/)/.test(mediaTypeOf(headers) ?? "");

const knowsOrigins = ({ reply }: Exchange): boolean => reply !== undefined && (reply.headers.some(([name]) => name.toLowerCase().startsWith("access-control-")) || /\borigin\b/i.test(headerOf(reply.headers, "vary") ?? ""));

async function prove(route: Route, tools: Tools, { guise, origin, first, site }: { guise: Guise; origin: string; first: Exchange; site: URL }): Promise<Proof | undefined> {
  const other = guise.origin({ word: tools.seed.word(`${guise.technique}-again`, 10), site }) ?? origin;
  const repeat = await ask(route, tools, other);
  const control = await ask(route, tools, undefined);
  if (!allows(repeat, other) || allows(control, origin)) return undefined;
  const personal = await isPersonal(route, tools, control);
  return {
    technique: guise.technique, confidence: personal ? "confirmed" : "firm", severity: personal ? "high" : "medium",
    because: `The answer lets ${guise.what} read it with the visitor's credentials${personal ? ", and to a visitor without a login it is another" : ""}.`,
    steps: [
      { role: "control", exchange: control, shows: "Without an Origin nobody is named." },
      { role: "attack", exchange: first, shows: `${origin} may read the answer with credentials.` },
      { role: "attack", exchange: repeat, shows: guise.technique === "null" || guise.technique === "unencrypted" ? "Asked again, the same." : `So may ${other}.` },
    ],
  };
}

async function isPersonal(route: Route, tools: Tools, control: Exchange): Promise<boolean> {
  if (tools.session.state !== "logged-in") return false;
  const stranger = await tools.send(tools.session.undress(route.request), { session: "none" });
  return stranger.reply !== undefined && (stranger.reply.status !== control.reply?.status || stranger.reply.text !== control.reply.text);
}
