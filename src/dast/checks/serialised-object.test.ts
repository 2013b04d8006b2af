// Objects that travel to the visitor and back, and data that only looks like them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { serialisedObject } from "./serialised-object.ts";

passiveSuite(serialisedObject, {
  finds: [
    ["Java in a field", { body: '<input type=hidden name=s value="rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==">' }, { about: "Java", at: "form:s" }],
    ["PHP in a cookie", { headers: [["set-cookie", "u=O%3A4%3A%22User%22%3A1%3A%7Bs%3A4%3A%22name%22%3Bs%3A1%3A%22x%22%3B%7D"]] }, { about: "PHP", at: "cookie:u" }],
    ["PHP in base64", { headers: [["set-cookie", "u=YToxOntzOjQ6Im5hbWUiO3M6MToieCI7fQ=="]] }],
    [".NET in a link", { body: '<a href="/x?s=AAEAAAD/////AQAAAAAAAAAMAgAAAE">x</a>' }],
    ["a Java object as the answer", { type: "application/x-java-serialized-object", body: "x" }],
  ],
  passes: [
    ["plain JSON", { body: '<input type=hidden name=s value="{&quot;a&quot;:1,&quot;b&quot;:[1,2,3]}">' }],
    ["a picture in base64", { body: '<a href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA=">x</a>' }],
    ["a text on PHP", { body: "<p>O:4:&quot;User&quot; is how it starts" }],
    ["a signed Rails cookie", { headers: [["set-cookie", `s=BAh7B0kiD3Nlc3Npb25faWQGOgZFVA==--${"0a".repeat(20)}`]] }],
  ],
});
