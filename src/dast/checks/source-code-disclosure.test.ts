// Code that was sent instead of run, and code that is shown on purpose.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { sourceCodeDisclosure } from "./source-code-disclosure.ts";

passiveSuite(sourceCodeDisclosure, {
  finds: [
    ["PHP", { type: "text/plain", body: "<?php\n$q = $_GET['q'];\necho $q;" }, { about: "PHP" }],
    ["JSP", { body: '<%@ page language="java" import="java.util.*" %><html>' }, { about: "JSP" }],
    ["a template", { body: '{% extends "base.html" %}{% block x %}{{ y }}{% endblock %}' }],
    ["Python", { type: "text/plain", body: "import os\nimport sys\n\ndef main(x):\n    pass\n" }],
    ["Java", { type: "text/plain", body: "package com.acme;\n\nimport java.util.List;\n\npublic final class Shop {" }],
  ],
  passes: [
    ["escaped code", { body: "<pre>&lt;?php echo $_GET[1];" }],
    ["code in a sample", { body: "<pre><?php echo $_GET['x']; ?></pre>" }],
    ["an XML declaration", { type: "application/xml", body: "<?xml version=\"1.0\"?><a/>" }],
    ["a script for the browser", { type: "text/javascript", body: "import x from 'y'; function main() {}" }],
    ["an error page", { status: 404, type: "text/plain", body: "<?php echo $_GET[1];" }],
  ],
});
