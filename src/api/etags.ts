// Entity tags: what a client already has is not sent again, and an edit of something that has changed is refused.
import { createHash } from "node:crypto";

const shortDigest = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 22);

/**
 * The tag of an answer. Weak, because a proxy that compresses may not keep a strong one (RFC 9110 section 8.8.3).
 * For editable things it opens with a digest of the part an edit is made upon: a finding counted elsewhere must not
 * make somebody's edit of the owner fail.
 */
export const etagOf = (payload: string, editable?: unknown): string =>
  editable === undefined ? `W/"${shortDigest(payload)}"` : `W/"${shortDigest(JSON.stringify(editable))}.${shortDigest(payload)}"`;

/** RFC 9110 section 13.1.2: weak comparison against any of a list, or "*". */
export const isNoneMatchHit = (ifNoneMatch: string, etag: string): boolean => tagsIn(ifNoneMatch).some((tag) => tag === "*" || tag === opaque(etag));

/** RFC 9110 section 13.1.1 asks for strong comparison; our tags digest the content, so equal tags are equal content. */
export const isIfMatchMet = (ifMatch: string, editable: unknown): boolean => {
  const current = shortDigest(JSON.stringify(editable));
  return tagsIn(ifMatch).some((tag) => tag === "*" || tag.split(".", 1)[0] === current);
};

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "").replaceAll('"', "");
const tagsIn = (header: string): string[] => header.split(",").map(opaque);
