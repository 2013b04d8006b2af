// docs/reference/gate.md: every condition of a policy, and examples that are read by the code before they are printed.
import { load } from "js-yaml";
import { failWords } from "../../src/feedback/gate-words.ts";
import { findingConditions, readPolicy, targetConditions } from "../../src/feedback/policy.ts";
import { readIgnores } from "../../src/matching/scan-ignores.ts";
import { block, code, table } from "./page.ts";
import type { Page } from "./page.ts";

const policy = `
rules:
  - id: exploited
    action: fail
    when: { kev: true }
  - id: critical-with-fix
    action: fail
    when: { severity: critical, fixable: true, fixKnownFor: 14d, scope: runtime }
    unscored: ignored
    exempt:
      - vulnerability: CVE-2021-23337
        package: npm:lodash
        reason: template() is never called; replaced with the next release
        until: 2027-01-31
  - id: malware
    action: fail
    when: { malicious: true }
  - id: covered
    action: warn
    when: { unknownShare: 0.05 }
  - id: fresh
    action: fail
    when: { dataAge: 24h }
  - id: licences
    action: warn
    when: { licences: { denied: [AGPL-3.0-only] } }
`;

const ignores = `
ignore:
  - vulnerability: CVE-2021-23337
    package: npm:lodash
    reason: template() is never called
    until: 2027-01-31
    by: ana
`;

function write(): string {
  readPolicy(load(policy), "the example policy");
  readIgnores(load(ignores), "the example of an ignore file");
  return `
# Gate

\`aftwatch gate TARGET --policy FILE\` holds a target against rules, as YAML or JSON. It passes (exit 0), fails when a rule with \`action: fail\`
fires (exit 1), and is undecided (exit 4) when none fires and one could: a finding that cannot be told, one that nobody rated, a file that
could not be read, advisories that are too old or lack the source the rule asks about. Rules with \`action: warn\` are told and decide nothing.

${block(policy.trim(), "yaml")}

Each rule holds exactly the conditions under \`when\`. \`unscored\` says what a condition on severity or score makes of a finding that nobody
rated: \`undecided\` (the default), \`fires\` or \`ignored\`. An exemption names a vulnerability by any of its ids, a package as \`npm:lodash\` or as a
purl, or both; it has a reason and an end, and after its end it lets nothing through and is told.

${table(["condition on a finding", "holds when"], Object.entries(findingConditions).map(([key, about]) => [code(key), about]))}

${table(["condition on the target", "fires when"], Object.entries(targetConditions).map(([key, about]) => [code(key), about]))}

\`aftwatch scan --fail-on\` takes these words, any of which fails: ${failWords.map(code).join(", ")}.

## Ignore files

\`--ignore FILE\` hides findings from scans and gates; they stay in the report as covered. Every rule has a reason and an end.

${block(ignores.trim(), "yaml")}
`;
}

export const pages: readonly Page[] = [{ path: "docs/reference/gate.md", write }];
