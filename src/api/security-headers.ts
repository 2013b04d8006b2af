// Headers on every answer: what a browser may do with it.
import type { FastifyReply } from "fastify";

const policy = [
  "default-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
  "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join("; ");

const headers: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  // For browsers that do not know frame-ancestors.
  "x-frame-options": "DENY",
  // Paths hold ids and, at /login/:secret, a secret: they go to nobody.
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export const addSecurityHeaders = (reply: FastifyReply): void => { reply.headers({ ...headers }); };
