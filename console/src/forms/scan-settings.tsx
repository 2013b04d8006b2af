// The parts of a form that say what a scan may do: profile, opt-ins by class, budget; each with what it means for the target.
import { profileIds, risks } from "../api/dast-shapes.ts";
import type { Profile, ProfileId, Risk } from "../api/dast-shapes.ts";
import { dangerous } from "../lists/dast-badges.tsx";
import { budgetSentence, profileNames, profileSentences, riskSentences } from "../lists/dast-words.ts";

export function ProfileChoice({ profiles, chosen, onChoose }: { profiles: readonly Profile[]; chosen: ProfileId; onChoose: (profile: ProfileId) => void }) {
  const one = profiles.find(({ id }) => id === chosen);
  const said = one && profileSentences(one);
  return (
    <>
      <fieldset className="radio-cards"><legend>Profile: what it may do</legend>
        {profileIds.map((id) => <label key={id} className="radio-card"><input type="radio" name="profile" checked={chosen === id} onChange={() => onChoose(id)} /><span><strong>{profileNames[id]}</strong><span className="muted small">{profiles.find((each) => each.id === id)?.about}</span></span></label>)}
      </fieldset>
      {one && said && <p className={chosen === "full" ? "note note-warn" : "note"} role="status"><strong>{said.sends}</strong> {said.never} Unless set otherwise: {budgetSentence(one.budget)}.</p>}
    </>
  );
}

/** Only what the profile does not allow already can be opted into. */
export function OptIns({ profile, optIn, onChange }: { profile: Profile | undefined; optIn: readonly Risk[]; onChange: (optIn: readonly Risk[]) => void }) {
  const beyond = risks.filter((risk) => profile !== undefined && !profile.risks.includes(risk));
  const toggle = (risk: Risk): void => onChange(optIn.includes(risk) ? optIn.filter((each) => each !== risk) : [...optIn, risk]);
  if (beyond.length === 0) return <p className="muted small">This profile allows every class already.</p>;
  return (
    <details className="opt-ins" open={optIn.some((risk) => beyond.includes(risk))}>
      <summary>Beyond the profile{optIn.length > 0 && `: ${optIn.join(", ")}`}</summary>
      <fieldset className="opt-in-list"><legend>Opt in by class; each is named in the scan</legend>{beyond.map((risk) => <label key={risk} className="check"><input type="checkbox" checked={optIn.includes(risk)} onChange={() => toggle(risk)} /><span><strong className={dangerous.includes(risk) ? "tone-text-high" : undefined}>{risk}</strong> <span className="muted small">{riskSentences[risk]}</span></span></label>)}</fieldset>
    </details>
  );
}

type BudgetField = "requests" | "perSecond" | "minutes";
export function BudgetFields({ values, profile, onChange }: { values: Readonly<Record<BudgetField, string>>; profile: Profile | undefined; onChange: (patch: Partial<Record<BudgetField, string>>) => void }) {
  const usual: Record<BudgetField, number | undefined> = { requests: profile?.budget["requests"], perSecond: profile?.budget["requestsPerSecond"], minutes: profile?.budget["totalMs"] === undefined ? undefined : profile.budget["totalMs"] / 60_000 };
  const field = (name: BudgetField, label: string) => <label className="field"><span>{label}</span><input inputMode="decimal" size={9} value={values[name]} placeholder={usual[name] === undefined ? "" : String(usual[name])} onChange={(event) => onChange({ [name]: event.target.value })} /></label>;
  return <fieldset className="row row-end"><legend>Budget; empty: as the profile sets it</legend>{field("requests", "Requests at most")}{field("perSecond", "Requests a second")}{field("minutes", "Minutes at most")}</fieldset>;
}
