// LDAP filters as an injected language: the errors of its libraries, and pairs that only a directory evaluates (RFC 4515).
import type { Seed } from "../seed.ts";
import type { NamedPair } from "./pair-proof.ts";

const errors = /javax\.naming\.(?:directory\.InvalidSearchFilterException|NamingException|CommunicationException|NameNotFoundException)|InvalidSearchFilterException|com\.sun\.jndi\.ldap|LDAPException|com\.unboundid\.ldap|org\.springframework\.ldap|(?:ldap|ldap3|ldapjs|python-ldap)\.(?:FILTER_ERROR|INVALID_\w+|LDAPInvalid\w+|core\.exceptions)|LDAPInvalidFilterError|malformed filter|Bad search filter|ldap_(?:search|list|read|bind)\(\)|Unbalanced parenthesis|(?:missing|expected|unbalanced) (?:opening|closing)? ?paren(?:thesis|s)?\b|(?:invalid|illegal) (?:search )?filter|System\.DirectoryServices|The search filter is (?:invalid|incorrect)|(?:DirectoryServicesCOMException|LdapException|LdapErr: DSID-)|IPWorksASP\.LDAP|Protocol error occurred|Size limit has exceeded|An inappropriate matching occurred|A constraint violation occurred|Invalid DN syntax|No Such Object|LDAP: error code \d+|Net::LDAP|Filter Error/gi;

/** The distinct error texts of LDAP libraries in a page. */
export const ldapErrorsIn = (text: string): string[] => [...new Set([...text.slice(0, 400_000).matchAll(errors)].map(([found]) => found.slice(0, 80)))];

/**
 * "objectClass" is in every entry (RFC 4512 2.4.1), and "(attribute=*)" asks for its presence: true for it, false for a made-up
 * attribute. And `\\6f` is the letter o in a filter (RFC 4515 3), nowhere else: where the value is escaped, it is four characters.
 */
export function ldapPairs(value: string, seed: Seed): NamedPair[] {
  const unknown = (round: number): string => `x${seed.word(`ldap/${round}`, 10)}`;
  const presence = (isTrue: boolean, round: number): string => (isTrue ? ["objectClass", "objectclass", "OBJECTCLASS", "ObjectClass"][round % 4] ?? "objectClass" : unknown(round));
  const pair = (name: string, expects: NamedPair["expects"], put: (attribute: string) => string): NamedPair => ({ name, expects, yes: (round) => put(presence(true, round)), no: (round) => put(presence(false, round)) });
  const escape = (round: number, change: number): string => { const at = round % Math.max(1, value.length); return `${value.slice(0, at)}${escaped((value.charCodeAt(at) || 97) + change)}${value.slice(at + 1)}`; };
  return [
    ...value.length > 1 && /^[\x20-\x7d]+$/.test(value) ? [{ name: "boolean:escape", expects: "keeps", yes: (round: number) => escape(round, 0), no: (round: number) => escape(round, 1) } as const] : [],
    pair("boolean:and", "keeps", (attribute) => `${value})(${attribute}=*`),
    pair("boolean:or", "opens", (attribute) => `${value})(${attribute}=*`),
    pair("boolean:any", "opens", (attribute) => `*)(${attribute}=*`),
    // The first filter is closed and the rest of the application's begins another, which many libraries do not read.
    pair("boolean:closed", "opens", (attribute) => `*)(${attribute}=*))(|(${unknown(9)}=*`),
  ];
}

const escaped = (code: number): string => `\\${code.toString(16).padStart(2, "0")}`;
