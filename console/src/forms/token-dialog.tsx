// Makes a token: a name, the least it needs, and an end.
import { useState } from "react";
import { useChange } from "../api/queries.ts";
import type { TokenMade, TokenRequest } from "../api/shapes.ts";
import { nowMs } from "../app/clock-now.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";

const scopes = [{ scope: "read", about: "look at everything" }, { scope: "write", about: "push SBOMs, record deployments, decide" }, { scope: "admin", about: "receivers, routes, tokens" }] as const;
const ends = [["30", "30 days"], ["90", "90 days"], ["365", "a year"], ["", "no end"]] as const;

export function TokenDialog({ onMade, onClose }: { onMade: (made: TokenMade) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<TokenRequest["scopes"]>(["read"]);
  const [days, setDays] = useState("90");
  const change = useChange<TokenRequest, TokenMade>((body) => ({ path: "/tokens", method: "POST", body }), ["/tokens"]);
  const toggle = (scope: TokenRequest["scopes"][number]): void => setChosen(chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope]);
  const make = async (): Promise<void> => {
    const expiresAt = days === "" ? {} : { expiresAt: new Date(nowMs() + Number(days) * 86_400_000).toISOString() };
    onMade(await change.run({ name: name.trim(), scopes: chosen, ...expiresAt }));
    onClose();
  };
  return (
    <Dialog title="Make a token" onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void make().catch(() => undefined); }}>
        <label className="field"><span>What will use it</span><input required maxLength={100} value={name} placeholder="build pipeline of payments" onChange={(event) => setName(event.target.value)} /></label>
        <fieldset className="checks"><legend>It may</legend>{scopes.map(({ scope, about }) => <label key={scope} className="check"><input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} /> {scope} <span className="muted small">{about}</span></label>)}</fieldset>
        <label className="field"><span>Expires after</span><select value={days} onChange={(event) => setDays(event.target.value)}>{ends.map(([value, text]) => <option key={text} value={value}>{text}</option>)}</select></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || chosen.length === 0 || name.trim() === ""}>Make it</button></div>
      </form>
    </Dialog>
  );
}
