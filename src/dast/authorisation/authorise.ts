// Authorisation: nothing is scanned unless its owner has said so: in the inventory, on the target itself or in its DNS zone.
import { mediaTypeOf } from "../exchange.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { readTarget } from "../traffic/target.ts";
import { authorisationOf, holdsToken, tokenPath } from "./token.ts";

/** granted: how, for the report. refused: what was tried, what was found, and what to do. */
export type Authorisation = { granted: string } | { refused: string };

export interface AuthorisePlan {
  /** Where the scan starts. */
  url: string;
  /** The organisation's, from which tokens are made. */
  key: string;
  /** From the command line on the machine where it runs: loopback is one's own. A server never says so: loopback there is the operator's, not the user's. */
  allowsOwnMachine?: boolean;
  /** Guarded by the scope of this scan. */
  traffic: Pick<Traffic, "send">;
  /** The records of a name, each joined from its parts; none when the name does not exist. */
  resolveTxt(name: string): Promise<readonly string[]>;
}

/** The cheapest proof first; the first that holds counts. The inventory's word is the caller's to ask. */
export async function authorise(plan: AuthorisePlan): Promise<Authorisation> {
  const target = readTarget(plan.url);
  if ("refusal" in target) return { refused: `${plan.url} is ${target.refusal}.` };
  if (plan.allowsOwnMachine === true && isOwnMachine(target.hostname)) return { granted: `${target.hostname} is the machine on which this was asked for` };
  const { fileUrl, txtName, txtText } = authorisationOf(plan.url, plan.key);
  const file = await fileSays(fileUrl, txtText, plan);
  if (file === undefined) return { granted: `the file ${fileUrl}` };
  const dns = txtName === "" ? "an address has no DNS zone for a TXT record" : await recordSays(txtName, txtText, plan);
  if (dns === undefined) return { granted: `the TXT record ${txtName}` };
  return { refused: `Nobody has said that ${target.origin} may be tested: ${file}; ${dns}. Put the line ${txtText} into ${tokenPath}${txtName === "" ? "" : ` or into the TXT record ${txtName}`}, or mark the target as testable.` };
}

/** Loopback by its address or by the name that RFC 6761 section 6.3 keeps for it. */
export const isOwnMachine = (hostname: string): boolean => /^127(?:\.\d+){3}$/.test(hostname) || hostname === "::1" || hostname === "localhost" || hostname.endsWith(".localhost");

// Undefined: it holds. No redirect counts, not even within the origin: an open redirect is not the owner's word.
async function fileSays(url: string, token: string, { traffic }: AuthorisePlan): Promise<string | undefined> {
  const { reply, failure } = await traffic.send({ method: "GET", url, headers: [], body: undefined }, { session: undefined, about: { phase: "authorise" } });
  if (reply === undefined) return `${tokenPath} could not be read (${failure?.why ?? "no answer"})`;
  if (reply.status !== 200) return `${tokenPath} answers ${reply.status}${reply.status >= 300 && reply.status < 400 ? ", and a redirect does not count" : ""}`;
  // A page that shows what was asked for is no file that somebody has put there.
  if (mediaTypeOf(reply.headers) === "text/html") return `${tokenPath} is a web page, not a text file`;
  return holdsToken(reply.text, token) ? undefined : `${tokenPath} does not hold the token of this origin`;
}

async function recordSays(record: string, token: string, { resolveTxt }: AuthorisePlan): Promise<string | undefined> {
  try {
    const records = await resolveTxt(record);
    if (records.length === 0) return `there is no TXT record ${record}`;
    return records.some((text) => holdsToken(text, token)) ? undefined : `the TXT record ${record} does not hold the token of this origin`;
  } catch {
    return `the TXT record ${record} could not be asked for`;
  }
}
