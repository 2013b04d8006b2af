// Two who are logged in to every case of the range that knows people: by one cookie, so that a scan can be given them as identities.
import type { IdentitySpec } from "../../../src/dast/identities/identity.ts";
import { withHeader } from "../../../src/dast/exchange.ts";
import type { Session } from "../../../src/dast/session.ts";
import type { RangeRequest } from "./case.ts";

export type Person = "ada" | "bea";
export const peopleCookie = "sid";
const tickets: Readonly<Record<Person, string>> = { ada: "ada-4f7c1e92b6", bea: "bea-91d03ac75e" };

/** Whose request it is; undefined: nobody's. */
export const personOf = ({ cookies }: RangeRequest): Person | undefined => (Object.keys(tickets) as Person[]).find((person) => tickets[person] === cookies[peopleCookie]);

export const sessionOf = (person: Person): Session => ({
  identity: person, state: "logged-in", saw: () => {}, cookies: () => [{ name: peopleCookie, value: tickets[person] }],
  dress: (request) => withHeader(request, "cookie", `${peopleCookie}=${tickets[person]}`), undress: (request) => withHeader(request, "cookie", undefined),
});

/** For a scan of the whole range. */
export const rangeIdentities: readonly IdentitySpec[] = (Object.keys(tickets) as Person[]).map((name) => ({ name, login: { kind: "cookie", cookies: { [peopleCookie]: tickets[name] } }, assertion: undefined, logoutUrls: [] }));
