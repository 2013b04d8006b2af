// Applications with two people in them, one of whom has more rights; some ask whose a thing is, some do not.
import { htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";
import { personOf } from "../people.ts";
import type { Person } from "../people.ts";

interface World { names: RangeNames; mail(person: string): string; number(person: string): number; path: string; prefix: string }
interface Place { name: string; vulnerable: boolean; /** Below the prefix: what ada's crawl would have found. */ reach(world: World): string; /** The start page of each. */ start(person: Person | undefined, world: World): string; answer(request: RangeRequest, person: Person | undefined, world: World): RangeAnswer | undefined }

const place = ({ name, vulnerable, reach, start, answer }: Place): RangeCase => ({
  check: "access-control", name, vulnerable,
  build(names) {
    const base = names.number("base", 20, 60) * 100;
    const world = (prefix: string): World => ({ names, path: `/${names.word("path")}`, prefix, mail: (person) => `${person}.${names.word(`mail ${person}`)}@mail.example`, number: (person) => base + names.number(`of ${person}`, 1, 9) + ["ada", "bea", "cyd"].indexOf(person) * 20 });
    return {
      html: () => "", requests: [{ method: "GET", path: reach(world("")) }],
      handle: (request) => {
        const [known, person] = [world(request.prefix), personOf(request)];
        if (request.path === "/") return htmlAnswer(`<h1>Start</h1>${person === undefined ? "<a href='?'>Nobody is logged in</a>" : `<p>You are ${known.mail(person)}</p>`}${start(person, known)}`);
        return answer(request, person, known);
      },
    };
  },
});

const refused: RangeAnswer = { status: 403, headers: [["content-type", "text/html"]], body: "<h1>Not for you</h1>" };
const login: RangeAnswer = htmlAnswer("<h1>Log in</h1><form method=post><input name=user><input name=pass type=password></form>");
const owners = ["ada", "bea", "cyd"] as const;
const ownerOf = (number: string | undefined, world: World): (typeof owners)[number] | undefined => owners.find((one) => String(world.number(one)) === number);
const order = (owner: string, world: World): Record<string, unknown> => ({ order: world.number(owner), buyer: world.mail(owner), goods: `${world.names.word(`goods ${owner}`)} and ${world.names.word(`more ${owner}`)}` });
const page = (owner: string, world: World): RangeAnswer => htmlAnswer(`<h1>Order</h1><p>Buyer: ${world.mail(owner)}</p><p>Goods: ${world.names.word(`goods ${owner}`)}</p>`);
const linkTo = (address: (person: Person, world: World) => string) => (person: Person | undefined, world: World): string => (person === undefined ? "" : `<a href="${world.prefix}${address(person, world)}">Yours</a>`);
const byPath = (person: Person, world: World): string => `${world.path}/${world.number(person)}`;
const byQuery = (person: Person, world: World): string => `${world.path}?number=${world.number(person)}`;
const inPath = ({ path }: RangeRequest, world: World): ReturnType<typeof ownerOf> => (path.startsWith(`${world.path}/`) ? ownerOf(path.slice(world.path.length + 1), world) : undefined);
const inQuery = ({ path, query }: RangeRequest, world: World): ReturnType<typeof ownerOf> => (path === world.path ? ownerOf(query.get("number") ?? "", world) : undefined);

/** Orders below the path, as JSON; decide says what somebody is given of one that is there. */
const orders = (name: string, vulnerable: boolean, decide: (owner: string, person: Person | undefined, world: World) => RangeAnswer, missing: RangeAnswer = { status: 404, body: "" }): RangeCase =>
  place({ name, vulnerable, reach: (world) => byPath("ada", world), start: linkTo(byPath), answer: (request, person, world) => { const owner = inPath(request, world); return owner === undefined ? missing : decide(owner, person, world); } });
/** A page without a number in its address, which the start shows to bea alone. */
const board = (name: string, vulnerable: boolean, answer: (person: Person | undefined, world: World) => RangeAnswer, start: Place["start"] = (person, world) => (person === "bea" ? `<a href="${world.prefix}${world.path}/board">Board</a>` : "")): RangeCase =>
  place({ name, vulnerable, reach: (world) => `${world.path}/board`, start, answer: (request, person, world) => (request.path === `${world.path}/board` ? answer(person, world) : undefined) });
const boardPage = (world: World): RangeAnswer => htmlAnswer(`<h1>Board</h1><ul>${[1, 2, 3, 4].map((at) => `<li>${world.names.word(`member ${at}`)} ${world.names.word(`of ${at}`)}</li>`).join("")}</ul>`);

export const cases: readonly RangeCase[] = [
  orders("an order of JSON that is given to whoever is logged in", true, (owner, person, world) => (person === undefined ? refused : jsonAnswer(order(owner, world)))),
  orders("an order that is given to everybody", true, (owner, _person, world) => jsonAnswer(order(owner, world))),
  place({ name: "an order in a page, by a number in the query", vulnerable: true, reach: (world) => byQuery("ada", world), start: linkTo(byQuery), answer: (request, person, world) => { const owner = inQuery(request, world); return person === undefined ? login : owner === undefined ? htmlAnswer("<h1>No such order</h1>") : page(owner, world); } }),
  place({ name: "a number in base64", vulnerable: true, reach: (world) => `${world.path}?of=${encodeURIComponent(btoa(`order-${world.number("ada")}`))}`, start: linkTo((person, world) => `${world.path}?of=${encodeURIComponent(btoa(`order-${world.number(person)}`))}`), answer: ({ path, query }, person, world) => { const owner = path === world.path ? ownerOf(Buffer.from(query.get("of") ?? "", "base64").toString().replace("order-", ""), world) : undefined; return person === undefined ? refused : owner === undefined ? undefined : page(owner, world); } }),
  place({ name: "a profile by a name in the query", vulnerable: true, reach: (world) => `${world.path}?user=ada`, start: linkTo((person, world) => `${world.path}?user=${person}`), answer: ({ path, query }, person, world) => (path !== world.path ? undefined : person === undefined ? refused : owners.some((one) => one === query.get("user")) ? jsonAnswer({ name: query.get("user"), mail: world.mail(query.get("user") ?? ""), phone: world.names.number(`phone ${query.get("user")}`, 10_000_000, 99_999_999) }) : { status: 404, body: "" }) }),
  place({ name: "a file by its name", vulnerable: true, reach: (world) => `${world.path}/invoice-${world.number("ada")}.txt`, start: linkTo((person, world) => `${world.path}/invoice-${world.number(person)}.txt`), answer: ({ path }, person, world) => { const owner = ownerOf(/invoice-(\d+)\.txt$/.exec(path)?.[1], world); return person === undefined ? refused : owner === undefined ? undefined : { status: 200, headers: [["content-type", "text/plain"]], body: `Invoice\nTo: ${world.mail(owner)}\nSum: ${world.names.number(`sum ${owner}`, 100, 999)}\n` }; } }),
  orders("things without a name of their owner, in lists that are apart", true, (owner, person, world) => (person === undefined ? refused : htmlAnswer(`<h1>Note</h1><p>${world.names.word(`line one of ${owner}`)} ${world.names.word(`line two of ${owner}`)}</p><p>${world.names.word(`line three of ${owner}`)}</p>`))),
  board("a page of those with more rights that opens for all who know it", true, (person, world) => (person === undefined ? login : boardPage(world))),
  board("a function of JSON that only a menu hides", true, (person, world) => (person === undefined ? refused : jsonAnswer([1, 2, 3].map((at) => ({ name: world.names.word(`member ${at}`), pay: world.names.number(`pay ${at}`, 1000, 9000) })))), (person, world) => (person === "bea" ? `<script>menu(${JSON.stringify([`${world.prefix}${world.path}/board`])})</script>` : "")),
  place({ name: "the order next to one's own, of somebody who left", vulnerable: true, reach: (world) => byPath("ada", world), start: linkTo(byPath), answer: (request, person, world) => (person !== undefined && request.path === `${world.path}/${world.number("ada") + 1}` ? jsonAnswer(order("cyd", world)) : inPath(request, world) === undefined ? undefined : inPath(request, world) === person ? jsonAnswer(order(person ?? "", world)) : refused) }),

  orders("the owner is asked for: refused", false, (owner, person, world) => (owner === person ? jsonAnswer(order(owner, world)) : refused)),
  orders("the owner is asked for: not there", false, (owner, person, world) => (owner === person ? jsonAnswer(order(owner, world)) : { status: 404, body: "" })),
  orders("the owner is asked for: a page that says so, with success", false, (owner, person, world) => (person === undefined ? login : owner === person ? page(owner, world) : htmlAnswer("<h1>Orders</h1><p>There is no such order.</p>")), htmlAnswer("<h1>Orders</h1><p>There is no such order.</p>")),
  orders("others are sent to the start", false, (owner, person, world) => (owner === person ? page(owner, world) : { status: 302, headers: [["location", "../"]], body: "" })),
  orders("an empty list for others", false, (owner, person, world) => jsonAnswer({ orders: owner === person ? [order(owner, world)] : [], total: owner === person ? 1 : 0 })),
  orders("the number is not read: each sees the own", false, (_owner, person, world) => (person === undefined ? login : page(person, world))),
  place({ name: "a project of both", vulnerable: false, reach: (world) => `${world.path}/${world.number("ada")}`, start: (person, world) => (person === undefined ? "" : `<a href="${world.prefix}${world.path}/${world.number("ada")}">Our project</a>`), answer: (request, person, world) => (inPath(request, world) === undefined ? undefined : person === undefined ? refused : jsonAnswer({ project: world.names.word("project"), members: [world.mail("ada"), world.mail("bea")] })) }),
  orders("a public page with the name of its writer", false, (owner, _person, world) => htmlAnswer(`<h1>${world.names.word(`title ${owner}`)}</h1><p>by ${owner}</p><p>${world.names.word(`text ${owner}`)}</p>`)),
  orders("a page for all with the reader's own name on it", false, (owner, person, world) => htmlAnswer(`<p>Hello ${person === undefined ? "visitor" : world.mail(person)}</p><h1>${world.names.word(`title ${owner}`)}</h1>`)),
  board("a board that says no in a page", false, (person, world) => (person === "bea" ? boardPage(world) : htmlAnswer("<h1>Board</h1><p>You may not see this.</p>"))),
  board("a board that both menus show", false, (person, world) => (person === undefined ? login : boardPage(world)), (person, world) => (person === undefined ? "" : `<a href="${world.prefix}${world.path}/board">Board</a>`)),
  board("a help page that only one menu shows, and that all may read", false, () => htmlAnswer("<h1>Help</h1><p>How to use the board, for everybody who wants to know.</p>")),
  place({ name: "an answer to every address", vulnerable: false, reach: (world) => `${world.path}/board`, start: (person, world) => (person === "bea" ? `<a href="${world.prefix}${world.path}/board">Board</a>` : ""), answer: (_request, person) => (person === undefined ? login : htmlAnswer("<h1>Welcome back</h1><p>Choose something from the menu, or search.</p>")) }),
];
