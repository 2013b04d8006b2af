// What the tags of a detection or a rule name: techniques, tactics, vulnerabilities.

/** "attack.t1059.004" as T1059.004; tactics and other tags are not techniques. */
export const techniquesOf = (tags: readonly string[]): string[] => tags.flatMap((tag) => { const [, id] = /^attack\.(t\d{4}(?:\.\d{3})?)$/.exec(tag) ?? []; return id === undefined ? [] : [id.toUpperCase()]; });
export const vulnerabilitiesOf = (tags: readonly string[]): string[] => tags.flatMap((tag) => { const [, id] = /^cve[.-](\d{4}[.-]\d{4,})$/.exec(tag) ?? []; return id === undefined ? [] : [`CVE-${id.replace(".", "-")}`]; });
export const tacticsOf = (tags: readonly string[]): string[] => tags.flatMap((tag) => { const [, name] = /^attack\.([a-z_-]+)$/.exec(tag) ?? []; return name === undefined ? [] : [name.replaceAll(/[_-]/g, " ")]; });
