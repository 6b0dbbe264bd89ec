/**
 * The parts of S3, SQS and API Gateway that our adapters use, on loopback and strict: what AWS would refuse is refused, and
 * what would go unnoticed there (a write without a condition) is refused too. A fault is for the next request alone.
 */
import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { signatureFault } from "./sigv4.ts";

export const region = "eu-west-3";
export const credentials = {
  accessKeyId: "AKID",
  secretAccessKey: "secret/+=",
  sessionToken: "a session token",
};

/**
 * `reset`: the request is lost; `lost answer`: it is done, and its answer is lost; `silence`: nothing is ever said; a number:
 * answered with that status
 */
type Fault = "reset" | "lost answer" | "silence" | number;

interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly MessageGroupId: string };
}

interface AwsStandIn {
  readonly origin: string;
  readonly faults: Fault[];
  /** what was asked, by service and operation */
  readonly asked: string[];
  /** the queue's messages in the order of acceptance */
  readonly messages: QueuedMessage[];
  /** what was posted to open connections */
  readonly frames: { readonly connection: string; readonly frame: string }[];
  readonly open: Set<string>;
  /** the bucket is not there */
  bucketIsGone: boolean;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: Buffer | string;
}

const xml = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

export async function startAwsStandIn(): Promise<AwsStandIn> {
  const files = new Map<string, Buffer>();
  const seen = new Map<string, string>();
  const faults: Fault[] = [];
  const asked: string[] = [];
  const messages: QueuedMessage[] = [];
  const frames: { connection: string; frame: string }[] = [];
  const open = new Set<string>();

  const s3 = (request: IncomingMessage, body: Buffer): Answer => {
    if (standIn.bucketIsGone) return { status: 404, body: xml("NoSuchBucket") };
    // A bucket of its own for each archive under test.
    const key = `${request.headers["x-amz-meta-bucket"]}${decodeURIComponent(request.url ?? "")}`;
    const before = files.get(key);
    if (request.method === "GET") {
      return before ? { status: 200, body: before } : { status: 404, body: xml("NoSuchKey") };
    }
    if (request.method !== "PUT" || request.headers["if-none-match"] !== "*") {
      return { status: 400, body: xml("WriteWithoutCondition") };
    }
    if (request.headers["x-amz-content-sha256"] !== sha256(body)) {
      return { status: 400, body: xml("XAmzContentSHA256Mismatch") };
    }
    if (before) return { status: 412, body: xml("PreconditionFailed") };
    files.set(key, body);
    return { status: 200 };
  };

  const sqs = (request: IncomingMessage, body: Buffer): Answer => {
    if (request.headers["content-type"] !== "application/x-amz-json-1.0") return { status: 400 };
    if (request.headers["x-amz-target"] !== "AmazonSQS.SendMessage") return { status: 400 };
    const { QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId } = JSON.parse(body.toString());
    const legal = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
    if (!legal.test(MessageGroupId) || !legal.test(MessageDeduplicationId) || !QueueUrl.endsWith(".fifo")) {
      return { status: 400, body: JSON.stringify({ __type: "InvalidParameterValue" }) };
    }
    let messageId = seen.get(MessageDeduplicationId);
    if (messageId === undefined) {
      messageId = randomUUID();
      seen.set(MessageDeduplicationId, messageId);
      messages.push({ messageId, body: MessageBody, attributes: { MessageGroupId } });
    }
    const md5 = createHash("md5").update(MessageBody).digest("hex");
    return { status: 200, body: JSON.stringify({ MessageId: messageId, MD5OfMessageBody: md5 }) };
  };

  const connections = (request: IncomingMessage, body: Buffer): Answer => {
    const connection = /^\/\$default\/@connections\/([^/]+)$/.exec(request.url ?? "")?.[1];
    if (request.method !== "POST" || connection === undefined) return { status: 403 };
    const id = decodeURIComponent(connection);
    if (!open.has(id)) return { status: 410 };
    frames.push({ connection: id, frame: body.toString() });
    return { status: 200 };
  };

  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    const [service, serve] =
      request.headers["x-amz-target"] !== undefined
        ? (["sqs", sqs] as const)
        : request.url?.includes("/@connections/")
          ? (["execute-api", connections] as const)
          : (["s3", s3] as const);
    asked.push(`${service} ${request.method}`);
    const fault = signatureFault(request, body, { service, region, secret: credentials.secretAccessKey });
    return fault === null
      ? serve(request, body)
      : { status: 403, body: xml(`SignatureDoesNotMatch: ${fault}`) };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const fault = faults.shift();
    if (fault === "silence") return;
    if (fault === "reset") return void response.destroy();
    if (typeof fault === "number") return void response.writeHead(fault).end(xml("Fault"));
    const { status, body } = answer(request, Buffer.concat(parts));
    if (fault === "lost answer") return void response.destroy();
    response.writeHead(status).end(body);
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) throw new Error("the stand-in does not listen");
  const standIn: AwsStandIn = {
    origin: `http://127.0.0.1:${bound.port}`,
    faults,
    asked,
    messages,
    frames,
    open,
    bucketIsGone: false,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return standIn;
}
