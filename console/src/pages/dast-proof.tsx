// The proof of a finding: baseline, controls and attacks; any two beside each other with what differs marked, and the commands to repeat it.
import { useState } from "react";
import type { DastFindingDetail, KeptExchange } from "../api/dast-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ExchangePair, roleWords } from "../lists/exchange-pair.tsx";

/** The attack shown first, and what it is best compared with: a control, or else the baseline. */
export function pairOf(exchanges: readonly KeptExchange[]): { one: number; other: number | undefined } {
  const first = exchanges.findIndex(({ role }) => role === "attack");
  const one = first < 0 ? 0 : first;
  const with_ = (["control", "baseline"] as const).map((role) => exchanges.findIndex((each) => each.role === role)).find((index) => index >= 0 && index !== one);
  return { one, other: with_ };
}

export function Proof({ finding }: { finding: DastFindingDetail }) {
  const { exchanges, technique, because, replayCommand } = finding;
  const first = pairOf(exchanges);
  const [one, setOne] = useState(first.one);
  const [other, setOther] = useState(first.other);
  const attack = exchanges[one];
  if (attack === undefined) return <><Empty title="No exchange is kept with it."><p>{because}</p></Empty><Repeat command={replayCommand} /></>;
  const names = exchanges.map((each, index) => `${index + 1}. ${roleWords[each.role]}: ${each.shows}`);
  return (
    <div className="stack">
      <p className="muted">{formatNoun(exchanges.length, "exchange")} kept, by the technique {technique}. Secrets are masked; marked is what the other side does not have.</p>
      {exchanges.length > 1 && <div className="row row-end"><label className="field"><span>Compare</span><select value={other ?? ""} onChange={(event) => setOther(event.target.value === "" ? undefined : Number(event.target.value))}><option value="">with nothing</option>{names.map((name, index) => (index === one ? null : <option key={name} value={index}>{name}</option>))}</select></label><label className="field"><span>with</span><select value={one} onChange={(event) => { setOne(Number(event.target.value)); if (Number(event.target.value) === other) setOther(one); }}>{names.map((name, index) => <option key={name} value={index}>{name}</option>)}</select></label></div>}
      <ExchangePair one={attack} other={other === undefined ? undefined : exchanges[other]} />
      <Repeat command={replayCommand} />
    </div>
  );
}

const Repeat = ({ command }: { command: string }) => <section className="card"><h2>Repeat it</h2><p className="muted small">The whole proof with its control, against the target as it is now; the answer is open, fixed or not retested.</p><CopyCommand command={command} /></section>;
