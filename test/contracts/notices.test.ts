/** Notices on every adapter, and what a network, a disk and a crash do to them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSignedFetch } from "@barq/functions/wire/signed-fetch";
import { createEmlNotices } from "@barq/notices/eml";
import { createMemoryNotices } from "@barq/notices/memory";
import { mimeOf } from "@barq/notices/mime";
import { createSesNotices } from "@barq/notices/ses";
import PostalMime from "postal-mime";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { credentials, region } from "./aws-standin.ts";
import { describeNotices, notice } from "./notices.ts";
import { startSesStandIn } from "./ses-standin.ts";

const from = { name: "برق Barq", address: "receipts@barq.example" };
const home = mkdtempSync(join(tmpdir(), "barq-notices-"));
const ses = await startSesStandIn({ region, secret: credentials.secretAccessKey, domain: "barq.example" });
afterAll(async () => {
  rmSync(home, { recursive: true });
  await ses.close();
});
beforeEach(() => {
  ses.sent.length = 0;
  ses.faults.length = 0;
});

const overWire = (secretAccessKey = credentials.secretAccessKey) =>
  createSesNotices({
    endpoint: new URL(ses.origin),
    from,
    fetch: createSignedFetch({
      service: "ses",
      region,
      credentials: { ...credentials, secretAccessKey },
      tries: 1,
      timeoutMs: 5000,
    }),
  });
const newFolder = (): string => join(mkdtempSync(join(home, "f-")), "notices");

describeNotices("memory twin", async () => {
  const { notices, sent } = createMemoryNotices();
  return { notices, arrived: () => Promise.all(sent.map((each) => PostalMime.parse(mimeOf(each, from)))) };
});
describeNotices(".eml files", async () => {
  const folder = newFolder();
  return {
    notices: createEmlNotices(folder, from),
    arrived: async () => {
      const names = readdirSync(join(folder, "..")).includes("notices") ? readdirSync(folder) : [];
      return Promise.all(names.map((name) => PostalMime.parse(readFileSync(join(folder, name)))));
    },
  };
});
describeNotices("SES", async () => ({ notices: overWire(), arrived: async () => ses.sent }));

describe("notices, .eml files: a crash and a disk", () => {
  it("never write over a message that was sent, and leave no draft behind", async () => {
    const folder = newFolder();
    await createEmlNotices(folder, from).send(notice());
    const before = readFileSync(join(folder, "receipt.ses_abc.1.eml"), "utf8");
    expect(await createEmlNotices(folder, from).send(notice({ text: "another" }))).toEqual({ kind: "sent" });
    expect(readFileSync(join(folder, "receipt.ses_abc.1.eml"), "utf8")).toBe(before);
    expect(readdirSync(folder)).toEqual(["receipt.ses_abc.1.eml"]);
  });

  it("are nobody else's to read, and of one message the same bytes", async () => {
    const folder = newFolder();
    await createEmlNotices(folder, from).send(notice());
    expect(statSync(join(folder, "receipt.ses_abc.1.eml")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "receipt.ses_abc.1.eml"), "utf8")).toBe(mimeOf(notice(), from));
  });

  it("say unknown where nothing can be written, and throw nothing", async () => {
    const folder = join(mkdtempSync(join(home, "f-")), "file");
    writeFileSync(folder, "no folder");
    expect(await createEmlNotices(join(folder, "notices"), from).send(notice())).toEqual({ kind: "unknown" });
  });
});

describe("notices, SES: the network", () => {
  it("make each call once: what got no answer is unknown, sent or not", async () => {
    ses.faults.push("reset");
    expect(await overWire().send(notice())).toEqual({ kind: "unknown" });
    expect(ses.sent).toEqual([]);
    ses.faults.push("lost answer");
    expect(await overWire().send(notice())).toEqual({ kind: "unknown" });
    expect(ses.sent).toHaveLength(1);
  });

  it("know a message that is never taken from a day on which none is", async () => {
    const cases = [
      [400, "MessageRejected", { kind: "refused", code: "rejected" }],
      [400, "BadRequestException", { kind: "refused", code: "rejected" }],
      [400, "SendingPausedException", { kind: "unknown" }],
      [400, "AccountSuspendedException", { kind: "unknown" }],
      [400, "LimitExceededException", { kind: "unknown" }],
      [429, "TooManyRequestsException", { kind: "unknown" }],
      [503, "InternalFailure", { kind: "unknown" }],
    ] as const;
    for (const [status, type, answer] of cases) {
      ses.faults.push({ status, type });
      expect(await overWire().send(notice()), type).toEqual(answer);
    }
    expect(await overWire("another secret").send(notice())).toEqual({ kind: "unknown" });
    expect(ses.sent).toEqual([]);
  });
});
