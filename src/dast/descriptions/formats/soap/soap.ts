// SOAP services by WSDL 1.1 with the schemas in it: one route for each operation of each binding, with a sample envelope.
import { parseElements } from "../../../page/elements.ts";
import type { PageElement } from "../../../page/elements.ts";
import type { Route } from "../../../route.ts";
import { atOrigin, describedRoute, mostRoutes } from "../../described-route.ts";
import { defineDescription } from "../../description.ts";
import type { DescriptionContext, DescriptionDocument } from "../../description.ts";
import { unreadable } from "../../document-value.ts";
import { childrenOf, localName, treeOf } from "./tree.ts";
import type { XmlTree } from "./tree.ts";
import { schemaOf } from "./schema.ts";
import { envelopeOf } from "./envelope.ts";

const soap11 = "http://schemas.xmlsoap.org/wsdl/soap/";
const soap12 = "http://schemas.xmlsoap.org/wsdl/soap12/";

export const soap = defineDescription({
  id: "soap",
  about: "WSDL 1.1 with inline XML Schema: SOAP 1.1 and 1.2, document and rpc.",
  takes: ({ text }) => /<(?:[\w-]+:)?definitions[\s>]/.test(text.slice(0, 20_000)) && text.includes("http://schemas.xmlsoap.org/wsdl/"),
  read(document, context) {
    const tree = treeOf(parseElements(document.text, { xml: true }).elements);
    const root = tree.all.find((one) => localName(one) === "definitions");
    if (root === undefined) throw unreadable(document, "", "has no <definitions>");
    const left = tree.all.filter((one) => /^(?:import|include)$/.test(localName(one)) && (one.attributes["location"] ?? one.attributes["schemaLocation"]) !== undefined).map((one) => ({ at: `line ${one.line}`, why: `imports ${one.attributes["location"] ?? one.attributes["schemaLocation"]}: only what is in the document is read` }));
    const routes = portsOf(tree, root).flatMap((port) => operationsOf(tree, root, port, { document, context }));
    return { routes: routes.slice(0, mostRoutes), left, notes: routes.length > mostRoutes ? [`more than ${mostRoutes} operations: the first are taken`] : [] };
  },
});

/** version: of SOAP; binding by its local name. */
interface Port { address: string; binding: PageElement; version: "1.1" | "1.2"; style: string }

function portsOf(tree: XmlTree, root: PageElement): Port[] {
  return childrenOf(tree, root, "service").flatMap((service) => childrenOf(tree, service, "port")).flatMap((port): Port[] => {
    const address = childrenOf(tree, port, "address")[0];
    const binding = childrenOf(tree, root, "binding").find((one) => one.attributes["name"] === unprefixed(port.attributes["binding"]));
    const soapBinding = binding === undefined ? undefined : childrenOf(tree, binding, "binding")[0];
    if (address === undefined || binding === undefined || soapBinding === undefined) return [];
    const namespace = tree.namespaceOf(soapBinding);
    if (namespace !== soap11 && namespace !== soap12) return [];
    return [{ address: address.attributes["location"] ?? "", binding, version: namespace === soap12 ? "1.2" : "1.1", style: soapBinding.attributes["style"] ?? "document" }];
  });
}

const unprefixed = (name: string | undefined): string => (name ?? "").replace(/^.*:/, "");

function operationsOf(tree: XmlTree, root: PageElement, port: Port, { document, context }: { document: DescriptionDocument; context: DescriptionContext }): Route[] {
  const schema = schemaOf(tree);
  const portType = childrenOf(tree, root, "portType").find((one) => one.attributes["name"] === unprefixed(port.binding.attributes["type"]));
  const url = atOrigin(port.address, context.origin) ?? `${context.origin}${URL.canParse(document.from) ? new URL(document.from).pathname : "/"}`;
  return childrenOf(tree, port.binding, "operation").flatMap((bound) => {
    const name = bound.attributes["name"] ?? "";
    const operation = portType === undefined ? undefined : childrenOf(tree, portType, "operation").find((one) => one.attributes["name"] === name);
    const input = operation === undefined ? undefined : childrenOf(tree, operation, "input")[0];
    const message = childrenOf(tree, root, "message").find((one) => one.attributes["name"] === unprefixed(input?.attributes["message"]));
    const soapOperation = childrenOf(tree, bound, "operation")[0];
    const style = soapOperation?.attributes["style"] ?? port.style;
    const action = soapOperation?.attributes["soapAction"] ?? "";
    const body = envelopeOf({ schema, version: port.version, style, operation: name, targetNamespace: root.attributes["targetNamespace"] ?? "", parts: message === undefined ? [] : childrenOf(tree, message, "part") });
    const headers = port.version === "1.1" ? [["content-type", "text/xml; charset=utf-8"], ["soapaction", `"${action}"`]] as const : [["content-type", `application/soap+xml; charset=utf-8${action === "" ? "" : `; action="${action}"`}`]] as const;
    return describedRoute({ method: "POST", url, headers, body, operation: `${name} SOAP ${port.version}` }, "soap", document.from) ?? [];
  });
}
