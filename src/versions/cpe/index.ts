// CPE names and NVD configurations: what other rooms use of them.
export { compareAttribute, compareNames } from "./compare.ts";
export { criteriaOf } from "./configuration.ts";
export type { CpeConfiguration, CpeMatch, CpeNode } from "./configuration.ts";
export { matchesConfiguration } from "./matches-configuration.ts";
export { bindToFormatted, bindToUri, parseCpe } from "./name.ts";
export { any, nameOf, notApplicable, unquoted } from "./wfn.ts";
export type { CpeName } from "./wfn.ts";
export { productKey, productsOf } from "./product.ts";
