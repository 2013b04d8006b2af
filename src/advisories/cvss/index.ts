// CVSS 2.0, 3.0, 3.1 and 4.0: what other rooms use of it.
export { environmental } from "./environment.ts";
export type { DeploymentContext } from "./environment.ts";
export type { CvssVersion } from "./grammar.ts";
export { baseScore, cachedScore, isValidVector, ratingOf, score } from "./score.ts";
export type { CvssScore } from "./score.ts";
