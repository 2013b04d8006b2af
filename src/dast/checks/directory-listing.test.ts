// Lists of files as servers make them, and pages that only look like them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { directoryListing } from "./directory-listing.ts";

passiveSuite(directoryListing, {
  finds: [
    ["Apache", { url: "https://shop.example/img/", body: '<title>Index of /img</title><h1>Index of /img</h1><a href="?C=N;O=D">Name</a><a href="/">Parent Directory</a><a href="a.png">a.png</a>' }],
    ["IIS", { url: "https://shop.example/img/", body: '<A HREF="/">[To Parent Directory]</A><A HREF="/img/a.png">a.png</A>' }],
    ["Python", { body: '<h1>Directory listing for /</h1><ul><li><a href="a.txt">a.txt</a>' }],
    ["a bucket", { type: "application/xml", body: '<?xml version="1.0"?><ListBucketResult><Name>b</Name><Contents><Key>a.txt</Key></Contents></ListBucketResult>' }],
    ["Tomcat", { url: "https://shop.example/a/", body: '<title>Directory Listing For [/a/]</title><a href="/a/x.txt">x.txt</a>' }],
  ],
  passes: [
    ["an article on indexes", { body: '<title>Index of consumer prices</title><a href="https://a.example/">a</a>' }],
    ["a page of links", { body: '<h1>Downloads</h1><a href="a.zip">a</a><a href="b.zip">b</a>' }],
    ["a list that is refused", { status: 403, body: '<title>Index of /</title><a href="a">a</a>' }],
    ["other XML", { type: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }],
  ],
});
