// What an https page fetches over http.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { mixedContent } from "./mixed-content.ts";

passiveSuite(mixedContent, {
  finds: [
    ["a script", { body: "<script src=http://a.example/x.js></script>" }, { technique: "active" }],
    ["a style", { body: "<link rel=stylesheet href=http://a.example/x.css>" }, { technique: "active" }],
    ["a picture", { body: "<img src=http://a.example/x.png>" }, { technique: "passive" }],
    ["a frame", { body: "<iframe src=HTTP://a.example/></iframe>" }],
  ],
  passes: [
    ["https", { body: "<script src=https://a.example/x.js></script>" }],
    ["a link to follow", { body: "<a href=http://a.example/>x</a>" }],
    ["a page over http", { url: "http://shop.example/", body: "<img src=http://a.example/x.png>" }],
    ["upgraded requests", { headers: [["content-security-policy", "upgrade-insecure-requests"]], body: "<img src=http://a.example/x.png>" }],
    ["a canonical address", { body: "<link rel=canonical href=http://shop.example/>" }],
  ],
});
