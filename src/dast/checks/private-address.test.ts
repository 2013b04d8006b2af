// Which answers tell addresses of the inside network.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { privateAddress } from "./private-address.ts";

passiveSuite(privateAddress, {
  finds: [
    ["an address in the page", { body: "<p>upstream 10.20.30.40 failed" }, { about: "10.20.30.40" }],
    ["an address in a header", { status: 302, headers: [["location", "http://192.168.7.9:8080/x"]] }, { at: "header:location" }],
    ["a name inside a cluster", { body: "cannot reach orders.shop.svc.cluster.local" }],
    ["a host name made of an address", { body: "served by ip-10-0-3-17.eu-west-1.compute.internal" }],
    ["172.16.0.0/12", { body: "db=172.20.1.5" }],
  ],
  passes: [
    ["a public address", { body: "8.8.8.8 and 172.32.0.1" }],
    ["a version that looks like one", { body: "version 10.4.2.1 of the driver" }],
    ["the address the system was reached by", { url: "http://10.0.0.5/x", body: "<a href=http://10.0.0.5/y>" }],
    ["part of a longer number", { body: "1.3.6.1.4.1.10.1.2.3.4 and 10.1.2.3.4" }],
    ["what the request itself held", { url: "https://shop.example/?q=10.9.8.7", body: "nothing found for 10.9.8.7" }],
  ],
});
