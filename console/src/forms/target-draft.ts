// A target as it is written in its form, and back: texts of fields become a request, and what cannot be read is said by its field.
import type { ProfileId, Risk, ScanSettings, Target, TargetRequest } from "../api/dast-shapes.ts";

/** budget, hours: as typed. identities: JSON, secrets by reference. include, exclude, origins: one a line. */
export interface TargetDraft {
  name: string; url: string; endpoint: string; service: string; testable: boolean; profile: ProfileId; optIn: readonly Risk[]; requests: string; perSecond: string; minutes: string; everyHours: string; afterDeployment: boolean;
  identities: string; include: string; exclude: string; origins: string; descriptions: string; browser: "auto" | "off"; rest: ScanSettings;
}
export interface DraftProblem { field: keyof TargetDraft; says: string }

export const emptyTarget: TargetDraft = { name: "", url: "", endpoint: "", service: "", testable: false, profile: "production", optIn: [], requests: "", perSecond: "", minutes: "", everyHours: "", afterDeployment: false, identities: "", include: "", exclude: "", origins: "", descriptions: "", browser: "auto", rest: {} };

const minuteMs = 60_000;
const shownOf = (value: number | undefined, divisor = 1): string => (value === undefined ? "" : String(value / divisor));
const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

export function draftOf({ name, url, served, testable, defaults, everyHours, afterDeployment, endpointId, serviceId }: Target): TargetDraft {
  const { profile = "production", optIn = [], budget = {}, identities = [], scope = {}, descriptions = [], browser = "auto", ...rest } = (defaults ?? {}) as ScanSettings;
  const { requests, requestsPerSecond, totalMs, ...budgetRest } = budget, { include = [], exclude = [], origins = [], ...scopeRest } = scope;
  return {
    name, url, endpoint: served.endpoint ?? endpointId ?? "", service: served.service ?? serviceId ?? "", testable, profile, optIn, requests: shownOf(requests), perSecond: shownOf(requestsPerSecond), minutes: shownOf(totalMs, minuteMs), everyHours: everyHours === null ? "" : String(everyHours), afterDeployment,
    identities: identities.length === 0 ? "" : JSON.stringify(identities, undefined, 2), include: include.join("\n"), exclude: exclude.join("\n"), origins: origins.join("\n"), descriptions: descriptions.map(({ from }) => from).join("\n"), browser: browser === "off" ? "off" : "auto",
    rest: { ...rest, ...(Object.keys(budgetRest).length > 0 ? { budget: budgetRest } : {}), ...(Object.keys(scopeRest).length > 0 ? { scope: scopeRest } : {}) },
  };
}

/** What cannot be sent as it is written. */
export function problemsOf(draft: TargetDraft): DraftProblem[] {
  const figure = (field: "requests" | "perSecond" | "minutes" | "everyHours", isWhole: boolean): DraftProblem[] => (draft[field].trim() === "" || (Number(draft[field]) > 0 && (!isWhole || Number.isInteger(Number(draft[field])))) ? [] : [{ field, says: `must be ${isWhole ? "a whole number" : "a number"} above 0, or empty` }]);
  const isUrl = draft.url === "" || (URL.canParse(draft.url) && /^https?:$/.test(new URL(draft.url).protocol));
  return [...(isUrl ? [] : [{ field: "url" as const, says: "must be an http or https URL" }]), ...figure("requests", true), ...figure("perSecond", false), ...figure("minutes", false), ...figure("everyHours", false), ...identityProblems(draft.identities)];
}

function identityProblems(text: string): DraftProblem[] {
  const says = (rule: string): DraftProblem[] => [{ field: "identities", says: rule }];
  if (text.trim() === "") return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) && read.every((one) => typeof (one as { name?: unknown } | null)?.name === "string") ? [] : says("must be a JSON list of identities, each with a name");
  } catch (cause) { return says(`is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`); }
}

/** The settings of a scan that the form holds; what it does not show is kept as it was. */
export function settingsOf(draft: TargetDraft): ScanSettings {
  const { requests, perSecond, minutes, include, exclude, origins, identities, descriptions, rest } = draft;
  const budget = { ...rest.budget, ...(requests.trim() === "" ? {} : { requests: Number(requests) }), ...(perSecond.trim() === "" ? {} : { requestsPerSecond: Number(perSecond) }), ...(minutes.trim() === "" ? {} : { totalMs: Math.round(Number(minutes) * minuteMs) }) };
  const listed = { origins: linesOf(origins), include: linesOf(include), exclude: linesOf(exclude) };
  const scope = { ...rest.scope, ...Object.fromEntries(Object.entries(listed).filter(([, lines]) => lines.length > 0)) };
  return {
    ...rest, profile: draft.profile, ...(draft.optIn.length > 0 ? { optIn: [...draft.optIn] } : {}), ...(Object.keys(budget).length > 0 ? { budget } : {}), ...(Object.keys(scope).length > 0 ? { scope } : {}),
    ...(identities.trim() === "" ? {} : { identities: JSON.parse(identities) as unknown[] }), ...(linesOf(descriptions).length > 0 ? { descriptions: linesOf(descriptions).map((from) => ({ from })) } : {}), ...(draft.browser === "off" ? { browser: "off" as const } : {}),
  };
}

export function requestOf(draft: TargetDraft): TargetRequest {
  const { name, url, endpoint, service, testable, everyHours, afterDeployment } = draft;
  return { name: name.trim(), url: url.trim(), ...(endpoint.trim() === "" ? {} : { endpoint: endpoint.trim() }), ...(service.trim() === "" ? {} : { service: service.trim() }), testable, defaults: settingsOf(draft), everyHours: everyHours.trim() === "" ? null : Number(everyHours), afterDeployment };
}
