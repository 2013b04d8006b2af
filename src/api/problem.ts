// What goes wrong, as RFC 9457 problem details: the code, the mend and the places; never a stack.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem } from "../contract/shapes.ts";
import { Fault, faults, isFault } from "../kernel/fault.ts";
import type { FaultCode, FaultPlace } from "../kernel/fault.ts";
import type { Log } from "../kernel/log.ts";

/** RFC 9457 section 3: `type` leads to the fault's page, `instance` is replaced by our trace id. */
export function problemOf(fault: Fault, traceId: string): Problem {
  const { status, about, fix } = faults[fault.code];
  return {
    type: `/api/v1/faults#${fault.code}`, title: about, status, code: fault.code, fix, traceId,
    ...(fault.detail === undefined ? {} : { detail: fault.detail }),
    errors: shown(fault.places).map(({ at, rule, mend }) => ({ at, rule, ...(mend === undefined ? {} : { mend }) })),
  };
}

// A text of a megabyte can be wrong in more places than anyone reads, or a client can hold.
const placesShown = 500;
const shown = (places: readonly FaultPlace[]): readonly FaultPlace[] =>
  places.length <= placesShown ? places : [...places.slice(0, placesShown), { at: "", rule: `and ${places.length - placesShown} more places` }];

/** What the framework or a handler threw, as a fault of ours; anything we do not know is `internal`. */
function faultOf(thrown: unknown): Fault {
  if (isFault(thrown)) return thrown;
  const error = thrown as FrameworkError;
  if (Array.isArray(error.validation)) return new Fault("request.invalid", { places: error.validation.map((one) => placeOf(one, error.validationContext)) }, thrown);
  const code = frameworkFaults[error.code ?? ""];
  if (code) return new Fault(code, typeof error.message === "string" ? { detail: `${error.message}.` } : {}, thrown);
  if (error.statusCode === 400) return new Fault("request.invalid", { places: [{ at: "", rule: error.message ?? "is not valid" }] }, thrown);
  return new Fault("internal", {}, thrown);
}

interface SchemaError { instancePath: string; message?: string; keyword: string; params: Record<string, unknown> }
interface FrameworkError { validation?: SchemaError[]; validationContext?: string; code?: string; statusCode?: number; message?: string }

const frameworkFaults: Partial<Record<string, FaultCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "request.too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "request.unsupported-media",
  FST_ERR_NOT_FOUND: "request.not-found",
};

/** A JSON pointer (RFC 6901) into the body; into the query for parameters. */
function placeOf(error: SchemaError, context: string | undefined): FaultPlace {
  const { additionalProperty, missingProperty, allowedValues } = error.params;
  const name = additionalProperty ?? missingProperty;
  const at = name === undefined ? error.instancePath : `${error.instancePath}/${escaped(String(name))}`;
  const place = context === "querystring" ? "query parameter" : "member";
  if (additionalProperty !== undefined) return { at, rule: `is not a ${place} of this door`, mend: "Remove it or correct its spelling." };
  if (missingProperty !== undefined) return { at, rule: "is missing" };
  if (Array.isArray(allowedValues)) return { at, rule: `must be one of ${allowedValues.join(", ")}` };
  return { at, rule: error.message ?? "is not valid" };
}

// RFC 6901 section 3.
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Answers with a problem; what is `internal` is logged whole under the trace id that the client sees. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const fault = faultOf(thrown);
  const problem = problemOf(fault, request.id);
  if (fault.code === "internal") log.error("request failed", { traceId: request.id, method: request.method, route: request.routeOptions.url, error: fault.cause });
  if (fault.code === "auth.required") reply.header("www-authenticate", 'Bearer realm="aftwatch"');
  if (isAlertmanagerDoor(request.url)) return reply.code(problem.status).type("application/json").send(JSON.stringify(sentenceOf(fault)));
  return reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** Alertmanager's API v2 answers errors as one JSON text, and its clients print it. */
export const isAlertmanagerDoor = (url: string): boolean => url.startsWith("/api/v2/");
const sentenceOf = (fault: Fault): string => [fault.message, ...fault.places.map(({ at, rule }) => `${at} ${rule}`)].join("; ");
