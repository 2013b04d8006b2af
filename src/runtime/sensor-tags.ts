// Tags of sensors in Sigma's spelling beside their own: Falco says mitre_execution and T1059, Sigma attack.execution and attack.t1059.

const tactic = /^mitre_([a-z_]+)$/i;
const technique = /^(T\d{4}(?:\.\d{3})?)(?:[-_ ].*)?$/i;

/** The sender's tags as they came, then what they say of ATT&CK; each once. */
export function attackTags(tags: readonly string[]): readonly string[] {
  const said = tags.flatMap((tag) => {
    const [, named] = tactic.exec(tag) ?? [];
    const [, numbered] = technique.exec(tag) ?? [];
    return [...named === undefined ? [] : [`attack.${named.toLowerCase().replaceAll("_", "-")}`], ...numbered === undefined ? [] : [`attack.${numbered.toLowerCase()}`]];
  });
  return [...new Set([...tags, ...said])];
}
