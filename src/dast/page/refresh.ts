// Where a Refresh header or <meta http-equiv="refresh"> leads.

/** HTML 4.2.5.3 "shared declarative refresh steps": seconds, then an optional url= with optional quotes. Undefined: it only reloads. */
export function refreshTarget(content: string): string | undefined {
  const [, rest] = /^\s*\d*(?:\.[\d.]*)?\s*[;,\s]\s*([^]*)$/.exec(content) ?? [];
  if (rest === undefined) return undefined;
  const target = rest.trim().replace(/^url\s*=\s*/i, "");
  const quoted = /^(["'])(.*?)(?:\1|$)/.exec(target);
  return (quoted?.[2] ?? target).trim() || undefined;
}
