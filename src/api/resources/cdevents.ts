// The door for CDEvents: what delivery pipelines already emit, as deployment reports.
import Type from "typebox";
import { Nullable, Problem } from "../../contract/shapes.ts";
import { Fault, isFault } from "../../kernel/fault.ts";
import { readCdEvents } from "../cdevents.ts";
import type { ReadEvent } from "../cdevents.ts";
import { problemOf } from "../problem.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";

/** One event's fate; status is an HTTP status, as in a 207 of WebDAV. */
const EventResult = Type.Object({
  index: Type.Integer(), id: Nullable(Type.String()), status: Type.Integer(),
  deploymentId: Nullable(Type.String()), warnings: Type.Array(Type.String()), problem: Nullable(Problem),
});

const take = door({
  id: "takeCdEvents", method: "POST", path: "/cdevents", tag: "cdevents", body: Type.Any(),
  answer: Type.Object({ taken: Type.Integer(), refused: Type.Integer(), items: Type.Array(EventResult) }),
  summary: "Takes CDEvents about services: deployed, upgraded, rolledback, removed",
  description: "CloudEvents 1.0 in structured, batched or binary mode, or plain CDEvents JSON. The service is `subject.id`, the endpoint `subject.content.environment.id`, the version comes from `subject.content.artifactId`. Each event is answered for itself; the status is 422 only when none could be taken.",
  async handle(call) {
    const events = readCdEvents(call.request.headers, call.body);
    const items = [];
    for (const [index, event] of events.entries()) items.push({ index, id: event.id, ...await resultOf(event, call) });
    const taken = items.filter((item) => item.status < 400).length;
    if (events.length > 0 && taken === 0) call.reply.code(422);
    return { taken, refused: items.length - taken, items };
  },
});

interface Result { status: number; deploymentId: string | undefined; warnings: readonly string[]; problem: Problem | undefined }

async function resultOf(event: ReadEvent, { app, org, actor, request }: Pick<Call, "app" | "org" | "actor" | "request">): Promise<Result> {
  const refused = (fault: Fault): Result => ({ status: fault.entry.status, deploymentId: undefined, warnings: [], problem: problemOf(fault, request.id) });
  if (event.kind === "bad") return refused(new Fault("request.invalid", { places: event.places }));
  try {
    const { deploymentId, warnings } = await app.recordDeployment(org, event.report, actor);
    return { status: 201, deploymentId, warnings, problem: undefined };
  } catch (thrown) {
    if (isFault(thrown) && thrown.entry.status < 500) return refused(thrown);
    throw thrown;
  }
}

export const cdevents: Resource = { tag: "cdevents", about: "What delivery pipelines already emit", doors: [take] };
