// What a message to a receiver would look like with the settings in the form; nothing is sent.
import { useState } from "react";
import type { ReceiverPreview } from "../api/alert-shapes.ts";
import { useChange } from "../api/queries.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { commonOf } from "./receiver-common.tsx";
import type { Common } from "./receiver-common.tsx";

export function ReceiverPreviewPart({ id, common }: { id: string; common: Common }) {
  const [notice, setNotice] = useState("");
  const change = useChange<void, ReceiverPreview>(() => ({ path: `/receivers/${encodeURIComponent(id)}/preview`, method: "POST", body: { common: commonOf(common), ...(notice.trim() === "" ? {} : { notice: notice.trim() }) } }), []);
  const [shown, setShown] = useState<{ of: string; preview: ReceiverPreview }>();
  const stamp = JSON.stringify([common, notice]);
  const look = async (): Promise<void> => setShown({ of: stamp, preview: await change.run() });
  const preview = shown?.of === stamp ? shown.preview : undefined;
  return (
    <div className="stack">
      <div className="row row-end">
        <label className="field"><span>Of a past notice (optional: a sample)</span><input value={notice} placeholder="ntc_…" autoComplete="off" onChange={(event) => setNotice(event.target.value)} /></label>
        <button type="button" className="button" disabled={change.running} onClick={() => void look().catch(() => undefined)}>Preview a message</button>
      </div>
      <ProblemNote problem={change.problem} />
      {preview && <pre className="note message-preview" role="status" tabIndex={0}>{preview.text}</pre>}
      {preview?.payload && <details><summary>As it goes to {preview.payload.to}</summary><pre className="note message-preview" tabIndex={0}>{preview.payload.body}</pre></details>}
    </div>
  );
}
