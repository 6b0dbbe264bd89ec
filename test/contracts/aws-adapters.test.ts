/** Archive, intake and connections on AWS, against strict stand-ins: the contracts, and what a network does to them. */
import { randomUUID } from "node:crypto";
import { createS3Archive } from "@barq/archive/s3";
import { createSignedFetch } from "@barq/functions/wire/signed-fetch";
import { createSqsIntake } from "@barq/intake/sqs";
import { createApiGatewayConnections } from "@barq/stations/api-gateway";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { bytes, describeArchive } from "./archive.ts";
import { credentials, region, startAwsStandIn } from "./aws-standin.ts";
import { record } from "./intake-records.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
beforeEach(() => {
  aws.faults.length = 0;
  aws.asked.length = 0;
  aws.messages.length = 0;
  aws.frames.length = 0;
  aws.bucketIsGone = false;
});

const signed = (service: string) =>
  createSignedFetch({ service, region, credentials, timeoutMs: 5000, wait: async () => undefined });

function newArchive() {
  const bucket = randomUUID();
  const fetch = signed("s3");
  return createS3Archive({
    bucket: new URL(aws.origin),
    fetch: (address, request) =>
      fetch(address, { ...request, headers: { ...request.headers, "x-amz-meta-bucket": bucket } }),
  });
}
const newIntake = () =>
  createSqsIntake({
    queue: new URL(`${aws.origin}/1/intake.fifo`),
    fetch: signed("sqs"),
    newId: randomUUID,
  });
const connections = createApiGatewayConnections({
  endpoint: new URL(`${aws.origin}/$default`),
  fetch: signed("execute-api"),
});

describeArchive("S3", newArchive);

describe("archive, S3: the network", () => {
  it("writes once when the request or its answer is lost, or S3 is busy", async () => {
    const archive = newArchive();
    for (const [n, fault] of (["reset", "lost answer", 503, 500, 409] as const).entries()) {
      aws.faults.push(fault);
      expect(await archive.put(`t/${n}`, bytes("x")), String(fault)).toBe("kept");
      expect(await archive.get(`t/${n}`)).toEqual(bytes("x"));
    }
  });

  it("says so when S3 refuses, and that is never an empty archive", async () => {
    const archive = newArchive();
    await archive.put("t/a", bytes("x"));
    aws.faults.push(403);
    await expect(archive.get("t/a")).rejects.toThrow("403");
    aws.faults.push(403);
    await expect(archive.put("t/b", bytes("x"))).rejects.toThrow("403");
    aws.faults.push(503, 503, 503);
    await expect(archive.put("t/b", bytes("x"))).rejects.toThrow("503");
    aws.bucketIsGone = true;
    await expect(archive.get("t/a")).rejects.toThrow("404");
  });

  it("asks for every sign that a name may have as itself", async () => {
    const archive = newArchive();
    const names = ["a+b", "a=b@c", "a.b-c_d", "1/2/3"];
    for (const name of names) expect(await archive.put(name, bytes(name))).toBe("kept");
    for (const name of names) expect(await archive.get(name)).toEqual(bytes(name));
  });
});

describe("intake, SQS", () => {
  it("has a record in its station's group, in the order of acceptance, when append resolves", async () => {
    const intake = newIntake();
    for (const one of [record("A", 1), record("B", 1), record("A", 2)]) await intake.append(one);
    expect(aws.messages.map(({ body, attributes }) => [attributes.MessageGroupId, JSON.parse(body)])).toEqual(
      [
        ["A", record("A", 1)],
        ["B", record("B", 1)],
        ["A", record("A", 2)],
      ],
    );
  });

  it("keeps two records that look alike, and has one whose acceptance was told twice only once", async () => {
    const intake = newIntake();
    await intake.append(record("A", 1));
    aws.faults.push("lost answer");
    await intake.append(record("A", 1));
    expect(aws.messages).toHaveLength(2);
    expect(aws.asked).toEqual(["sqs POST", "sqs POST", "sqs POST"]);
  });

  it("rejects what was not accepted: it is then not acknowledged, and comes again", async () => {
    const intake = newIntake();
    aws.faults.push(400);
    await expect(intake.append(record("A", 1))).rejects.toThrow("not durable");
    aws.faults.push("reset", "reset", "reset");
    await expect(intake.append(record("A", 1))).rejects.toThrow();
    expect(aws.messages).toEqual([]);
  });

  it("rejects an acceptance of something else than was sent", async () => {
    const intake = createSqsIntake({
      queue: new URL(`${aws.origin}/1/intake.fifo`),
      fetch: async () => Response.json({ MessageId: "m", MD5OfMessageBody: "0".repeat(32) }),
      newId: randomUUID,
    });
    await expect(intake.append(record("A", 1))).rejects.toThrow("something else");
  });

  it("takes stations with signs that a group's name may not have", async () => {
    await newIntake().append(record("MA*EVC é/1", 1));
    expect(aws.messages[0]?.attributes.MessageGroupId).toBe("MA*EVC%20%C3%A9%2F1");
  });

  it("is drained by its event alone", async () => {
    await expect(newIntake().drain(async () => 0)).rejects.toThrow("by its event");
  });
});

describe("connections, API Gateway", () => {
  const open = "L0SM9cOFvHcCIhw=";

  it("posts a frame as it is to an open connection", async () => {
    aws.open.add(open);
    expect(await connections.post(open, '[2,"1","Reset",{"é":"برق"}]')).toBe("posted");
    expect(aws.frames).toEqual([{ connection: open, frame: '[2,"1","Reset",{"é":"برق"}]' }]);
  });

  it("knows a connection that is gone from one that does not answer", async () => {
    aws.open.add(open);
    expect(await connections.post("other=", "x")).toBe("gone");
    for (const faults of [["reset", "reset", "reset"], [500, 500, 500], [403]] as const) {
      aws.faults.push(...faults);
      expect(await connections.post(open, "x"), String(faults)).toBe("unknown");
    }
    aws.faults.push("reset");
    expect(await connections.post(open, "x")).toBe("posted");
  });
});

describe("signed fetch", () => {
  it("is refused with another secret, so the stand-in does look", async () => {
    const forged = createSignedFetch({
      service: "s3",
      region,
      credentials: { ...credentials, secretAccessKey: "another" },
    });
    const answer = await forged(new URL("/t/a", aws.origin), { method: "GET" });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("the signature is another one");
  });

  it("gives up a call to which nothing is said, and makes it again", async () => {
    const patient = createSignedFetch({ service: "s3", region, credentials, timeoutMs: 200 });
    aws.faults.push("silence");
    expect((await patient(new URL("/t/a", aws.origin), { method: "GET" })).status).toBe(404);
    aws.faults.push("silence", "silence", "silence");
    await expect(patient(new URL("/t/a", aws.origin), { method: "GET" })).rejects.toThrow();
  });
});
