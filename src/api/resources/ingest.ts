// The doors for events: what sensors, clusters and log shippers send today, unchanged; the answer comes after the commit.
import Type from "typebox";
import { EventReceipt } from "../../contract/runtime.ts";
import { Fault, isFault } from "../../kernel/fault.ts";
import type { EventReceipt as Receipt } from "../../app/runtime/receive-events.ts";
import { binaryCloudEvent } from "../event-body.ts";
import { settingsFrom } from "../event-settings.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const contentTypes = ["application/json", "application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json", "application/vnd.aftwatch.lines+json", "text/plain", "application/gzip", "application/octet-stream"];
const retryAfterSeconds = 5;

const query = {
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: "The sender's name; its token's name when absent" })),
  host: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: "The host the events are of, where they do not say" })),
  settings: Type.Optional(Type.String({ maxLength: 8192, description: "The decoder's settings, as `map.Image=process.path;time=ts`" })),
};

type IngestCall = Pick<Call, "app" | "desk" | "org" | "principal" | "request" | "reply"> & { query: { source?: string | undefined; host?: string | undefined; settings?: string | undefined } };

async function take(call: IngestCall, decoder: string): Promise<Receipt> {
  const { app, desk, org, request, reply, principal, query: { source, host, settings } } = call;
  try {
    return await app.runtime.receive(org, {
      decoder, source: source ?? principal?.name ?? decoder, host, settings: settingsFrom(settings), isCanary: false,
      chunks: binaryCloudEvent(request.headers, desk.bodyOf(request)), contentType: request.headers["content-type"],
    });
  } catch (thrown) {
    if (isFault(thrown, "runtime.overloaded")) reply.header("retry-after", String(retryAfterSeconds));
    throw thrown;
  }
}

/** 207 when a part was refused; a body of which nothing could be taken is a fault. */
function answered(call: IngestCall, receipt: Receipt): Receipt {
  if (receipt.events === 0 && receipt.rejected > 0) throw new Fault("runtime.unreadable", { places: receipt.rejects.slice(0, 100) });
  if (receipt.rejected > 0) call.reply.code(207);
  return receipt;
}

const push = door({
  id: "pushEvents", method: "POST", path: "/ingest/:decoder", tag: "ingest", answer: EventReceipt, query, streams: { contentTypes },
  summary: "Takes events in a decoder's format, or `auto` to tell it from them",
  description: "Bodies as they are sent today: one JSON value, an array, JSON lines, an EventList, plain log lines; gzip is told from its bytes. 200 when all was taken, 207 when some was: `rejects` names the rest by place. The answer comes when the detections are committed; 503 with Retry-After when too much waits, and then nothing was kept.",
  handle: async (call) => answered(call, await take(call, call.params.decoder)),
});

const handshake = door({
  id: "allowEvents", method: "OPTIONS", path: "/ingest/:decoder", tag: "ingest", scope: "public", status: 200, summary: "CloudEvents' validation of a webhook (HTTP webhook specification, section 4)",
  async handle({ request, reply }) {
    const { "webhook-request-origin": origin } = request.headers;
    if (typeof origin === "string" && /^[\w.:-]{1,255}$/.test(origin)) reply.header("webhook-allowed-origin", origin).header("webhook-allowed-rate", "*");
    reply.header("allow", "POST, OPTIONS");
    return reply.send();
  },
});

const otlp = door({
  id: "pushOtlpLogs", method: "POST", path: "/v1/logs", root: true, tag: "ingest", query, streams: { contentTypes: ["application/json"] }, answersWith: "application/json",
  summary: "OTLP/HTTP logs in JSON, at the path that exporters use",
  description: "The answer is an ExportLogsServiceResponse: `{}`, or `partialSuccess` with what was rejected and why. Protobuf is not read: set the exporter's encoding to json.",
  async handle(call) {
    const type = call.request.headers["content-type"] ?? "";
    if (!/json/.test(type)) throw new Fault("request.unsupported-media", { detail: `It is ${JSON.stringify(type.slice(0, 100))}; OTLP is read as application/json: set the exporter's encoding to json.` });
    const { rejected, rejects } = await take(call, "otlp-logs");
    const answer = rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: rejects.slice(0, 10).map(({ at, rule }) => `${at}: ${rule}`).join("; ") } };
    return call.reply.type("application/json").send(JSON.stringify(answer));
  },
});

export const ingest: Resource = { tag: "ingest", about: "Events of sensors, clusters and logs", doors: [push, handshake, otlp] };
