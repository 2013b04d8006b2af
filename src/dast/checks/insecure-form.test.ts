// Which forms send their input without protection.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { insecureForm } from "./insecure-form.ts";

passiveSuite(insecureForm, {
  finds: [
    ["an https page that sends over http", { body: "<form action=http://shop.example/in><input name=a></form>" }, { technique: "action" }],
    ["a password over http", { url: "http://shop.example/", body: "<form method=post><input type=password name=p></form>" }, { technique: "password" }],
    ["a password into the address", { body: "<form><input type=password name=p></form>" }, { technique: "get" }],
    ["a login on an http page that sends over https", { url: "http://shop.example/", body: "<form method=post action=https://shop.example/in><input type=password></form>" }, { technique: "page" }],
    ["a field outside its form", { body: "<form id=f></form><input type=password form=f>" }, { technique: "get" }],
  ],
  passes: [
    ["https by POST", { body: "<form method=post action=/in><input type=password></form>" }],
    ["a search over http", { url: "http://shop.example/", body: "<form><input name=q></form>" }],
    ["a password field without a form", { body: "<input type=password>" }],
    ["an error page", { status: 500, body: "<form><input type=password></form>" }],
  ],
});
