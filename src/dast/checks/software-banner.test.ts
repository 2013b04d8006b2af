// Which answers tell versions of software.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { softwareBanner } from "./software-banner.ts";

passiveSuite(softwareBanner, {
  finds: [
    ["Server with a version", { headers: [["server", "nginx/1.18.0 (Ubuntu)"]] }, { about: "nginx", component: "pkg:generic/nginx@1.18.0" }],
    ["several products in one banner", { headers: [["server", "Apache/2.4.41 (Unix) OpenSSL/1.1.1d PHP/7.4.3"]] }, { about: "openssl" }],
    ["a framework by name", { headers: [["x-powered-by", "Express"]] }, { technique: "name" }],
    ["a header that is a version", { headers: [["x-aspnet-version", "4.0.30319"]] }, { about: "asp.net" }],
    ["a generator", { body: '<meta name="generator" content="WordPress 6.4.1">' }, { about: "wordpress", at: "origin:meta-generator" }],
    ["an error page too", { status: 404, headers: [["server", "Jetty/9.4.43.v20210629"]] }],
  ],
  passes: [
    ["a bare server name", { headers: [["server", "nginx"]] }],
    ["nothing", {}],
    ["a proxy without a version", { headers: [["via", "1.1 varnish"]] }],
    ["a description that is no generator", { body: '<meta name="description" content="Release 2.4.1">' }],
  ],
});
