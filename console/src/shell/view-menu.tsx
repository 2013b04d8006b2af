// How the console looks and who is using it: theme, density, shortcuts, session.
import { useNavigate } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/client.ts";
import { useMe } from "../api/queries.ts";
import { densities, setPreferences, themes, usePreferences } from "../app/preferences.ts";
import { Menu } from "./menu.tsx";
import { tellProblem } from "./toasts.tsx";

const themeNames = { system: "System", light: "Light", dark: "Dark", contrast: "High contrast" } as const;
const densityNames = { compact: "Compact", default: "Default", roomy: "Roomy" } as const;

export function ViewMenu({ onHelp }: { onHelp: () => void }) {
  const { theme, density, shortcuts } = usePreferences();
  return (
    <Menu label="View and account" icon="view" align="right">
      {(close) => (
        <div className="stack menu-wide">
          <Choice legend="Theme" names={themeNames} options={themes} chosen={theme} onChoose={(chosen) => setPreferences({ theme: chosen })} />
          <Choice legend="Row height" names={densityNames} options={densities} chosen={density} onChoose={(chosen) => setPreferences({ density: chosen })} />
          <label className="check"><input type="checkbox" checked={shortcuts} onChange={(event) => setPreferences({ shortcuts: event.target.checked })} /> Single-key shortcuts</label>
          <button type="button" className="button" onClick={() => { close(); onHelp(); }}>Keyboard help <kbd>?</kbd></button>
          <Account />
        </div>
      )}
    </Menu>
  );
}

function Choice<Option extends string>({ legend, names, options, chosen, onChoose }: { legend: string; names: Record<Option, string>; options: readonly Option[]; chosen: Option; onChoose: (option: Option) => void }) {
  return (
    <fieldset className="segments">
      <legend>{legend}</legend>
      {options.map((option) => <label key={option} className="segment"><input type="radio" name={legend} checked={option === chosen} onChange={() => onChoose(option)} /><span>{names[option]}</span></label>)}
    </fieldset>
  );
}

function Account() {
  const { data: me } = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const logOut = async (): Promise<void> => {
    await ask("/session", { method: "DELETE" }).catch((cause: unknown) => tellProblem("Logging out failed", cause));
    client.clear();
    await navigate({ to: "/login" });
  };
  if (!me) return null;
  return (
    <div className="account">
      <p><strong>{me.name}</strong> in {me.organisation}<br /><span className="muted small">may {me.scopes.join(", ")}; version {me.version}</span></p>
      <button type="button" className="button" onClick={() => void logOut()}>Log out</button>
    </div>
  );
}
