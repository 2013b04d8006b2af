// Ecosystems that no scheme orders, and why: their advisories are matched by listed versions and commits only.

/** OSV's name (OSV schema, defined ecosystems) to the reason, as people read it beside "not covered". */
export const unordered: Readonly<Record<string, string>> = {
  Android: "Its versions are a release and a security patch level (\"12:2021-10-01\"), and a level without a release holds for all of them: that is no order.",
  GIT: "Commits have an ancestry, not an order of texts.",
  "OSS-Fuzz": "Its records tell commits; the versions they list are tags of unrelated projects, each written its own way.",
  Root: "It stands before the ecosystem whose packages are rebuilt (\"Root:PyPI\"); alone it names none.",
  TuxCare: "It stands before the ecosystem whose packages are rebuilt (\"TuxCare:npm\"); alone it names none.",
};
