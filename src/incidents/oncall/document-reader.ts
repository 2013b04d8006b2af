// Reads the on-call document: every wrong place at once, with the line it stands in.
import { isZone } from "../../kernel/zone.ts";
import { incidentKinds } from "../signal.ts";
import type { SignalSeverity } from "../signal.ts";
import { MemberReader } from "./member-reader.ts";
import { strayNames } from "./document-names.ts";
import { targetKinds } from "./oncall.ts";
import type { Exception, ExceptionMatch, OncallDocument, Person, Policy, Rules, Schedule, Target, Team } from "./oncall.ts";
import { readLayer } from "./layer-reader.ts";
import { readLinedText } from "./text-lines.ts";

export interface Place { at: string; line: number | undefined; rule: string }
/** document: only when nothing is wrong. lineOf leads from a JSON pointer to the text, for what is found out about it later. */
export interface ReadDocument { document: OncallDocument | undefined; errors: readonly Place[]; lineOf(pointer: string): number | undefined }

export function readDocument(text: string): ReadDocument {
  const read = readLinedText(text);
  if ("broken" in read) return { document: undefined, errors: [{ at: "", ...read.broken }], lineOf: () => undefined };
  const reader = new MemberReader();
  const document = documentOf(read.value, reader);
  const places = reader.places.length > 0 ? reader.places : strayNames(document);
  const errors = places.map(({ at, rule }) => ({ at, line: read.lineOf(at), rule })).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { document: errors.length === 0 ? document : undefined, errors, lineOf: read.lineOf };
}

const nameShape = { pattern: /^[\p{L}\p{N}@][\p{L}\p{N} ._@/+'-]{0,99}$/u, rule: "is a name of letters, digits, spaces and . _ @ / + ' -, at most 100" };
const receiverShape = { pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, rule: "is the id of a receiver" };
const zoneRule = "is a time zone such as Europe/Berlin or UTC";
const dateShape = { pattern: /^\d{4}-\d{2}-\d{2}$/, rule: "is a day such as 2026-12-25" };
const severities = ["critical", "high", "medium", "low"] as const;

function documentOf(value: unknown, reader: MemberReader): OncallDocument {
  const { people, teams, schedules, policies, holidays, rules } = reader.members(value, "", ["people", "teams", "schedules", "policies", "holidays", "rules"]);
  return {
    people: reader.list(people, "/people", (item, at) => personOf(item, at, reader)),
    teams: reader.list(teams, "/teams", (item, at) => teamOf(item, at, reader)),
    schedules: reader.list(fewEnough(schedules, reader), "/schedules", (item, at) => scheduleOf(item, at, reader)),
    policies: reader.list(policies, "/policies", (item, at) => policyOf(item, at, reader)),
    holidays: reader.texts(holidays, "/holidays", dateShape),
    rules: rulesOf(rules ?? {}, reader),
  };
}

// Two years of the shifts of all of them are worked out for one answer.
const mostSchedules = 500;
const mostLayers = 100;

function fewEnough(schedules: unknown, reader: MemberReader): unknown {
  if (!Array.isArray(schedules) || schedules.length <= mostSchedules) return schedules;
  reader.wrong("/schedules", `holds more than ${mostSchedules} schedules`);
  return [];
}

function zoneOf(value: unknown, at: string, reader: MemberReader): string {
  const zone = reader.text(value, at, { rule: zoneRule });
  if (zone !== "" && !isZone(zone)) reader.wrong(at, zoneRule);
  return zone;
}

function personOf(value: unknown, at: string, reader: MemberReader): Person {
  const { name, email, zone, receivers, aliases } = reader.members(value, at, ["name", "email", "zone", "receivers", "aliases"]);
  return {
    name: reader.text(name, `${at}/name`, nameShape), email: reader.optional(email, `${at}/email`, { pattern: /^[^\s@]+@[^\s@]+$/, rule: "is an e-mail address" }),
    zone: zone === undefined ? "UTC" : zoneOf(zone, `${at}/zone`, reader), receivers: reader.texts(receivers, `${at}/receivers`, receiverShape), aliases: reader.texts(aliases, `${at}/aliases`, nameShape),
  };
}

function teamOf(value: unknown, at: string, reader: MemberReader): Team {
  const { name, members, receivers, schedule, policy, aliases } = reader.members(value, at, ["name", "members", "receivers", "schedule", "policy", "aliases"]);
  return {
    name: reader.text(name, `${at}/name`, nameShape), members: reader.texts(members, `${at}/members`, nameShape), receivers: reader.texts(receivers, `${at}/receivers`, receiverShape),
    schedule: reader.optional(schedule, `${at}/schedule`, nameShape), policy: reader.optional(policy, `${at}/policy`, nameShape), aliases: reader.texts(aliases, `${at}/aliases`, nameShape),
  };
}

function scheduleOf(value: unknown, at: string, reader: MemberReader): Schedule {
  const { name, zone, layers } = reader.members(value, at, ["name", "zone", "layers"]);
  const read = reader.list(layers, `${at}/layers`, (item, place) => readLayer(item, place, reader));
  if (read.length === 0) reader.wrong(`${at}/layers`, "is a list of at least one layer");
  if (read.length > mostLayers) reader.wrong(`${at}/layers`, `has more than ${mostLayers} layers`);
  return { name: reader.text(name, `${at}/name`, nameShape), zone: zoneOf(zone, `${at}/zone`, reader), layers: read };
}

function policyOf(value: unknown, at: string, reader: MemberReader): Policy {
  const { name, steps, giveUpAfterMinutes, repeat, thenReceivers } = reader.members(value, at, ["name", "steps", "giveUpAfterMinutes", "repeat", "thenReceivers"]);
  const read = reader.list(steps, `${at}/steps`, (item, place) => stepOf(item, place, reader));
  if (read.length === 0) reader.wrong(`${at}/steps`, "is a list of at least one step");
  return {
    name: reader.text(name, `${at}/name`, nameShape), steps: read,
    giveUpAfterMinutes: reader.number(giveUpAfterMinutes, `${at}/giveUpAfterMinutes`, { least: 1, most: 1440, otherwise: 15, isWhole: false }),
    repeat: reader.number(repeat, `${at}/repeat`, { least: 0, most: 20, otherwise: 0, isWhole: true }), thenReceivers: reader.texts(thenReceivers, `${at}/thenReceivers`, receiverShape),
  };
}

function stepOf(value: unknown, at: string, reader: MemberReader): Policy["steps"][number] {
  const { notify, afterMinutes } = reader.members(value, at, ["notify", "afterMinutes"]);
  const targets = reader.list(notify, `${at}/notify`, (item, place) => targetOf(item, place, reader));
  if (targets.length === 0) reader.wrong(`${at}/notify`, "is a list of at least one target, such as schedule:primary");
  const isFirst = at.endsWith("/0");
  return { notify: targets, afterMinutes: reader.number(afterMinutes, `${at}/afterMinutes`, { least: 0, most: 1440, otherwise: isFirst ? 0 : undefined, isWhole: false }) };
}

function targetOf(value: unknown, at: string, reader: MemberReader): Target {
  const [, kind, name] = /^(schedule|person|team|receiver):(.+)$/.exec(typeof value === "string" ? value : "") ?? [];
  const found = targetKinds.find((one) => one === kind);
  if (found !== undefined && name !== undefined) return { kind: found, name };
  reader.wrong(at, "is schedule:NAME, person:NAME, team:NAME or receiver:ID");
  return { kind: "person", name: "" };
}

function rulesOf(value: unknown, reader: MemberReader): Rules {
  const { minimumSeverity, alwaysKinds, defaultPolicy, exceptions } = reader.members(value, "/rules", ["minimumSeverity", "alwaysKinds", "defaultPolicy", "exceptions"]);
  return {
    minimumSeverity: reader.choice(minimumSeverity, "/rules/minimumSeverity", severities, "high"),
    alwaysKinds: reader.list(alwaysKinds, "/rules/alwaysKinds", (item, at) => reader.choice(item, at, incidentKinds)),
    defaultPolicy: reader.optional(defaultPolicy, "/rules/defaultPolicy", nameShape),
    exceptions: reader.list(exceptions, "/rules/exceptions", (item, at) => exceptionOf(item, at, reader)),
  };
}

function exceptionOf(value: unknown, at: string, reader: MemberReader): Exception {
  const { when, page } = reader.members(value, at, ["when", "page"]);
  const asked = reader.members(when, `${at}/when`, ["kinds", "services", "owners", "environments", "minimumSeverity"]);
  const texts = (name: "services" | "owners" | "environments"): ExceptionMatch =>
    (asked[name] === undefined ? {} : { [name]: reader.texts(asked[name], `${at}/when/${name}`, { rule: "is a name" }) });
  const kinds = asked["kinds"] === undefined ? {} : { kinds: reader.list(asked["kinds"], `${at}/when/kinds`, (item, place) => reader.choice(item, place, incidentKinds)) };
  const severity: { minimumSeverity?: SignalSeverity } = asked["minimumSeverity"] === undefined ? {} : { minimumSeverity: reader.choice(asked["minimumSeverity"], `${at}/when/minimumSeverity`, severities) };
  for (const [name, list] of Object.entries(asked)) if (Array.isArray(list) && list.length === 0) reader.wrong(`${at}/when/${name}`, "is an empty list and matches nothing; leave it out to match everything");
  return { when: { ...kinds, ...texts("services"), ...texts("owners"), ...texts("environments"), ...severity }, page: reader.text(page, `${at}/page`, { ...nameShape, rule: "is the name of a policy, owner or nobody" }) };
}
