/**
 * The program of a deployment, run with nothing behind it: Pulumi's engine is a recorder, SST's command line is a small
 * server on loopback. What would be created comes out as data. Runs in a process of its own (test/infra/record.ts).
 */
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface App {
  app(input: {
    stage: string;
  }): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  run(): Promise<unknown>;
}

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

interface Pulumi {
  readonly runtime: {
    setMocks(
      mocks: {
        newResource(asked: Asked): { id: string; state: Record<string, unknown> };
        call(asked: { token: string; inputs: Record<string, unknown> }): Record<string, unknown>;
      },
      project: string,
      stack: string,
      preview: boolean,
    ): unknown;
  };
}

const region = "eu-west-3";

/** What the deployed world would answer: ids and ARNs for resources, a few facts about the account. */
function answers(seen: Resource[]) {
  return {
    newResource({ type, name, inputs }: Asked) {
      seen.push({ type, name, inputs });
      return {
        id: `${name}-id`,
        state: {
          ...inputs,
          arn: inputs.arn ?? `arn:aws:mock:${region}:1:${name}`,
          name: inputs.name ?? name,
          url: `https://sqs.${region}.amazonaws.com/1/${name}`,
          bucket: inputs.bucket ?? name.toLowerCase(),
          streamArn: `arn:aws:mock:stream:${name}`,
          invokeArn: `arn:aws:mock:invoke:${name}`,
          apiEndpoint: inputs.protocolType === "WEBSOCKET" ? "wss://socket.test" : "https://api.test",
          executionArn: `arn:aws:execute-api:${region}:1:${name}`,
          base64: "c2VjcmV0",
          outputs: inputs,
        },
      };
    },
    call({ token, inputs }: { token: string; inputs: Record<string, unknown> }) {
      if (token.includes("getCallerIdentity")) return { accountId: "1" };
      if (token.includes("getRegion")) return { name: region, region };
      if (token.includes("getPartition")) return { partition: "aws", dnsSuffix: "amazonaws.com" };
      // The statements must come back, or SST leaves the policy out without a word.
      if (token.includes("getPolicyDocument")) {
        // A document without statements has none at all, and SST then makes no policy, which IAM would refuse.
        const { statements, ...rest } = inputs;
        const some = Array.isArray(statements) && statements.length > 0;
        return { ...rest, ...(some ? { statements } : {}), json: JSON.stringify(inputs) };
      }
      return inputs;
    },
  };
}

/** SST's command line: where assets go, and a bundle that is finished already. */
async function startCommandLine(): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    const { method, params } = JSON.parse(text);
    const [asked] = params;
    const built = { handler: asked.handler, out: asked.bundle, errors: [], sourcemaps: [] };
    const result = method === "Runtime.Build" ? built : { asset: "assets", state: "state" };
    response.end(JSON.stringify({ result }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the command line does not listen");
  return `http://127.0.0.1:${address.port}`;
}

const quietMs = 1000;
const mostMs = 60_000;

/** Sets the stage; `run` then plays the app and writes what it would create. */
export async function prepare(pulumi: Pulumi, root: string, stage: string, out: string) {
  const seen: Resource[] = [];
  process.env.SST_SERVER = await startCommandLine();
  const work = join(root, ".sst");
  const app = { stage, providers: { aws: { region } } };
  Object.assign(globalThis, {
    $app: app,
    $dev: false,
    $cli: {
      command: "deploy",
      rpc: "",
      env: {},
      state: { version: {} },
      paths: { root, work, platform: join(work, "platform"), home: root },
    },
  });
  return {
    async run(load: () => Promise<App>) {
      const { app: describe, run } = await load();
      Object.assign(app, await describe({ stage }));
      await pulumi.runtime.setMocks(answers(seen), "barq", stage, false);
      await run();
      // Pulumi has no end to wait for under mocks: it is over when every function that was asked for is made, the slowest
      // of all, and nothing more has been added for a while.
      const count = (type: string): number => seen.filter((each) => each.type === type).length;
      for (let before = -1, waited = 0; ; waited += quietMs) {
        if (waited > mostMs) throw new Error("the program does not come to rest");
        if (seen.length === before && count("sst:aws:Function") === count("aws:lambda/function:Function"))
          break;
        before = seen.length;
        await new Promise((done) => setTimeout(done, quietMs));
      }
      writeFileSync(out, JSON.stringify({ app, resources: seen }));
      process.exit(0);
    },
  };
}
