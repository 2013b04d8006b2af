// Numbers of people by their checksums and the words around them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { personalData } from "./personal-data.ts";

passiveSuite(personalData, {
  finds: [
    ["a card", { body: "<td>Card number <td>4539 1488 0343 6467" }, { about: "Visa card number" }],
    ["a card in JSON", { type: "application/json", body: '{"creditCard":"5425233430109903"}' }],
    ["an account", { body: "IBAN DE89 3704 0044 0532 0130 00" }, { severity: "medium" }],
    ["a social security number", { type: "application/json", body: '{"ssn":"536-22-8726"}' }],
  ],
  passes: [
    ["a wrong check digit", { body: "card 4539 1488 0343 6468" }],
    ["an id of sixteen digits", { body: "order 4539148803436467" }],
    ["a wrong account", { body: "IBAN DE89 3704 0044 0532 0130 01" }],
    ["a number like a social security number", { body: "part 536-22-8726" }],
    ["a masked card", { body: "card **** **** **** 6467" }],
  ],
});
