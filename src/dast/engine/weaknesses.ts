// The weaknesses of a scan: proofs at their places, each place once, the strongest proof kept.
import type { Instant } from "../../kernel/clock.ts";
import type { Check } from "../check.ts";
import type { Confidence, Proof } from "../evidence.ts";
import { confidences } from "../evidence.ts";
import { fingerprintOf, placeOf } from "../finding.ts";
import type { FoundWeakness } from "../finding.ts";
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Mask } from "./mask.ts";

/** Where a proof was made. template: by which test template. */
export interface ProofSite { origin: string; route: Route | undefined; point: Point | undefined; identity: string; url: string; template?: string }

export interface Weaknesses {
  all(): readonly FoundWeakness[];
  find(fingerprint: string): FoundWeakness | undefined;
  /** Whether it is new, stronger than the one before, or one more of the same. */
  take(check: Check, proof: Proof, site: ProofSite): "new" | "stronger" | "again";
  /** As take would make it, without keeping it. */
  make(check: Check, proof: Proof, site: ProofSite): FoundWeakness;
}

const placesKept = 10;
const stronger = (a: Confidence, b: Confidence): boolean => confidences.indexOf(a) < confidences.indexOf(b);

export function collectWeaknesses({ start, mask, now, before, changed }: { start: string; mask: Mask; now(): Instant; before: readonly FoundWeakness[]; changed(weakness: FoundWeakness, kind: "new" | "stronger" | "again", at: string): void }): Weaknesses {
  const known = new Map(before.map((one) => [one.fingerprint, one]));
  const make: Weaknesses["make"] = (check, proof, site) => weaknessOf({ check, proof, site, start, mask, now: now() });
  return {
    make, all: () => [...known.values()], find: (fingerprint) => known.get(fingerprint),
    take: (check, proof, site) => {
      const fresh = make(check, proof, site);
      const old = known.get(fresh.fingerprint);
      const kind = old === undefined ? "new" : stronger(fresh.confidence, old.confidence) ? "stronger" : "again";
      const url = mask.url(site.url);
      const kept = old === undefined ? fresh : { ...(kind === "stronger" ? fresh : old), foundAt: old.foundAt, count: old.count + 1, alsoAt: old.alsoAt.includes(url) || old.alsoAt.length >= placesKept ? old.alsoAt : [...old.alsoAt, url] };
      known.set(fresh.fingerprint, kept);
      changed(kept, kind, url);
      return kind;
    },
  };
}

function weaknessOf({ check, proof, site, start, mask, now }: { check: Check; proof: Proof; site: ProofSite; start: string; mask: Mask; now: Instant }): FoundWeakness {
  const place = placeOf(proof, site.route, site.point, site.origin);
  return {
    fingerprint: fingerprintOf(check, place, proof.about, start), check: check.id, title: check.title, place, about: proof.about, severity: proof.severity ?? check.severity, confidence: proof.confidence, cwe: proof.cwe ?? check.cwe,
    owasp: check.owasp, remediation: check.remediation, component: proof.component, evidence: evidenceOf(proof, mask), foundAt: now, alsoAt: [mask.url(site.url)], count: 1,
    retest: { check: check.id, route: site.route, pointId: site.point?.pointId, identity: site.identity, template: site.template },
  };
}
