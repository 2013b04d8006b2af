// A button for what cannot be taken back: asks once more in place, and forgets when the focus leaves.
import { useState } from "react";

export function ConfirmButton({ text, confirm, disabled = false, onConfirm }: { text: string; confirm: string; disabled?: boolean; onConfirm: () => unknown }) {
  const [asking, setAsking] = useState(false);
  return (
    <button type="button" className={asking ? "button button-danger" : "button"} disabled={disabled} onBlur={() => setAsking(false)} onClick={() => { if (asking) onConfirm(); setAsking(!asking); }}>{asking ? confirm : text}</button>
  );
}
