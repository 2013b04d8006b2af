// Facts of an incident as sentences: what the activity lane shows first and the story starts from; a kind that is not known here is shown by its name.
import type { Fact } from "../api/shapes.ts";
import { formatSpan } from "../app/format.ts";

type Body = Readonly<Record<string, unknown>>;

const text = (body: Body, name: string): string | undefined => { const value = body[name]; return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined; };
const words = (body: Body, name: string): string[] => { const value = body[name]; return Array.isArray(value) ? value.filter((each) => typeof each === "string") : []; };
const said = (body: Body, ...names: readonly string[]): string => { const found = names.map((name) => text(body, name)).find((each) => each !== undefined); return found === undefined ? "" : `: ${found}`; };
const spaced = (word: string): string => word.replaceAll("-", " ");
const clockName = (body: Body): string => `${spaced(text(body, "stage") ?? "stage")} of ${text(body, "regime") ?? "a regime"}`;

function phaseSentence(body: Body): string {
  const passed = words(body, "passedOver");
  return `Phase ${text(body, "phase") ?? "?"}${body["back"] === true ? ", going back" : ""}${passed.length > 0 ? `, passing over ${passed.join(", ")}` : ""}${said(body, "comment")}`;
}

function toldSentence(body: Body): string {
  const told = Array.isArray(body["told"]) ? (body["told"] as { person?: string | null; target?: string }[]) : [];
  return `Page step ${text(body, "step") ?? "?"} of round ${text(body, "round") ?? "?"}: ${told.map(({ person, target }) => person ?? target ?? "?").join(", ") || "nobody"}`;
}

const sentences: Readonly<Record<string, (body: Body) => string>> = {
  "incident.opened": (body) => `Opened${body["byHand"] === true ? " by hand" : ""}${said(body, "why")}`,
  "incident.joined": (body) => `Grew${said(body, "reason", "why")}${text(body, "name") === undefined ? "" : `, from ${text(body, "name")}`}`,
  "incident.escalated": (body) => `Severity ${text(body, "before") ?? "?"} to ${text(body, "severity") ?? "?"}${said(body, "comment", "why")}`,
  "incident.reopened": (body) => `Reopened${said(body, "comment", "why", "reason")}`,
  "incident.phase": phaseSentence,
  "incident.acknowledged": (body) => `Acknowledged${said(body, "comment")}`,
  "incident.assigned": (body) => `Assigned to ${text(body, "owner") ?? "nobody"}`,
  "incident.merged": (body) => `Merged into ${text(body, "name") ?? "another"}${said(body, "reason")}`,
  "incident.split": (body) => `Split off from ${text(body, "name") ?? "another"}${said(body, "reason")}`,
  "incident.moved": (body) => `Members moved to ${text(body, "name") ?? "another"}${said(body, "reason")}`,
  "incident.closed": (body) => `Closed${said(body, "reason", "comment")}`,
  "incident.quiet": () => "Every member is over",
  "incident.noted": (body) => `Told in the story${said(body, "text")}`,
  "incident.packed": () => "An evidence pack was made",
  "incident.reminded": (body) => `People were reminded${said(body, "why", "about")}`,
  "page.started": (body) => `Paging by policy ${text(body, "policy") ?? "?"}${said(body, "because")}`,
  "page.nobody": (body) => `Nobody is paged${said(body, "because")}`,
  "page.step": toldSentence,
  "page.reached-nobody": (body) => `${toldSentence(body)}; none of them could be reached`,
  "page.exhausted": (body) => `Nobody answered the page: policy ${text(body, "policy") ?? "?"} is at its end`,
  "page.acknowledged": (body) => `The page was answered${said(body, "comment")}`,
  "page.ended": (body) => `The page ended${said(body, "comment")}`,
  "clock.started": (body) => `Clock started: ${clockName(body)}${said(body, "because")}`,
  "clock.told": (body) => `${text(body, "percent") ?? "?"} % of the clock is used: ${clockName(body)}`,
  "clock.missed": (body) => `Clock missed: ${clockName(body)}`,
  "clock.stopped": (body) => `Clock stopped: ${clockName(body)}, ${spaced(text(body, "end") ?? "ended")}${typeof body["late"] === "number" && body["late"] > 0 ? `, late by ${formatSpan(body["late"])}` : body["late"] === true ? ", late" : ""}${said(body, "why")}`,
  "report.answered": (body) => `Field ${spaced(text(body, "field") ?? "?")} was answered`,
  "action.added": (body) => `Action added${said(body, "text")}`,
  "action.edited": (body) => `Action changed${said(body, "text")}`,
  "action.done": (body) => `Action done${said(body, "text")}`,
  "playbook.proposed": (body) => `Playbook ${text(body, "playbook") ?? "?"} is proposed${said(body, "why")}`,
  "playbook.held": (body) => `Playbook ${text(body, "playbook") ?? "?"} was not started${said(body, "held")}`,
  "playbook.dismissed": (body) => `Playbook ${text(body, "playbook") ?? "?"} is not wanted here`,
};

function editedSentence(body: Body): string {
  const next = body["next"];
  if (next === null) return "The next action was cleared";
  if (typeof next === "object") return `Next action${said(next as Body, "text")}`;
  return text(body, "severity") === undefined ? `Changed${said(body, "comment", "reason", "why")}` : `Severity ${text(body, "before") ?? "?"} to ${text(body, "severity") ?? "?"}${said(body, "comment")}`;
}

const longest = 240;

/** One line, cut with a mark; the whole body stands beneath it in the lane. */
export function factSentence({ kind, body }: Pick<Fact, "kind" | "body">): string {
  const given = (typeof body === "object" && body !== null ? body : {}) as Body;
  const sentence = kind === "incident.edited" ? editedSentence(given) : sentences[kind]?.(given) ?? plainSentence(kind, given);
  return sentence.length > longest ? `${sentence.slice(0, longest - 1)}…` : sentence;
}

const plainSentence = (kind: string, body: Body): string => `${spaced(kind).replace(".", " ").replace(/^./, (letter) => letter.toUpperCase())}${said(body, "why", "reason", "comment", "step", "about", "text")}`;
