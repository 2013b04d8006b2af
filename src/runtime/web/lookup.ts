// Log4Shell (CVE-2021-44228) and its kin: ${jndi:...} in all its disguises, found by computing the inner lookups as Log4j would.

const innermost = /\$\{([^${}]{0,300})\}/g;
const rounds = 12;

/** @returns The lookup as written, from its first "${"; undefined when no lookup of JNDI comes out. */
export function findLookup(text: string): string | undefined {
  const at = text.indexOf("${");
  if (at === -1) return undefined;
  if (/\$\{\s*jndi\s*:/i.test(text)) return text.slice(at);
  let resolved = text;
  for (let round = 0; round < rounds; round += 1) {
    const next = resolved.replace(innermost, (whole, inside: string) => valueOf(whole, inside));
    if (/\$\{\s*jndi\s*:/i.test(next) || /jndi:(?:ldaps?|rmi|dns|iiop|nis|corba|http)/i.test(next)) return text.slice(at);
    if (next === resolved) break;
    resolved = next;
  }
  return undefined;
}

/** log4j-core, StrSubstitutor: ${lower:J} is j, ${x:-j} falls back on j, ${::-j} too; ${date:'j'} prints its quoted text. */
function valueOf(whole: string, inside: string): string {
  if (/^\s*jndi\s*:/i.test(inside)) return whole;
  const fallback = inside.lastIndexOf(":-");
  if (fallback !== -1) return inside.slice(fallback + 2);
  const [, prefix = "", argument = ""] = /^\s*([a-z]+):(.*)$/i.exec(inside) ?? [];
  if (/^(?:lower|upper)$/i.test(prefix)) return argument;
  if (/^date$/i.test(prefix)) return argument.replaceAll("'", "");
  // ı (U+0131) becomes I in upper case.
  return prefix === "" ? "" : "?";
}
