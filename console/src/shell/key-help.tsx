// What can be pressed on this page, read from what is bound now.
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { Dialog } from "./dialog.tsx";
import { useBoundKeys } from "./keys.ts";

const groups = ["Everywhere", "Go to", "Lists"] as const;

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const keys = useBoundKeys();
  const { shortcuts } = usePreferences();
  return (
    <Dialog title="Keyboard" onClose={onClose} wide>
      {!shortcuts && <p className="note note-warn">Single-key shortcuts are off; only Ctrl K and Escape work. <button type="button" className="button" onClick={() => setPreferences({ shortcuts: true })}>Switch them on</button></p>}
      <div className="key-groups">
        {groups.map((group) => {
          const inGroup = keys.filter((key, index) => key.group === group && keys.findIndex((other) => other.keys === key.keys) === index);
          return inGroup.length === 0 ? null : (
            <section key={group}>
              <h3>{group}</h3>
              <dl className="key-list">{inGroup.map((key) => <div key={key.keys}><dt>{key.keys.split(" ").map((part) => <kbd key={part}>{part.replace("mod+", "Ctrl ")}</kbd>)}</dt><dd>{key.about}</dd></div>)}</dl>
            </section>
          );
        })}
      </div>
      <p className="muted small">No shortcut fires while you type. Escape closes what is open and takes you back to where you were.</p>
    </Dialog>
  );
}
