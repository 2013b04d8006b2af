// A CPE name from text and back, whichever binding it is in.
import { isFormattedString, readFormattedString, writeFormattedString } from "./formatted-string.ts";
import { isUri, readPackedEdition, readUri, writeUri } from "./uri.ts";
import type { CpeName } from "./wfn.ts";
import { cpeLengthLimit } from "./wfn.ts";

/**
 * Reads a formatted string (CPE 2.3), a URI (CPE 2.2) or a packed edition; undefined when it is none. Never throws.
 *
 * @example parseCpe("cpe:2.3:a:apache:http_server:2.4.1:*:*:*:*:*:*:*")?.product === "http_server"
 */
export function parseCpe(text: string): CpeName | undefined {
  if (text.length > cpeLengthLimit) return undefined;
  if (isFormattedString(text)) return readFormattedString(text);
  if (isUri(text)) return readUri(text);
  return text.startsWith("~") ? readPackedEdition(text) : undefined;
}

export const bindToFormatted = (name: CpeName): string => writeFormattedString(name);
export const bindToUri = (name: CpeName): string => writeUri(name);
