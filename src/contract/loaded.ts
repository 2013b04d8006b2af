// Loaded components on the wire: what of a release is in use by a process now.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Time } from "./shapes.ts";

const Name = Type.String({ minLength: 1, maxLength: 300 });
export const LoadedHow = Type.Enum(["mapped", "open", "imported"]);

/** Where it was seen is said by any of digest, service and version, endpoint, host; the release is found as for an event. */
export const LoadedRequest = Type.Object({
  service: Type.Optional(Name), version: Type.Optional(Name), digest: Type.Optional(Name), endpoint: Type.Optional(Name), host: Type.Optional(Name),
  components: Type.Array(Type.Object({ purl: Type.String({ minLength: 1, maxLength: 4096 }), how: LoadedHow, path: Type.Optional(Type.String({ maxLength: 4096 })) }, { additionalProperties: false }), { maxItems: 20_000 }),
  complete: Type.Boolean({ description: "The list is all that is loaded: what is missing is not" }),
  at: Type.Optional(Time),
}, { additionalProperties: false });
export type LoadedRequest = Static<typeof LoadedRequest>;

export const LoadedReceipt = Type.Object({
  releaseId: Type.String(), service: Type.String(), version: Type.String(), endpoint: Nullable(Type.String()), because: Type.String(), components: Type.Integer(), fresh: Type.Integer({ description: "Components that were not known to be loaded" }),
  rejects: Type.Array(Type.Object({ at: Type.String(), rule: Type.String() })),
});
export type LoadedReceipt = Static<typeof LoadedReceipt>;

export const LoadedReport = Type.Object({ endpointId: Nullable(Type.String()), host: Type.String(), at: Time, complete: Type.Boolean(), components: Type.Integer() });
export const LoadedSighting = Type.Object({ purl: Type.String(), how: LoadedHow, path: Nullable(Type.String()), endpointId: Nullable(Type.String()), host: Type.String(), firstAt: Time, lastAt: Time });
export const Loaded = Type.Object({ reports: Type.Array(LoadedReport), components: Type.Array(LoadedSighting), paths: Type.Array(Type.Object({ path: Type.String(), how: LoadedHow, at: Time }), { description: "Files that events saw loaded or opened" }) });
export type Loaded = Static<typeof Loaded>;
