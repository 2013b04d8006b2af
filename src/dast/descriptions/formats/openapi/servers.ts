// Where the operations of an OpenAPI document lie below the target's origin, and which logins they ask for.
import { atOrigin } from "../../described-route.ts";
import type { DescriptionContext } from "../../description.ts";
import { listIn, tableIn, textIn } from "../../document-value.ts";
import type { Table } from "../../document-value.ts";

const mostServers = 3;

/** Base URLs at the target's origin, each once. own: servers of the operation or path, which stand in place of the document's. */
export function baseUrlsOf(document: Table, own: readonly unknown[], { origin, variables = {} }: DescriptionContext, from: string): string[] {
  if (textIn(document["swagger"]) !== undefined || document["swagger"] !== undefined) return [`${origin}${absolutePath(textIn(document["basePath"]) ?? "")}`];
  const servers = own.length > 0 ? own : listIn(document["servers"]);
  const urls = servers.slice(0, 20).map((server) => filled(tableIn(server), variables)).map((url) => (URL.canParse(url, baseOf(from, origin)) ? new URL(url, baseOf(from, origin)).href : url));
  const here = urls.filter((url) => url.startsWith(`${origin}/`) || url === origin);
  const bases = (here.length > 0 ? here : urls).flatMap((url) => atOrigin(url, origin) ?? []).map((url) => url.replace(/[?#].*$/, ""));
  return bases.length === 0 ? [`${origin}/`] : [...new Set(bases)].slice(0, mostServers);
}

const absolutePath = (path: string): string => (path.startsWith("/") ? path : `/${path}`);
const baseOf = (from: string, origin: string): string => (URL.canParse(from) && /^https?:/.test(from) ? from : `${origin}/`);

function filled(server: Table, variables: Readonly<Record<string, string>>): string {
  const known = tableIn(server["variables"]);
  return (textIn(server["url"]) ?? "/").replaceAll(/\{([^{}]+)\}/g, (_all, name: string) => variables[name] ?? textIn(tableIn(known[name])["default"]) ?? String(tableIn(known[name])["default"] ?? "1"));
}

/** What a person must give as identities: "bearerAuth: http bearer". */
export function securityNotes(document: Table): string[] {
  const schemes = { ...tableIn(document["securityDefinitions"]), ...tableIn(tableIn(document["components"])["securitySchemes"]) };
  return Object.entries(schemes).map(([name, given]) => {
    const scheme = tableIn(given);
    return `asks for a login: ${name} (${[scheme["type"], scheme["scheme"], scheme["in"] === undefined ? undefined : `${String(scheme["name"])} in ${String(scheme["in"])}`].filter((one) => typeof one === "string").join(", ")})`;
  });
}
