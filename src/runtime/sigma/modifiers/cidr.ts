// The field is an address in a network.
import { parseNetwork } from "../network.ts";
import { eachText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { hasWildcards, plainText } from "../value.ts";

export const cidr: Modifier = {
  id: "cidr", about: "The field is an address in the network (IPv4 or IPv6), such as 10.0.0.0/8.",
  apply(term) {
    if (term.applied.some((name) => name !== "all" && name !== "neq")) return refuseValue(`takes the value as it is written, not after ${term.applied.join("|")}`);
    return eachText(term, ({ pattern }) => {
      const network = plainText(pattern);
      const parsed = hasWildcards(pattern) ? undefined : parseNetwork(network);
      if (!parsed) return refuseValue(`takes a network such as 10.0.0.0/8 or fe80::/10, not ${network || "wildcards"}`);
      return parsed.hasHostBits ? refuseValue(`has a network whose address reaches beyond its ${parsed.bits} bits; write its first address`) : { kind: "cidr", network };
    });
  },
};
