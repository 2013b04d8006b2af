// Values that a browser takes for an address elsewhere, though a careless test takes them for one of the site's own.

/** canary: a host that nobody owns. host: the site's. own: the value that the point has. Each must be judged by what a browser makes of the answer. */
export function lures({ canary, host, own }: { canary: string; host: string; own: string }): string[] {
  const allowed = URL.canParse(own) ? new URL(own).hostname : undefined;
  const allowedHosts = [...new Set([host, ...allowed === undefined || allowed === "" ? [] : [allowed]])];
  const tail = own.startsWith("/") ? own : allowed === undefined ? `/${own}` : own.slice(own.indexOf(allowed) + allowed.length);
  return [...new Set([
    `//${canary}/`,
    // Browsers take a backslash for a slash, and skip tabs and newlines (URL, 4.4).
    `/\\${canary}/`, `\\\\${canary}/`, `/\t/${canary}/`, `///${canary}/`,
    `https:${canary}`, `https:/${canary}`, `HtTpS://${canary}/`, ` https://${canary}/`,
    // Where the site's own name is looked for at the beginning, in the middle or at the end.
    ...allowedHosts.flatMap((one) => [`https://${one}.${canary}/`, `https://${one}@${canary}/`, `https://${canary}/${one}`, `https://${canary}/?${one}`, `https://${canary}#${one}`, `https://${canary}\\@${one}/`, `//${canary}/?https://${one}/`]),
    ...(allowed !== undefined && !/^[\d.]+$|^\[/.test(allowed) ? [`https://${canary.split(".")[0]}${allowed}/`] : []),
    // Where something is put before the value, or must stand behind it.
    canary, `.${canary}`, `@${canary}`, `https://${canary}${tail}`,
    // Where the value is decoded once more.
    `%2f%2f${canary}%2f`, `https%3a%2f%2f${canary}%2f`,
  ])];
}

/** Names and values by which a parameter says that it is an address. */
export const saysAddress = (name: string, value: string): boolean => /url|uri|link|redir|return|next|goto|go_?to|dest|target|continue|forward|callback|back|site|host|page|^to$|^out$|view|from|jump|location|ref|path|^[ru]$/i.test(name) || /^(?:https?:|\/|%2f|[a-z]+:\/\/)|\.(?:html?|php|aspx?|jsp|do)(?:[?#]|$)/i.test(value);
