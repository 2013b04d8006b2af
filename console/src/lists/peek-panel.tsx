// A look at a row without leaving the list: follows j and k, closes with Escape, and gives the list its place back.
import type { ReactNode } from "react";
import { Icon } from "../shell/icons.tsx";
import { useKeys } from "../shell/keys.ts";

export function PeekPanel({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  useKeys([{ keys: "escape", about: "Close the peek", group: "Lists", run: onClose }]);
  return (
    <aside className="peek" aria-label="Peek" onKeyDown={(event) => { if (event.key === "Escape") onClose(); }}>
      <button type="button" className="button-quiet icon-button peek-close" aria-label="Close the peek" onClick={onClose}><Icon name="close" /></button>
      {children}
    </aside>
  );
}
