// Every format that describes what a system answers to; the first that takes a document reads it.
import { register } from "../../../kernel/plugin.ts";
import { graphql } from "./graphql/graphql.ts";
import { har } from "./har.ts";
import { list } from "./list.ts";
import { openapi } from "./openapi/openapi.ts";
import { postman } from "./postman.ts";
import { soap } from "./soap/soap.ts";
import { traffic } from "./traffic.ts";

export const descriptions = register("description", [openapi, postman, har, soap, graphql, traffic, list]);
