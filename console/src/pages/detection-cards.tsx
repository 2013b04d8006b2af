// The cards of a detection: where it is and what runs there, whether that is vulnerable to it, and what comes next.
import { Link } from "@tanstack/react-router";
import type { DetectionDetail, Placement, VulnerableComponent } from "../api/runtime-shapes.ts";
import type { ExposureLevel } from "../api/shapes.ts";
import { formatNoun } from "../app/format.ts";
import { ExposureBadge, Known, Owner } from "../lists/badges.tsx";
import { EvidenceBadge, LevelBadge, VerdictBadge } from "../lists/detection-badges.tsx";
import { tacticsOf, techniquesOf, vulnerabilitiesOf } from "../lists/detection-tags.ts";
import { IncidentLink } from "../lists/incident-badges.tsx";
import { Card, Facts } from "../lists/page.tsx";
import { tokenFor } from "../lists/query-tokens.ts";
import { Instant } from "../shell/instant.tsx";

const joins: Readonly<Record<Placement["joinedBy"], string>> = { digest: "the image's digest", image: "the image's name and tag", service: "the service the sender names", labels: "names and labels", host: "the host", nothing: "nothing" };
const exposures: readonly string[] = ["internet", "internal", "unknown"] satisfies readonly ExposureLevel[];

export function WhereCard({ detection: { placement } }: { detection: DetectionDetail }) {
  const { workload, serviceId, service, releaseId, version, owner, endpointId, endpoint, environment, exposure, deployedAt, joinedBy, because } = placement;
  return (
    <Card title="Where, and what runs there">
      <Facts facts={[
        ["Workload", workload === "unknown" ? <span className="gap">? unknown</span> : <Link to="/runtime" search={{ q: `is:all ${tokenFor("workload", workload)}` }} className="break">{workload}</Link>],
        ["Service", serviceId === null ? <Known>{service}</Known> : <Link to="/services/$id" params={{ id: serviceId }}>{service}</Link>],
        ["Release", releaseId === null ? <Known>{version}</Known> : <Link to="/releases/$id" params={{ id: releaseId }}>{version}</Link>],
        ["Owner", <Owner owner={owner} />],
        ["Last deployed", <Instant at={deployedAt} none="? not known" />],
        ["Endpoint", <span className="line">{endpointId === null ? <Known>{endpoint}</Known> : <Link to="/endpoints/$id" params={{ id: endpointId }} className="break">{endpoint}</Link>}{environment !== null && <span className="muted">{environment}</span>}{exposure !== null && exposures.includes(exposure) && <ExposureBadge exposure={exposure as ExposureLevel} />}</span>],
        ["Joined by", <span>{joinedBy === "nothing" ? <span className="gap">? nothing</span> : joins[joinedBy]} <span className="muted small">{because}</span></span>],
      ]} />
    </Card>
  );
}

const evidenceWords: Readonly<Record<DetectionDetail["evidence"]["state"], string>> = {
  confirmed: "What it aims at is there, and loaded.", present: "What it aims at is there; nobody knows whether it is loaded.", lowered: "What it aims at is not what runs there.", unknown: "Nobody knows whether what it aims at is there.", none: "It names no vulnerability: any release may be hit.",
};

export function EvidenceCard({ detection: { evidence, level, ruleLevel, tags, components } }: { detection: DetectionDetail }) {
  const named = vulnerabilitiesOf(tags);
  return (
    <Card title="Does it hit what runs there?">
      <p>{evidenceWords[evidence.state]} {evidence.because !== "" && <span className="muted">{evidence.because}</span>}</p>
      <Facts facts={[
        ["Evidence", <EvidenceBadge evidence={evidence} />],
        ["Level", <span className="line"><LevelBadge level={level} />{level === ruleLevel ? <span className="muted small">as the rule says</span> : <span className="muted small">the rule says {ruleLevel}</span>}</span>],
        ...(evidence.vulnerability === null ? named.map((id) => ["Aims at", <Link to="/advisories/$id" params={{ id }}>{id}</Link>] as const) : [["Aims at", <Link to="/advisories/$id" params={{ id: evidence.vulnerability }}>{evidence.vulnerability}</Link>] as const]),
        ...(evidence.component === null ? [] : [["Component", <code className="break">{evidence.component}</code>] as const]),
        ["Besides", <Link to="." search={(before: object) => ({ ...before, tab: "components" })}>{worstText(components)}</Link>],
      ]} />
    </Card>
  );
}

function worstText(components: readonly VulnerableComponent[]): string {
  const loaded = components.filter((one) => one.loaded === true).length;
  return components.length === 0 ? "no vulnerable component is known there" : `${formatNoun(components.length, "vulnerable component")} there${loaded > 0 ? `, ${loaded} loaded` : ""}`;
}

export function NextCard({ detection, canWrite, onForm }: { detection: DetectionDetail; canWrite: boolean; onForm: (form: "verdict" | "exception") => void }) {
  const { verdict, note, judgedBy, incident, state, exceptionId, tags, firstAt, lastAt, detectedAt } = detection;
  const techniques = techniquesOf(tags);
  return (
    <Card title="Next">
      <p>{nextText(detection)}</p>
      {canWrite && verdict === null && state === "open" && <div className="row"><button type="button" className="button button-main" onClick={() => onForm("verdict")}>Say what it was…</button><button type="button" className="button" onClick={() => onForm("exception")}>It may happen…</button></div>}
      <Facts facts={[
        ["Verdict", verdict === null ? <span className="muted">nobody has judged it</span> : <span className="line"><VerdictBadge verdict={verdict} /><span className="muted small">by {judgedBy ?? "someone"}</span></span>],
        ...(note === null ? [] : [["Note", <span className="told">{note}</span>] as const]),
        ["Incident", incident === null ? <span className="muted">it belongs to none</span> : <IncidentLink number={incident.number} />],
        ...(exceptionId === null ? [] : [["Exception", <Link to="/runtime/exceptions" search={{ id: exceptionId }}>{exceptionId}</Link>] as const]),
        ["Happened", <><Instant at={firstAt} as="absolute" />{lastAt !== firstAt && <> to <Instant at={lastAt} as="absolute" /></>}</>], ["Known since", <Instant at={detectedAt} as="absolute" />],
        ["ATT&CK", techniques.length === 0 ? <span className="muted">no technique is named</span> : <span className="line">{techniques.map((id) => <a key={id} href={`https://attack.mitre.org/techniques/${id.replace(".", "/")}/`} target="_blank" rel="noreferrer">{id}</a>)}<span className="muted small">{tacticsOf(tags).join(", ")}</span></span>],
      ]} />
    </Card>
  );
}

function nextText({ state, verdict, incident, placement: { owner } }: DetectionDetail): string {
  if (state === "excepted") return "An exception left it out: it is counted, and told nobody.";
  if (verdict === "true-positive") return incident === null ? "It was real: open or join an incident, and follow it there." : `It was real: the response goes on in INC-${incident.number}.`;
  if (state === "dismissed") return "It is dismissed. When it comes again after a pause it is a new detection; if it may, make an exception.";
  return `Say what it was${owner === null ? "; nobody owns the service" : `, or ask ${owner}, who own it`}. What is expected and may go on belongs into an exception with an end.`;
}
