// The shapes that several resources share: times, pages, problems. Instants are RFC 3339 text in UTC.
import Type from "typebox";
import type { Static, TSchema } from "typebox";

export const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC" });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A page of a list. total counts the whole list; next is null on the last page, else the `after` of the next one. */
export const PageOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), total: Type.Integer({ minimum: 0 }), next: Nullable(Type.String()) });

export const PageQuery = { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })), after: Type.Optional(Type.String({ maxLength: 2048 })) };
export const AsOf = Type.Optional(Type.String({ format: "date-time", description: "The state as it was known at this instant" }));

/** RFC 9457 problem details, with our code, the mend and the places that are wrong. */
export const Problem = Type.Object({
  type: Type.String(), title: Type.String(), status: Type.Integer(), detail: Type.Optional(Type.String()),
  code: Type.String(), fix: Type.String(), traceId: Type.String(),
  errors: Type.Array(Type.Object({ at: Type.String(), rule: Type.String(), mend: Type.Optional(Type.String()) })),
});
export type Problem = Static<typeof Problem>;

export const Severity = Type.Enum(["critical", "high", "medium", "low", "unknown"]);
export const Outcome = Type.Enum(["act", "attend", "track*", "track"]);
export const ExposureLevel = Type.Enum(["internet", "internal", "unknown"]);
export const Criticality = Type.Enum(["critical", "high", "medium", "low", "unknown"]);
