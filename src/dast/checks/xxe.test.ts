// External entities on the range: real XML parsers.
import { confined, pythonPath } from "../../../test/dast/range/confined.ts";
import { heardSuite } from "../../../test/dast/range/heard.suite.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/xxe.ts";
import { xxe } from "./xxe.ts";

checkSuite(xxe, cases, () => ({}), { every: 5 });

const program = `
import sys, io, xml.sax, xml.sax.handler
parser = xml.sax.make_parser()
parser.setFeature(xml.sax.handler.feature_external_ges, sys.argv[2] == "external")
parser.parse(io.BytesIO(sys.argv[1].encode()))
`;
const parsed = (mode: string) => (xml: string): Promise<unknown> => confined(pythonPath ?? "", ["-c", program, xml, mode], { calls: true });
const value = "<note><to>garden</to></note>";

if (pythonPath !== undefined) {
  heardSuite(xxe, [
    { name: "a parser that resolves entities and shows nothing", value, takes: parsed("external"), technique: "out-of-band:parameter-entity" },
    { name: "the same in a form, general entities taken out", by: "form", value, takes: (xml) => (/&\w+;/.test(xml) ? Promise.resolve() : parsed("external")(xml)), technique: "out-of-band:parameter-entity" },
    { name: "external entities are off", value, takes: parsed("internal"), technique: undefined },
    { name: "document types are refused", by: "form", value, takes: (xml) => (xml.includes("<!DOCTYPE") ? Promise.resolve() : parsed("external")(xml)), technique: undefined },
  ]);
}
