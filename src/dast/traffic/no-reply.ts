// Why no reply came, told from what the network or the protocol said.
import type { NoReply } from "../exchange.ts";
import { messageOf } from "../../kernel/fault.ts";

export const codeOf = (thrown: unknown): string => {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return codeOf(thrown.errors[0]);
  if (!(thrown instanceof Error)) return "";
  // undici knows no code for some of what its parser refuses.
  if ("code" in thrown && thrown.code !== undefined) return String(thrown.code);
  return thrown.name === "HTTPParserError" ? "HPE_OTHER" : "";
};

/** A request that this client will not put on the wire: not the target's doing. */
export const isOurRefusal = (thrown: unknown): boolean => ["UND_ERR_INVALID_ARG", "UND_ERR_NOT_SUPPORTED", "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH"].includes(codeOf(thrown));

/** An answer that a strict reader of HTTP/1.1 does not take. */
export const isMalformed = (thrown: unknown): boolean => /^HPE_(?!HEADER_OVERFLOW)/.test(codeOf(thrown));

const kinds: readonly (readonly [RegExp, NoReply["kind"], string])[] = [
  [/^(?:ECONNREFUSED)$/, "unreachable", "nothing listens there"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_\w+|EADDRNOTAVAIL)$/, "unreachable", "there is no way to it"],
  [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "timeout", "no connection in time"],
  [/^(?:UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/, "timeout", "no answer in time"],
  [/^UND_ERR_HEADERS_OVERFLOW$/, "malformed", "the headers are larger than 256 KiB"],
  [/^HPE_HEADER_OVERFLOW$/, "malformed", "the headers are larger than 256 KiB"],
  [/^(?:HPE_\w+|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, "malformed", "the answer is not HTTP/1.1"],
  [/^(?:ERR_SSL_.+|ERR_TLS_.+|EPROTO|CERT_\w+|UNABLE_TO_\w+|ERR_OSSL_\w+)$/, "tls", "no TLS connection came about"],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_STREAM_\w+)$/, "reset", "the connection was closed before an answer"],
];

/** why names what happened in our words, with the network's in brackets. */
export function noReplyOf(thrown: unknown): NoReply {
  const code = codeOf(thrown);
  const [, kind = "unreachable", why = "it could not be sent"] = kinds.find(([pattern]) => pattern.test(code)) ?? [];
  // Node says of a TLS handshake that the other side broke off only that it was reset.
  const isHandshake = kind === "reset" && /before secure TLS connection/.test(messageOf(thrown));
  return isHandshake ? { kind: "tls", why: "the connection was closed in the middle of the TLS handshake" } : { kind, why: `${why} (${oneLine(messageOf(thrown)) || code})` };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 200);
