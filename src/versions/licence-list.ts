// The SPDX licence list: ids as they are spelled, by any spelling of them.
import exceptionIds from "spdx-exceptions/index.json" with { type: "json" };
import deprecatedExceptionIds from "spdx-exceptions/deprecated.json" with { type: "json" };
import licenceIds from "spdx-license-ids/index.json" with { type: "json" };
import deprecatedLicenceIds from "spdx-license-ids/deprecated.json" with { type: "json" };

/** Ids by their lower case: SPDX ids are unique without regard to case (SPDX 2.3 annex D.2). */
const byLowerCase = (ids: readonly string[]): ReadonlyMap<string, string> => new Map(ids.map((id) => [id.toLowerCase(), id]));

export const licences = byLowerCase([...licenceIds, ...deprecatedLicenceIds]);
export const exceptions = byLowerCase([...exceptionIds, ...deprecatedExceptionIds]);

interface Meaning { id: string; exception: string }

// Deprecated ids that are a licence and an exception in one (SPDX licence list, "deprecated").
export const deprecatedPairs: ReadonlyMap<string, Meaning> = new Map(Object.entries({
  "GPL-2.0-with-GCC-exception": { id: "GPL-2.0-only", exception: "GCC-exception-2.0" },
  "GPL-2.0-with-autoconf-exception": { id: "GPL-2.0-only", exception: "Autoconf-exception-2.0" },
  "GPL-2.0-with-bison-exception": { id: "GPL-2.0-only", exception: "Bison-exception-2.2" },
  "GPL-2.0-with-classpath-exception": { id: "GPL-2.0-only", exception: "Classpath-exception-2.0" },
  "GPL-2.0-with-font-exception": { id: "GPL-2.0-only", exception: "Font-exception-2.0" },
  "GPL-3.0-with-GCC-exception": { id: "GPL-3.0-only", exception: "GCC-exception-3.1" },
  "GPL-3.0-with-autoconf-exception": { id: "GPL-3.0-only", exception: "Autoconf-exception-3.0" },
}));
