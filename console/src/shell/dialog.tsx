// A modal on the browser's own dialog element: focus is kept inside, Escape closes, the page behind is inert.
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

export function Dialog({ title, onClose, wide = false, children }: { title: string; onClose: () => void; wide?: boolean; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => openModal(dialog.current), []);
  return (
    <dialog ref={dialog} className={wide ? "dialog dialog-wide" : "dialog"} aria-labelledby={titleId} onClose={onClose} onClick={(event) => { if (event.target === dialog.current) dialog.current.close(); }}>
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="button-quiet icon-button" aria-label="Close" onClick={() => dialog.current?.close()}><Icon name="close" /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Opens it with the focus on the first field, not on the close button; gives the focus back where it was when it goes. */
function openModal(dialog: HTMLDialogElement | null): () => void {
  const before = document.activeElement;
  if (!dialog?.open) dialog?.showModal();
  dialog?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  return () => { if (before instanceof HTMLElement) before.focus(); };
}
