// Labels as people write them, with names and values that were seen offered as they type.
import { useId, useState } from "react";
import { labelsText, readLabels } from "../lists/matchers.ts";

type LabelSet = Readonly<Record<string, string>>;
/** Of the notices of incidents and findings, which have them whether or not any alert was seen. */
const always: Readonly<Record<string, readonly string[]>> = { severity: ["critical", "high", "medium", "low", "unknown"], kind: ["finding.opened", "incident.opened", "source.stale"], service: [], environment: ["prod", "staging"], owner: [], alertname: [] };

export function LabelInput({ text, seen, onChange }: { text: string; seen: readonly LabelSet[]; onChange: (text: string) => void }) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [nameList, valueList] = [useId(), useId()];
  const { labels } = readLabels(text);
  const names = [...new Set([...Object.keys(always), ...seen.flatMap((each) => Object.keys(each))])];
  const values = [...new Set([...(always[name] ?? []), ...seen.flatMap((each) => each[name] ?? [])])].slice(0, 200);
  const add = (): void => { if (name.trim() === "") return; onChange(labelsText({ ...labels, [name.trim()]: value.trim() })); setName(""); setValue(""); };
  return (
    <div className="stack">
      <form className="row row-end" onSubmit={(event) => { event.preventDefault(); add(); }}>
        <label className="field"><span>Label</span><input list={nameList} value={name} placeholder="severity" autoComplete="off" onChange={(event) => setName(event.target.value)} /></label>
        <label className="field"><span>Value</span><input list={valueList} value={value} placeholder="critical" autoComplete="off" onChange={(event) => setValue(event.target.value)} /></label>
        <button type="submit" className="button" disabled={name.trim() === ""}>Add</button>
        {seen.length > 0 && <label className="field"><span>Or those of an alert</span><select value="" onChange={(event) => { const chosen = seen[Number(event.target.value)]; if (chosen) onChange(labelsText(chosen)); }}><option value="">choose</option>{seen.slice(0, 50).map((each, index) => <option key={index} value={index}>{labelsText(each).slice(0, 80)}</option>)}</select></label>}
      </form>
      <datalist id={nameList}>{names.map((each) => <option key={each} value={each} />)}</datalist>
      <datalist id={valueList}>{values.map((each) => <option key={each} value={each} />)}</datalist>
      <AllLabels key={text} text={text} onChange={onChange} />
    </div>
  );
}

/** The same as one line, to paste and to change. */
function AllLabels({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  return (
    <form className="filter-line" onSubmit={(event) => { event.preventDefault(); onChange(typed.trim()); }}>
      <input data-filter aria-label="All labels" value={typed} placeholder="severity=critical service=checkout" autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} onBlur={() => { if (typed.trim() !== text) onChange(typed.trim()); }} />
      {text !== "" && <button type="button" className="button button-quiet" onClick={() => onChange("")}>Clear</button>}
      <button type="submit" className="button">Ask</button>
    </form>
  );
}
