// The evidence pack of an incident: one file that proves itself, and how to verify it without this server.
import { useState } from "react";
import { address, ApiProblem, ask } from "../api/client.ts";
import type { Incident, Run } from "../api/incident-shapes.ts";
import { useList } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Facts } from "../lists/page.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Icon } from "../shell/icons.tsx";
import { tell } from "../shell/toasts.tsx";

interface Pack { name: string; sizeBytes: number; digest: string | undefined }

export function EvidenceTab({ incident }: { incident: Incident }) {
  const [state, setState] = useState<{ pack?: Pack; problem?: ApiProblem; running: boolean }>({ running: false });
  const runs = useList<Run>("/runs", { incident: incident.id });
  const make = async (): Promise<void> => {
    setState({ running: true });
    try {
      const pack = await download(incident);
      setState({ running: false, pack });
      tell(`${pack.name} is saved`);
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setState({ running: false, problem: cause });
    }
  };
  return (
    <div className="stack">
      <OnlyNow what="The evidence pack" />
      <p>The pack holds the incident, its members, both lanes, clocks with drafts, review, actions, and the segment of the ledger that binds them. Every file's digest stands in its manifest, and the chain of hashes is checked without this server.</p>
      <div className="row"><button type="button" className="button button-main" disabled={state.running} onClick={() => void make()}><Icon name="download" />{state.running ? "Making the pack…" : "Make and download the pack"}</button></div>
      <ProblemNote problem={state.problem} />
      {state.pack && <div role="status"><Facts facts={[["File", <code className="break">{state.pack.name}</code>], ["Size", `${formatCount(state.pack.sizeBytes)} bytes`], ["SHA-256", state.pack.digest === undefined ? <span className="gap">? a browser computes digests on secure origins only; run sha256sum</span> : <code className="break">{state.pack.digest}</code>]]} /></div>}
      <h2>Verify it, offline</h2>
      <CopyCommand command={`aftwatch evidence verify ${state.pack?.name ?? `INC-${incident.number}.zip`}`} />
      <p className="muted small">It says for every file whether it is as it was packed, whether the chain of facts holds, and exits with 1 when not. Making a pack is itself a fact of the ledger{runs.total === undefined ? "" : `; ${formatCount(runs.total)} runs of playbooks kept theirs beside it`}.</p>
    </div>
  );
}

async function download(incident: Incident): Promise<Pack> {
  const path = `/incidents/${encodeURIComponent(incident.id)}/pack`;
  const response = await fetch(address(path)).catch(() => undefined);
  // Asked again through the one client, so that a refusal reads as it does everywhere.
  if (!response?.ok) { await ask(path); throw new ApiProblem({ type: "about:blank", title: "The pack did not arrive whole", status: 0, code: "console.unexpected-answer", fix: "Try again.", traceId: "", errors: [] }); }
  const bytes = await response.blob();
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? `INC-${incident.number}.zip`;
  save(bytes, name);
  return { name, sizeBytes: bytes.size, digest: await digestOf(bytes) };
}

function save(bytes: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function digestOf(bytes: Blob): Promise<string | undefined> {
  if (!("subtle" in crypto)) return undefined;
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
