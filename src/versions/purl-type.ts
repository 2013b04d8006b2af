// What the parts of a package URL mean per type: case, separators, what must and must not be there (ECMA-427, type definitions).

/** A package URL in its parts, decoded and in canonical case. qualifiers: sorted by key, never with an empty value. */
export interface Purl {
  type: string;
  /** Segments joined by "/". */
  namespace: string | undefined;
  name: string;
  version: string | undefined;
  qualifiers: Readonly<Record<string, string>>;
  subpath: string | undefined;
}

interface TypeRule {
  /** Parts without case: written in lower case. */
  lower?: readonly ("namespace" | "name" | "version")[];
  namespace?: "required" | "prohibited";
  qualifier?: string;
  /** A rule no other type shares. */
  rewrite?: (purl: Purl) => Purl;
  accepts?: (purl: Purl) => boolean;
}

const both = ["namespace", "name"] as const;

// npm and golang have no case rule on purpose: JSONStream and jsonstream are two packages, and module paths have case.
const rules: Readonly<Record<string, TypeRule>> = {
  alpm: { lower: both },
  apk: { lower: both },
  bazel: { namespace: "prohibited" },
  bitbucket: { lower: both },
  bitnami: { lower: ["name"] },
  brew: { lower: ["namespace"] },
  "chrome-extension": { accepts: ({ name, version }) => /^[a-p]{32}$/.test(name) && /^(?:\d+(?:\.\d+){0,3})?$/.test(version ?? "") },
  composer: { lower: both, namespace: "required" },
  // Module names (URI::PackageURL) are not distribution names.
  cpan: { accepts: ({ name }) => !name.includes("::") },
  deb: { lower: both },
  git: { namespace: "required", rewrite: hostAsNamespace },
  github: { lower: both, namespace: "required" },
  gitlab: { lower: both },
  hex: { lower: both },
  huggingface: { lower: ["version"] },
  julia: { qualifier: "uuid" },
  luarocks: { lower: ["version"] },
  maven: { namespace: "required" },
  // Databricks has no case in model names, Azure ML has.
  mlflow: { namespace: "prohibited", rewrite: (purl) => (purl.qualifiers["repository_url"]?.includes("databricks") ? { ...purl, name: purl.name.toLowerCase() } : purl) },
  npm: { rewrite: scopeAsNamespace },
  oci: { lower: ["name"], namespace: "prohibited" },
  otp: { lower: ["name"], namespace: "prohibited" },
  pub: { lower: ["name"], rewrite: (purl) => (purl.name.includes("-") ? { ...purl, name: purl.name.replaceAll("-", "_") } : purl) },
  pypi: { lower: ["name"], rewrite: (purl) => (purl.name.includes("_") ? { ...purl, name: purl.name.replaceAll("_", "-") } : purl) },
  qpkg: { lower: ["namespace"] },
  rpm: { lower: ["namespace"] },
  swid: { qualifier: "tag_id" },
  swift: { namespace: "required" },
  vcpkg: { namespace: "prohibited" },
  "vscode-extension": { lower: both, namespace: "required" },
};

const ruleOf: ReadonlyMap<string, TypeRule> = new Map(Object.entries(rules));

/** The package URL itself, changed to the canonical case of its type; undefined when it breaks a rule of the type. */
export function inTypeForm(purl: Purl): Purl | undefined {
  const rule = ruleOf.get(purl.type);
  if (!rule) return purl;
  if (rule.namespace === "required" && !purl.namespace) return undefined;
  if (rule.namespace === "prohibited" && purl.namespace) return undefined;
  if (rule.qualifier && !Object.hasOwn(purl.qualifiers, rule.qualifier)) return undefined;
  if (rule.lower) for (const part of rule.lower) if (purl[part] !== undefined) purl[part] = purl[part].toLowerCase();
  const written = rule.rewrite?.(purl) ?? purl;
  return rule.accepts?.(written) === false ? undefined : written;
}

/** The path to a repository is one name: only its host is the namespace. */
function hostAsNamespace(purl: Purl): Purl {
  const [host, ...path] = (purl.namespace ?? "").split("/");
  return { ...purl, namespace: host, name: [...path, purl.name].join("/") };
}

/** Some tools escape the slash of "@scope/name", which makes the scope a part of the name. */
function scopeAsNamespace(purl: Purl): Purl {
  const slash = purl.name.indexOf("/");
  if (purl.namespace || !purl.name.startsWith("@") || slash < 0) return purl;
  return { ...purl, namespace: purl.name.slice(0, slash), name: purl.name.slice(slash + 1) };
}
