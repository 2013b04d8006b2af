// Which addresses hold what only one person may have.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { informationInUrl } from "./information-in-url.ts";

passiveSuite(informationInUrl, {
  finds: [
    ["a session in the path", { url: "https://shop.example/cart;jsessionid=8F3A2B1C9D7E6F50" }, { technique: "session" }],
    ["a password", { url: "https://shop.example/login?password=Tr0ub4dor" }, { technique: "credential", severity: "medium" }],
    ["a token in a link", { body: "<a href=/next?access_token=ab12cd34ef>x</a>" }, { technique: "link" }],
    ["a token in a link elsewhere", { body: "<a href=https://a.example/?token=ab12cd34ef>x</a>" }, { technique: "link-away" }],
    ["a redirect with a session", { status: 302, headers: [["location", "/home?sid=ab12cd34ef"]] }],
    ["a referrer", { url: "https://shop.example/?token=ab12cd34ef", headers: [["referrer-policy", "unsafe-url"]], body: "<img src=https://a.example/p.png>" }, { technique: "referrer" }],
  ],
  passes: [
    ["ordinary parameters", { url: "https://shop.example/?page=2&sort=name&key=color" }],
    ["an empty one", { url: "https://shop.example/?token=&password=" }],
    ["a word for a page", { body: "<a href=/docs?token=overview>x</a>" }],
    ["a refused request", { status: 404, url: "https://shop.example/?sid=ab12cd34ef" }],
    ["a template of an address", { body: "<a href='/x?token={token}'>x</a>" }],
  ],
});
