// Sigma's tags as MITRE ATT&CK tactics and techniques.

/** Enterprise tactics; Sigma writes them with hyphens, before 2.0 with underscores. */
const tactics: Readonly<Record<string, string>> = {
  reconnaissance: "TA0043", "resource-development": "TA0042", "initial-access": "TA0001", execution: "TA0002", persistence: "TA0003", "privilege-escalation": "TA0004", "defense-evasion": "TA0005", "credential-access": "TA0006",
  discovery: "TA0007", "lateral-movement": "TA0008", collection: "TA0009", "command-and-control": "TA0011", exfiltration: "TA0010", impact: "TA0040",
};

const most = 50;

/** One entry for each technique, and for each tactic: the tags do not say which belongs to which. */
export function attacksOf(tags: readonly string[]): unknown[] {
  const names = tags.slice(0, most).flatMap((tag) => /^attack\.(.+)$/.exec(tag)?.[1] ?? []);
  return [...new Set(names)].flatMap((name): object[] => {
    const [, technique, sub] = /^(t\d{4})(?:\.(\d{3}))?$/i.exec(name) ?? [];
    if (technique !== undefined) return [{ technique: { uid: technique.toUpperCase() }, ...(sub === undefined ? {} : { sub_technique: { uid: `${technique.toUpperCase()}.${sub}` } }) }];
    const tactic = name.replaceAll("_", "-");
    const uid = Object.hasOwn(tactics, tactic) ? tactics[tactic] : undefined;
    return uid === undefined ? [] : [{ tactic: { uid, name: titled(tactic) } }];
  });
}

const titled = (name: string): string => name.split("-").map((word) => (word === "and" ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(" ");
