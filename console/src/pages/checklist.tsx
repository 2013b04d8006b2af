// The first hour: steps that measure themselves, each with the command that does it.
import type { Now } from "../api/shapes.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Mark } from "../lists/badges.tsx";

export function Checklist({ steps }: { steps: Now["checklist"] }) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  return (
    <section className="card checklist">
      <header className="section-head"><h2>First hour</h2><span className="muted">{done} of {steps.length} done, measured from what has arrived</span></header>
      <progress value={done} max={steps.length} aria-label="Steps done" />
      <ol>
        {steps.map((step) => (
          <li key={step.id} className={step.done ? "step-done" : "step-open"}>
            <span className="step-mark"><Mark name={step.done ? "check" : "ring"} /></span>
            <div className="step-body"><strong>{step.title}</strong> <span className="muted">{step.done ? "done" : "to do"}. {step.detail}</span>
              {!step.done && step.command !== null && <details open={step === next}><summary>How</summary><CopyCommand command={step.command} /></details>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
