// A button that opens a panel beneath it; Escape, a click outside or leaving by Tab closes it and gives the focus back.
import { useEffect, useId, useRef, useState } from "react";
import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";

/** prefix: what the text needs to be understood when it is only heard. */
export interface MenuProps { label: string; prefix?: string; text?: ReactNode; icon?: IconName; align?: "left" | "right"; tone?: string; children: (close: () => void) => ReactNode }

export function Menu({ label, prefix, text, icon, align = "left", tone = "", children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const buttonId = useId();
  const panelId = useId();
  const close = (): void => { setOpen(false); document.getElementById(buttonId)?.focus(); };
  useDismiss(frame, open, () => setOpen(false));
  return (
    <div className="menu" ref={frame} onKeyDown={(event) => { if (event.key === "Escape" && open) { event.stopPropagation(); close(); } }}>
      <button id={buttonId} type="button" className={`button menu-button ${tone}`} {...(text === undefined ? { "aria-label": label } : {})} title={label} aria-expanded={open} aria-controls={open ? panelId : undefined} onClick={() => setOpen(!open)}>
        {icon && <Icon name={icon} />}{text !== undefined && <span className="menu-text">{prefix && <span className="visually-hidden">{prefix} </span>}{text}</span>}<Icon name="chevron" size={12} />
      </button>
      {open && <div id={panelId} className={`menu-panel menu-${align}`} role="group" aria-label={label}>{children(close)}</div>}
    </div>
  );
}

function useDismiss(frame: React.RefObject<HTMLElement | null>, open: boolean, dismiss: () => void): void {
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => { if (event.target instanceof Node && !frame.current?.contains(event.target)) dismiss(); };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => { document.removeEventListener("pointerdown", outside); document.removeEventListener("focusin", outside); };
  });
}
