// Just enough LDAP to hear the name that a directory look-up asks for: RFC 4511 sections 4.2 (bind) and 4.5 (search).

/** What to send back, and the base name of a search when it was one. Undefined: no LDAP message of these kinds. */
export interface LdapHeard { reply: Buffer; searched: string | undefined }

const bindRequest = 0x60;
const searchRequest = 0x63;

/** Reads one message: 30 len, 02 len id, then the operation. Success is answered to both; a search finds nothing. */
export function hearLdap(message: Uint8Array): LdapHeard | undefined {
  const outer = element(message, 0);
  if (outer?.tag !== 0x30) return undefined;
  const id = element(message, outer.start);
  if (id?.tag !== 0x02 || id.end - id.start > 4) return undefined;
  const operation = element(message, id.end);
  const idBytes = message.subarray(outer.start, id.end);
  if (operation?.tag === bindRequest) return { reply: result(idBytes, 0x61), searched: undefined };
  if (operation?.tag !== searchRequest) return undefined;
  const base = element(message, operation.start);
  return { reply: result(idBytes, 0x65), searched: base?.tag === 0x04 ? Buffer.from(message.subarray(base.start, Math.min(base.end, base.start + 255))).toString("latin1") : undefined };
}

// resultCode success, empty matchedDN and diagnosticMessage.
const result = (idBytes: Uint8Array, tag: number): Buffer => {
  const body = Buffer.from([tag, 7, 0x0a, 1, 0, 0x04, 0, 0x04, 0]);
  return Buffer.concat([Buffer.from([0x30, idBytes.length + body.length]), idBytes, body]);
};

/** X.690 8.1: one tag byte, a definite length of at most two bytes more. */
function element(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4) return undefined;
  const length = more === 0 ? first : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = at + 2 + more;
  return start > bytes.length ? undefined : { tag, start, end: Math.min(start + length, bytes.length) };
}
