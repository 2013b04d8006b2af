// Fields that several regimes ask for, filled once.
import type { Field, IncidentFacts, KnownVulnerability } from "./regime.ts";
import { bulleted, dayText, listed, sentence } from "./report-words.ts";

const answered = (id: string, fill: Field["fill"]): Field["fill"] => (facts) => facts.answers[id] ?? fill(facts);
const field = (id: string, label: string, fill: Field["fill"] = () => undefined, more: Pick<Field, "optional"> = {}): Field => ({ id, label, ...more, fill: answered(id, fill) });

const vulnerabilityLine = ({ id, summary, severity, cvss, cvssVector, kev, malicious }: KnownVulnerability): string =>
  `${id}: ${sentence(summary || (malicious ? "malicious package" : "no summary is known"))} Severity ${severity}${cvss === undefined ? ", unscored" : `, CVSS ${cvss}${cvssVector === undefined ? "" : ` (${cvssVector})`}`}${kev ? "; exploited in the wild (KEV)" : ""}.`;

const fixLines = ({ vulnerabilities }: IncidentFacts): string[] => vulnerabilities.flatMap(({ id, malicious, fixes }) => fixes.map(({ packageKey, service, fixVersion, state, affected, fixed }) =>
  `${packageKey} in ${service} (${id}): ${malicious ? "remove it and replace the secrets it could read" : fixVersion === undefined ? "no fixed version is known" : `fixed in ${fixVersion}`}; ${state === "closed" ? "closed" : `${affected} live affected, ${fixed} fixed`}.`));

/** Where it ran or runs; history is kept, because a report asks for both. */
function placeLines({ deployments }: IncidentFacts): string[] {
  return [...Map.groupBy(deployments, ({ service, version }) => `${service} ${version}`)].map(([release, rows]) => {
    const live = rows.filter((row) => row.live);
    const exposed = live.filter(({ exposure }) => exposure === "internet").length;
    return `${release}: ${live.length} live of ${rows.length} deployments${exposed > 0 ? `, ${exposed} reachable from the internet` : ""} (${[...new Set(rows.map(({ environment }) => environment))].join(", ")})`;
  });
}

const indicators = ({ members }: IncidentFacts): string[] => [...new Set(members.flatMap(({ signal }) => signal.entities).filter(({ kind }) => kind === "ip" || kind === "user").map(({ kind, value }) => `${kind} ${value}`))];

export const fields = {
  organisation: field("organisation", "Organisation", ({ settings }) => settings.organisation),
  contact: field("contact", "Point of contact", ({ settings }) => settings.contact),
  reference: field("reference", "Our reference", ({ incident }) => `INC-${incident.number}`),
  memberStates: field("member-states", "Member States where the product was made available", ({ settings }) => listed(settings.memberStates ?? []), { optional: true }),
  product: field("product", "General information about the product", (facts) => bulleted(placeLines(facts))),
  vulnerability: field("vulnerability", "The vulnerability: description, severity, impact", ({ vulnerabilities }) => bulleted(vulnerabilities.map(vulnerabilityLine))),
  exploit: field("exploit", "General nature of the exploit and of the vulnerability", ({ vulnerabilities, members }) => bulleted([
    ...vulnerabilities.map(vulnerabilityLine), ...members.filter(({ signal }) => signal.kind !== "finding").map(({ signal, count }) => `${sentence(signal.title)} Seen ${count === 1 ? "once" : `${count} times`}, first ${dayText(signal.at)}.`),
  ])),
  measures: field("measures", "Corrective or mitigating measures taken", ({ actions }) => bulleted(actions.map(({ at, actor, text }) => `${dayText(at)} ${text} (${actor})`))),
  userMeasures: field("user-measures", "Corrective or mitigating measures that users can take", (facts) => bulleted(fixLines(facts))),
  sensitivity: field("sensitivity", "How sensitive the information is", ({ settings }) => settings.sensitivity, { optional: true }),
  update: field("update", "Details of the security update or other corrective measure", (facts) => bulleted(fixLines(facts))),
  actor: field("malicious-actor", "Information about a malicious actor, where available", (facts) => listed(indicators(facts)), { optional: true }),
  malicious: field("malicious-act", "Is the incident suspected to be caused by unlawful or malicious acts?", ({ incident }) => (["attack", "malicious-package", "web-shell", "leaked-credential", "crypto-miner"].includes(incident.kind) ? `Yes: ${incident.kind.replaceAll("-", " ")}.` : undefined)),
  description: field("description", "The incident: nature, severity, impact", ({ incident, story }) => [sentence(incident.title), sentence(incident.why), ...story.map(({ text }) => sentence(text))].join(" ")),
  impact: field("impact", "Initial assessment: severity and impact", ({ incident }) => `Severity ${incident.severity}; services ${listed(incident.services) ?? "not known"}; environments ${listed(incident.environments) ?? "not known"}.`),
  rootCause: field("root-cause", "Type of threat or root cause that is likely to have triggered the incident"),
  timeline: field("timeline", "Timeline", ({ incident }) => bulleted([`${dayText(incident.startedAt)} first sign`, `${dayText(incident.openedAt)} known to us`, ...(incident.acknowledgedAt === undefined ? [] : [`${dayText(incident.acknowledgedAt)} acknowledged by ${incident.acknowledgedBy ?? "somebody"}`]), ...Object.entries(incident.phaseAt).filter(([phase]) => phase !== "detected").map(([phase, at]) => `${dayText(at)} ${phase}`)])),
  functionalImpact: field("functional-impact", "Actual or potential impact on customers"),
  recoveryPlan: field("recovery-plan", "Recovery plan, milestones and times", ({ incident }) => incident.next && `${sentence(incident.next.text)}${incident.next.dueAt === undefined ? "" : ` Due ${dayText(incident.next.dueAt)}.`}`),
  agencies: field("agencies", "Customers likely to be affected", undefined, { optional: true }),
  indicators: field("indicators", "Indicators of compromise", (facts) => listed(indicators(facts)), { optional: true }),
  activity: field("activity", "Observed activity", ({ members }) => bulleted(members.map(({ signal, count }) => `${dayText(signal.at)} ${signal.title}${count > 1 ? ` (${count} times)` : ""}`))),
  scope: field("scope", "Every asset that may be touched", (facts) => bulleted(placeLines(facts))),
  volatile: field("volatile-evidence", "Volatile evidence collected, before anything is patched", ({ actions }) => bulleted(actions.filter(({ text }) => /snapshot|evidence/i.test(text)).map(({ at, text }) => `${dayText(at)} ${text}`))),
  escalation: field("escalation-decision", "Was there a compromise, and is it escalated?"),
} as const satisfies Record<string, Field>;
