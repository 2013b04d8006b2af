// The OpenAPI document, completed with what JSON Schema cannot say of a streaming door.
import type { Door, Resource } from "./route.ts";
import { apiPrefix } from "./mount.ts";

interface Operation { requestBody?: object; responses?: Record<string, object> }
interface Document { paths?: Record<string, Record<string, Operation>> }

/** A streaming door's body is bytes of the named types; and 200 answers what 201 does, for a repeat. */
export function completeDocument<D>(document: D, resources: readonly Resource[]): D {
  for (const one of resources.flatMap(({ doors }) => doors)) {
    const operation = (document as Document).paths?.[openApiPath(one)]?.[one.method.toLowerCase()];
    if (operation && one.streams) Object.assign(operation, streamed(one, operation));
  }
  return document;
}

function streamed(one: Door, operation: Operation): Operation {
  const content = Object.fromEntries((one.streams?.contentTypes ?? []).map((type) => [type, { schema: { type: "string", format: "binary" } }]));
  const answer = operation.responses?.["201"];
  return { requestBody: { required: true, content }, responses: { ...(answer ? { 200: answer } : {}), ...operation.responses } };
}

const openApiPath = (one: Door): string => (one.root ? one.path : apiPrefix + one.path).replaceAll(/:(\w+)/g, "{$1}");
