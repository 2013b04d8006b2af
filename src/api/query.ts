// Query parameters arrive as texts; those whose schema says number or boolean are read here, the rest stays as it was sent.
import type { FastifyRequest } from "fastify";
import type { TSchema } from "typebox";

/** What cannot be read is left as text, so that the schema names it instead of it being guessed at. */
export function readQuery(members: Readonly<Record<string, TSchema>> | undefined, request: FastifyRequest): void {
  const query = request.query as Record<string, unknown>;
  for (const [name, schema] of Object.entries(members ?? {})) {
    const text = query[name];
    if (typeof text === "string") query[name] = valueOf((schema as { type?: string }).type, text);
  }
}

function valueOf(type: string | undefined, text: string): unknown {
  if (type === "integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
