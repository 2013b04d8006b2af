// Libraries by address and by their own words, and scripts that only have such words in them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { browserLibrary } from "./browser-library.ts";

const js = "text/javascript";
passiveSuite(browserLibrary, {
  finds: [
    ["a name with its version", { body: "<script src=/js/jquery-1.12.4.min.js></script>" }, { component: "pkg:npm/jquery@1.12.4", at: "origin:script:https://shop.example/js/jquery-1.12.4.min.js" }],
    ["a folder with a version", { body: "<script src=https://cdn.example/ajax/libs/lodash.js/4.17.4/lodash.min.js></script><script src=https://cdn.example/ajax/libs/moment/2.29.1/moment.min.js></script>" }, { component: "pkg:npm/moment@2.29.1" }],
    ["a package with a version", { body: "<script src=https://cdn.example/npm/vue@2.6.10/dist/vue.js></script>" }, { component: "pkg:npm/vue@2.6.10" }],
    ["a banner", { url: "https://shop.example/a.js", type: js, body: "/*! jQuery v3.4.1 | (c) JS Foundation */\nf()" }, { component: "pkg:npm/jquery@3.4.1", technique: "content" }],
    ["several banners in a bundle", { url: "https://shop.example/b.js", type: js, body: "/*!\n  * Bootstrap v4.3.1 (https://getbootstrap.com/)\n */f();\n/*! @license DOMPurify 2.0.3 | (c) */g()" }, { component: "pkg:npm/dompurify@2.0.3" }],
    ["the address of a script itself", { url: "https://shop.example/angular-1.5.0.js", type: js, body: "f()" }, { component: "pkg:npm/angular@1.5.0", technique: "address" }],
  ],
  passes: [
    ["another name that ends alike", { body: "<script src=/js/my-jquery-1.0.0.js></script>" }],
    ["no version", { body: "<script src=/js/jquery.min.js></script>" }],
    ["a date", { body: "<script src=/js/2024.11.01/app.js></script>" }],
    ["a text on a library", { body: "<p>We use jQuery v3.4.1" }],
    ["a plug-in of a library", { url: "https://shop.example/p.js", type: js, body: "/*! Tiny carousel for jQuery v3.4.1 */f()" }],
    ["a missing script", { url: "https://shop.example/jquery-1.12.4.js", status: 404, type: js, body: "no" }],
  ],
});
