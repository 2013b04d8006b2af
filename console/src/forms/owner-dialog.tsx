// Says who owns a service: findings, clocks and notices follow the owner.
import { useState } from "react";
import { useChange } from "../api/queries.ts";
import type { Service } from "../api/shapes.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

export function OwnerDialog({ service, onClose }: { service: Pick<Service, "id" | "name" | "owner">; onClose: () => void }) {
  const [owner, setOwner] = useState(service.owner ?? "");
  const change = useChange<string>((name) => ({ path: `/services/${service.id}`, method: "PUT", body: { owner: name } }), ["/services", "/findings", "/now", "/fixes", "/exposures", "/deployments", "/coverage"]);
  const save = async (): Promise<void> => {
    await change.run(owner.trim());
    tell(`${service.name} now belongs to ${owner.trim()}`);
    onClose();
  };
  return (
    <Dialog title={`Owner of ${service.name}`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Team or person</span><input required maxLength={200} value={owner} onChange={(event) => setOwner(event.target.value)} /></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || owner.trim() === ""}>Save</button></div>
      </form>
    </Dialog>
  );
}
