// Tags of sensors in Sigma's spelling.
import { describe, expect, it } from "vitest";
import { attackTags } from "./sensor-tags.ts";

describe("src/runtime/sensor-tags.ts", () => {
  it.each([
    [["container", "mitre_credential_access", "T1555"], ["container", "mitre_credential_access", "T1555", "attack.credential-access", "attack.t1555"]],
    [["T1562-impair-defenses"], ["T1562-impair-defenses", "attack.t1562"]],
    [["T1059.004", "t1059.004"], ["T1059.004", "t1059.004", "attack.t1059.004"]],
    [["TA0005", "PCI_DSS_10.2.7", "T15"], ["TA0005", "PCI_DSS_10.2.7", "T15"]],
  ])("%j say %j", (tags, said) => { expect(attackTags(tags)).toEqual(said); });
});
