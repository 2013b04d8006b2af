// Mail against a real SMTP server: STARTTLS, TLS, login, and what its answers mean.
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { contextFor, faultOf } from "../channel.suite.ts";
import { makeCertificate } from "../certificate.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { email } from "./email.ts";

const certificate = makeCertificate();

interface Mail { secure: boolean; user: unknown; to: string[]; source: string }

let open: SMTPServer | undefined;

async function mailServer(options: SMTPServerOptions): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  open = new SMTPServer({
    authMethods: ["PLAIN"],
    ...certificate,
    onAuth: ({ username, password }, _session, done) => (username === "watch" && password === "pw-xyzzy" ? done(null, { user: username }) : done(new Error("wrong: pw-guess"))),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({ secure: session.secure, user: session.user, to: session.envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
    ...options,
  });
  open.on("error", () => {});
  await new Promise<void>((resolve) => { open?.listen(0, "127.0.0.1", resolve); });
  return { port: (open.server.address() as AddressInfo).port, mails };
}

const rawSettings = (port: number, changed: object = {}) => ({ host: "localhost", port, user: "watch", password: "pw-xyzzy", ca: certificate?.cert, from: "watch@aftwatch.example", to: ["a@aftwatch.example", "b@aftwatch.example"], ...changed });
const send = (raw: unknown, notice = sampleNotice()) => email.send(notice, contextFor(email.readSettings(raw), undefined, "msg_01KEY"));
const plain = { authOptional: true, disabledCommands: ["STARTTLS", "AUTH"] };
const plainSettings = (port: number) => ({ host: "127.0.0.1", port, security: "none", from: "watch@aftwatch.example", to: ["a@aftwatch.example", "b@aftwatch.example"] });
const refusing = (code: number, message: string): Error => Object.assign(new Error(message), { responseCode: code });

describe("src/notify/channels/email.ts", () => {
  afterEach(() => new Promise<void>((resolve) => { if (open === undefined) resolve(); else open.close(resolve); open = undefined; }));

  it.skipIf(certificate === undefined)("STARTTLS: upgrades, logs in, sends (needs the openssl program; skipped without it)", async () => {
    const { port, mails } = await mailServer({});
    expect(await send(rawSettings(port))).toEqual({ kind: "sent" });
    expect(mails).toMatchObject([{ secure: true, user: "watch", to: ["a@aftwatch.example", "b@aftwatch.example"] }]);
  });

  it.skipIf(certificate === undefined)("TLS from the first byte (needs the openssl program; skipped without it)", async () => {
    const { port, mails } = await mailServer({ secure: true });
    expect(await send(rawSettings(port, { security: "tls" }))).toEqual({ kind: "sent" });
    expect(mails).toMatchObject([{ secure: true }]);
  });

  it.skipIf(certificate === undefined)("a certificate it does not trust gets no message (needs the openssl program; skipped without it)", async () => {
    const { port, mails } = await mailServer({});
    expect(await send(rawSettings(port, { ca: undefined }))).toMatchObject({ kind: "retry" });
    expect(mails).toEqual([]);
  });

  it.skipIf(certificate === undefined)("a wrong password is refused, and no password shows (needs the openssl program; skipped without it)", async () => {
    const { port } = await mailServer({});
    const delivery = await send(rawSettings(port, { password: "pw-guess" }));
    expect(delivery).toMatchObject({ kind: "refused", why: expect.stringMatching(/^SMTP 535 .*wrong: \[secret\]/) });
  });

  it("a server that offers no STARTTLS gets no message and no password", async () => {
    const { port, mails } = await mailServer(plain);
    expect(await send({ ...plainSettings(port), security: "starttls" })).toMatchObject({ kind: "refused", why: expect.stringMatching(/^SMTP 5\d\d /) });
    expect(mails).toEqual([]);
  });

  it("has one Message-ID for every attempt, one thread for every message of a group", async () => {
    const { port, mails } = await mailServer(plain);
    await send(plainSettings(port));
    await send(plainSettings(port), sampleNotice({ title: "Later" }));
    const [first, second] = mails.map(({ source }) => ({ id: /^Message-ID: (.*)$/im.exec(source)?.[1], thread: /^References: (.*)$/im.exec(source)?.[1] }));
    expect(first?.id?.trim()).toBe("<msg_01KEY@aftwatch.example>");
    expect(second).toEqual(first);
    expect(mails[0]?.source).toMatch(/^Auto-Submitted: auto-generated/im);
  });

  it("sends the same lines as text and as escaped HTML", async () => {
    const { port, mails } = await mailServer(plain);
    await send(plainSettings(port), sampleNotice({ what: "<b>bold</b>", action: { label: "Go", url: "javascript:alert(1)" } }));
    const source = mails[0]?.source.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
    expect(source).toContain("What: <b>bold</b>");
    expect(source).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(source).not.toContain('href="javascript');
  });

  it("shows what else a reader may do, in text and in HTML; only web addresses become links", async () => {
    const { port, mails } = await mailServer(plain);
    await send(plainSettings(port), sampleNotice({ links: [{ label: "Acknowledge <now>", url: "https://aftwatch.example/ack/a" }, { label: "Runbook", url: "javascript:alert(1)" }] }));
    const source = mails[0]?.source.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
    expect(source).toContain("Acknowledge <now>: https://aftwatch.example/ack/a");
    expect(source).toContain('<a href="https://aftwatch.example/ack/a">Acknowledge &lt;now&gt;</a> · Runbook javascript:alert(1)'.replace("·", "=C2=B7"));
  });

  it("a line break in a title cannot add a header", async () => {
    const { port, mails } = await mailServer(plain);
    await send(plainSettings(port), sampleNotice({ title: "x\r\nBcc: evil@example.com" }));
    expect(mails[0]?.source).not.toMatch(/^Bcc:/im);
    expect(mails[0]?.to).toHaveLength(2);
  });

  it.each([
    [450, "retry"], [451, "retry"], [452, "retry"], [550, "refused"], [552, "refused"], [554, "refused"],
  ])("%i from the server is %s", async (code, kind) => {
    const { port } = await mailServer({ ...plain, onMailFrom: (_address, _session, done) => done(refusing(code, "says the server")) });
    expect(await send(plainSettings(port))).toEqual({ kind, why: `SMTP ${code} says the server` });
  });

  it("names the people the server did not take, and does not send twice to the others", async () => {
    const { port, mails } = await mailServer({ ...plain, onRcptTo: ({ address }, _session, done) => (address.startsWith("b@") ? done(refusing(550, "unknown")) : done()) });
    expect(await send(plainSettings(port))).toEqual({ kind: "sent", detail: "not accepted for b@aftwatch.example" });
    expect(mails).toMatchObject([{ to: ["a@aftwatch.example"] }]);
  });

  it.each([
    ["/password", "a user without a password", { user: "watch" }],
    ["/user", "a password without a user", { password: "pw" }],
    ["/security", "a password in the clear", { security: "none", user: "watch", password: "pw" }],
    ["/security", "an unknown security", { security: "ssl" }],
    ["/port", "a port out of range", { port: 70_000 }],
    ["/from", "a list for one address", { from: "a@x.example, b@x.example" }],
    ["/to", "nobody", { to: [] }],
    ["/to", "an address with a line break", { to: ["a@x.example\nBcc: b@x.example"] }],
    ["/ca", "no PEM", { ca: "trust me" }],
  ])("names %s: %s", (at, _why, changed) => {
    expect(faultOf(() => email.readSettings({ host: "mail.example", from: "a@x.example", to: ["b@x.example"], ...changed })).places.map((place) => place.at)).toEqual([at]);
  });

  it.each([[undefined, "587"], ["starttls", "587"], ["tls", "465"], ["none", "25"]])("security %s means port %s", (security, port) => {
    expect(email.showSettings(email.readSettings({ host: "mail.example", from: "a@x.example", to: ["b@x.example"], ...(security ? { security } : {}) }))).toMatchObject({ port });
  });
});
