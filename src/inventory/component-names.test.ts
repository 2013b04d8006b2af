// Under which names a component is known, and what its kept purl tells.
import { describe, expect, it } from "vitest";
import { keptPurl, namesOfText, purlOfCpe } from "./component-names.ts";
import { canonicalPurl } from "../versions/purl.ts";

const cpe = "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*";

describe("src/inventory/component-names.ts", () => {
  it("a component that only a CPE names is kept by it, and compared by it", () => {
    const purl = purlOfCpe(cpe);
    const text = purl && canonicalPurl(purl);
    expect(text).toBe("pkg:generic/openssl/openssl@1.1.1k?cpe=cpe:2.3:a:openssl:openssl:1.1.1k:%2A:%2A:%2A:%2A:%2A:%2A:%2A");
    expect(namesOfText(text ?? "").names).toEqual([{ ecosystem: "CPE", packageKey: "CPE:a:openssl:openssl", packageVersion: "1.1.1k", module: undefined, cpe }]);
  });

  it.each(["cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", "cpe:2.3:a:openssl:openssl:-:*:*:*:*:*:*:*", "cpe:2.3:a:*:openssl:1:*:*:*:*:*:*:*", "openssl 1.1.1"])("a CPE that names no one product or version makes no component: %s", (text) => {
    expect(purlOfCpe(text)).toBeUndefined();
  });

  it("what an ecosystem knows is never compared by a CPE beside it", () => {
    expect(namesOfText(`pkg:npm/left@1.0.0?cpe=${encodeURIComponent(cpe)}`).names.map(({ ecosystem }) => ecosystem)).toEqual(["npm"]);
  });

  it("a package that a distribution's package owns is kept as another component", () => {
    const kept = keptPurl({ purl: "pkg:pypi/urllib3@1.26.5", ownedBy: "pkg:deb/debian/python3-urllib3@1.26.5-1" });
    expect(kept).not.toBe("pkg:pypi/urllib3@1.26.5");
    expect(namesOfText(kept)).toMatchObject({ names: [{ packageKey: "PyPI:urllib3" }], ownedBy: "pkg:deb/debian/python3-urllib3@1.26.5-1" });
    expect(keptPurl({ purl: "pkg:pypi/urllib3@1.26.5" })).toBe("pkg:pypi/urllib3@1.26.5");
  });
});
