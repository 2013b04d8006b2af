// The phases of a response as steps: when each was reached, which were passed over, and what comes next.
import type { Incident } from "../api/incident-shapes.ts";
import { phases } from "../api/incident-shapes.ts";
import { Mark } from "../lists/badges.tsx";
import { Instant } from "../shell/instant.tsx";

type StepState = "reached" | "current" | "passed" | "ahead";
const words: Record<StepState, string> = { reached: "reached", current: "here", passed: "passed over", ahead: "not yet" };
const marks = { reached: "check", current: "half", passed: "bar", ahead: "ring" } as const satisfies Record<StepState, string>;

export function PhaseSteps({ incident }: { incident: Incident }) {
  const here = phases.indexOf(incident.phase);
  return (
    <ol className="phase-steps" aria-label="Phases">
      {phases.map((phase, index) => {
        const at = incident.phaseAt[phase];
        const state: StepState = index === here ? "current" : index > here ? "ahead" : at === null ? "passed" : "reached";
        return (
          <li key={phase} className={`phase-step phase-${state}`} {...(state === "current" ? { "aria-current": "step" as const } : {})}>
            <span className="phase-name"><Mark name={marks[state]} />{phase}</span>
            <span className="muted small">{at === null || state === "ahead" ? words[state] : <Instant at={at} as="absolute" />}<span className="visually-hidden"> {words[state]}</span></span>
          </li>
        );
      })}
    </ol>
  );
}
