// Acknowledging from a message: opening the link shows a form and changes nothing; sending the form acknowledges.
import { Fault } from "../../kernel/fault.ts";
import type { AckLook } from "../../app/oncall/oncall-desk.ts";
import { ackPage, ackPolicy } from "../ack-page.ts";
import { refuseWhileBraked } from "../link-brake.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";

// A comment of 2,000 letters, each of which may take twelve signs in a form.
const formLimitBytes = 32 * 1024;
const commentLimit = 2000;

const look = door({
  id: "showAcknowledgement", method: "GET", path: "/ack/:token", root: true, tag: "ack", scope: "public", answersWith: "text/html", summary: "The form behind an acknowledgement link; changes nothing, because mail scanners open every link",
  async handle(call) {
    refuseWhileBraked(call);
    return send(call, await call.app.oncall.lookAtLink(call.params.token));
  },
});

const acknowledge = door({
  id: "acknowledgeByLink", method: "POST", path: "/ack/:token", root: true, tag: "ack", scope: "public", keeps: false, streams: { contentTypes: ["application/x-www-form-urlencoded"] }, answersWith: "text/html",
  summary: "Acknowledges the incident as the recipient of the link; a repeat does no harm",
  async handle(call) {
    refuseWhileBraked(call);
    const form = new URLSearchParams(await textOf(call));
    const comment = form.get("comment")?.replaceAll("\0", "").toWellFormed().trim().slice(0, commentLimit).toWellFormed();
    return send(call, await call.app.oncall.acknowledgeByLink(call.params.token, comment === "" ? undefined : comment));
  },
});

type LinkCall = Pick<Call<"/ack/:token">, "app" | "desk" | "request" | "reply">;

async function send({ desk, request, reply }: LinkCall, answer: AckLook): Promise<unknown> {
  if (answer.kind === "refused" && answer.why === "forged") desk.brake.failed(request.ip);
  // The form must say where it comes from, and the path, which is the right to acknowledge, goes nowhere else.
  return reply.code(answer.kind === "refused" ? 410 : 200).headers({ "content-security-policy": ackPolicy, "referrer-policy": "same-origin", "cache-control": "no-store", "x-robots-tag": "noindex" })
    .type("text/html; charset=utf-8").send(ackPage(answer));
}

async function textOf({ desk, request }: LinkCall): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of desk.bodyOf(request)) {
    bytes += chunk.byteLength;
    if (bytes > formLimitBytes) throw new Fault("request.too-large", { detail: "A comment has 2,000 letters at most." });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export const ack: Resource = { tag: "ack", about: "Acknowledging from a message, without a login", doors: [look, acknowledge] };
