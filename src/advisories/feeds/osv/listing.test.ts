// Which records are gone: two absences in a row, and never on the word of a cut listing.
import { describe, expect, it } from "vitest";
import { compareListing } from "./listing.ts";
import type { Comparison, Listing } from "./listing.ts";

const all = ["A-1", "A-2", "A-3", "A-4"];
const compare = (ids: readonly string[], before?: Listing, scope = "*"): Comparison => compareListing(new Map(ids.map((id) => [id, 0])), before, scope, 1);

describe("advisories/feeds/osv/listing", () => {
  it("the first listing loses and gains nothing", () => { expect(compare(all)).toMatchObject({ gone: [], added: [], suspicious: false }); });

  it("a record is gone at its second absence in a row, once", () => {
    const first = compare(["A-1", "A-2", "A-3"], compare(all).listing);
    expect([first.gone, first.listing.missing]).toEqual([[], ["A-4"]]);
    const second = compare(["A-1", "A-2", "A-3"], first.listing);
    expect(second.gone).toEqual(["A-4"]);
    expect(compare(["A-1", "A-2", "A-3"], second.listing).gone).toEqual([]);
  });

  it("a record that came back in between starts anew", () => {
    const back = compare(all, compare(["A-1", "A-2", "A-3"], compare(all).listing).listing);
    expect(compare(["A-1", "A-2", "A-3"], back.listing).gone).toEqual([]);
  });

  it("a record that is new or came back after it was gone is named", () => {
    expect(compare([...all, "A-5"], compare(all).listing).added).toEqual(["A-5"]);
  });

  it("a listing that lost more than half is not believed, however often it comes", () => {
    const cut = compare(["A-1"], compare(all).listing);
    expect(cut).toMatchObject({ suspicious: true, gone: [] });
    expect(compare(["A-1"], cut.listing)).toMatchObject({ suspicious: true, gone: [] });
    expect(compare(all, cut.listing)).toMatchObject({ suspicious: false, gone: [], added: [] });
  });

  it("another choice of ecosystems is another listing: nothing is gone by choosing fewer", () => {
    expect(compare(["A-1"], compare(all).listing, "npm")).toMatchObject({ suspicious: false, gone: [] });
  });
});
