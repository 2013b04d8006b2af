// The settings that every receiver has: fallback, limit, heartbeat, whether ends are told, and lines in words of one's own.

export interface CommonField { name: string; about: string }
/** As texts of a form; "" is not given. */
export type Common = Readonly<Record<string, string>>;

export const commonFrom = (common: unknown): Common => (typeof common === "object" && common !== null ? Object.fromEntries(Object.entries(common).map(([name, value]) => [name, String(value)])) : {});

/** As the server takes it: numbers and flags as such, what is empty left out. */
export const commonOf = (common: Common): Record<string, unknown> => Object.fromEntries(Object.entries(common).filter(([, value]) => value.trim() !== "").map(([name, value]) => [name, kindOf(name) === "number" ? Number(value) : kindOf(name) === "flag" ? value === "true" : value]));

const kindOf = (name: string): "number" | "flag" | "template" | "receiver" | "text" => (/Minutes?$|PerMinute$/.test(name) ? "number" : name === "sendResolved" ? "flag" : name.endsWith("Template") ? "template" : name === "fallback" ? "receiver" : "text");

/** "messagesPerMinute" as people read it. */
const titleOf = (name: string): string => name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase());

export function CommonFields({ fields, common, others, onChange }: { fields: readonly CommonField[]; common: Common; others: readonly string[]; onChange: (common: Common) => void }) {
  if (fields.length === 0) return null;
  const set = (name: string, value: string): void => onChange({ ...common, [name]: value });
  const [templates, plain] = [fields.filter(({ name }) => kindOf(name) === "template"), fields.filter(({ name }) => kindOf(name) !== "template")];
  return (
    <>
      <details open={commonIsSet(common, plain)}><summary>When it cannot be reached, how much it takes, heartbeat</summary><div className="stack">{plain.map((field) => <CommonInput key={field.name} field={field} value={common[field.name] ?? ""} others={others} onChange={(value) => set(field.name, value)} />)}</div></details>
      {templates.length > 0 && (
        <details open={commonIsSet(common, templates)}><summary>Lines of the message in your own words</summary>
          <div className="stack">
            <p className="muted small">Liquid templates over the notice, such as <code>{"{{ severity | upcase }}: {{ title }}"}</code>. Empty: our words. One that fails leaves our words and says so in the message; save and send a test to see it.</p>
            {templates.map((field) => <CommonInput key={field.name} field={field} value={common[field.name] ?? ""} others={others} onChange={(value) => set(field.name, value)} />)}
          </div>
        </details>
      )}
    </>
  );
}

const commonIsSet = (common: Common, fields: readonly CommonField[]): boolean => fields.some(({ name }) => (common[name] ?? "") !== "");

function CommonInput({ field: { name, about }, value, others, onChange }: { field: CommonField; value: string; others: readonly string[]; onChange: (value: string) => void }) {
  const kind = kindOf(name);
  if (kind === "flag") return <label className="check"><input type="checkbox" checked={value !== "false"} onChange={(event) => onChange(String(event.target.checked))} /> The end of a story is told here too</label>;
  return (
    <label className="field"><span>{titleOf(name)} (optional)</span>
      {kind === "receiver" ? <select value={value} onChange={(event) => onChange(event.target.value)}><option value="">none</option>{[...new Set([...others, ...(value === "" ? [] : [value])])].map((id) => <option key={id}>{id}</option>)}</select>
        : kind === "template" ? <textarea className="record" rows={2} spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} />
        : <input type={kind === "number" ? "number" : "text"} min={0} step="any" value={value} onChange={(event) => onChange(event.target.value)} />}
      <span className="muted small">{about}</span>
    </label>
  );
}
