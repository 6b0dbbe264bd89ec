/** Every Lambda: runtime, size and patience; what wakes it, what becomes of what fails; what it is told and allowed. */
import assert from "node:assert/strict";
import { entryNames } from "../../infra/bundle/entries.ts";
import type { Checks } from "./checks.ts";
import type { World } from "./recorded.ts";
import { lambdaType } from "./recorded.ts";

const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** Of each Lambda by the export that it calls: memory in MB, seconds. */
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  "open.handler": [1024, 10],
  "read.handler": [1024, 10],
  "pages.handler": [1024, 10],
  "money.handler": [1024, 29],
  "pay.handler": [1024, 29],
  "hooks.handler": [1024, 29],
  "paper.handler": [1769, 20],
  "desk.handler": [1024, 29],
  "field.handler": [1024, 10],
  "network.handler": [1024, 10],
  "support.handler": [1024, 10],
  "tariffs.handler": [1024, 29],
  "office.handler": [1024, 10],
  "sites.handler": [1024, 10],
  "station.handler": [1024, 20],
  "station.authorize": [1024, 20],
  "drain.handler": [1024, 30],
  "saga.handler": [1024, 180],
  "sweep.handler": [1024, 300],
  "books.handler": [1024, 900],
};

const variablesOf = (inputs: Readonly<Record<string, unknown>>): readonly string[] => {
  const { environment } = inputs;
  assert.ok(typeof environment === "object" && environment !== null && "variables" in environment);
  return Object.keys(environment.variables ?? {});
};

export function checkLambdas({ check }: Checks, world: World): void {
  const lambdas = world.all(lambdaType);
  const called = (handler: string) => {
    const found = lambdas.find(({ inputs }) => inputs.handler === handler);
    assert.ok(found, `nothing calls ${handler}`);
    return found;
  };

  check("every entry is deployed, on arm64 and Node 24, with the memory and patience of its door", () => {
    assert.deepEqual(
      Object.fromEntries(
        lambdas.map(({ inputs }) => [inputs.handler, [inputs.memorySize, inputs.timeout]]).sort(),
      ),
      Object.fromEntries(Object.entries(sizes).sort()),
    );
    for (const name of entryNames) called(`${name}.handler`);
    for (const { name, inputs } of lambdas) {
      assert.partialDeepStrictEqual(
        inputs,
        { runtime: "nodejs24.x", architectures: ["arm64"], packageType: "Zip" },
        name,
      );
    }
  });

  check("a stream record that fails is tried a few times, alone, and then set aside", () => {
    const saga = world.one(mapping, /Saga/);
    assert.partialDeepStrictEqual(saga, {
      startingPosition: "TRIM_HORIZON",
      batchSize: 5,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 3600,
      parallelizationFactor: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    assert.match(JSON.stringify(saga.destinationConfig), /SagaLost/);
    assert.match(String(saga.eventSourceArn), /stream:Core/);
  });
  check(
    "the stream wakes the saga for sessions, what lies beside them with a step of its own, and provider events alone",
    () => {
      const { filterCriteria } = world.one(mapping, /Saga/);
      assert.ok(typeof filterCriteria === "object" && filterCriteria !== null && "filters" in filterCriteria);
      assert.ok(Array.isArray(filterCriteria.filters));
      const patterns = filterCriteria.filters.map(({ pattern }) => JSON.parse(pattern));
      assert.equal(patterns.length, 3);
      assert.ok(patterns.every(({ eventName }) => !eventName.includes("REMOVE")));
    },
  );
  check("the saga's role may put dead letters into its queue, and nothing else with any queue", () => {
    const onQueues = world
      .statements(/Saga/)
      .filter(({ actions }) => actions.some((action) => /^sqs:/.test(action)));
    assert.equal(onQueues.length, 1);
    assert.deepEqual(onQueues[0]?.actions, ["sqs:SendMessage"]);
    assert.match(String(onQueues[0]?.resources), /SagaLostQueue$/);
  });

  check("the drain says which messages failed, and has six times its patience until they come again", () => {
    assert.partialDeepStrictEqual(world.one(mapping, /^Intake/), {
      functionResponseTypes: ["ReportBatchItemFailures"],
      batchSize: 10,
      maximumBatchingWindowInSeconds: 0,
    });
    const { timeout } = called("drain.handler").inputs;
    const { visibilityTimeoutSeconds } = world.one("aws:sqs/queue:Queue", /^IntakeQueue/);
    assert.ok(Number(visibilityTimeoutSeconds) >= 6 * Number(timeout));
  });

  check(
    "the sweeper comes every minute; a tick that cannot be delivered is tried again and then set aside",
    () => {
      const schedule = world.one("aws:scheduler/schedule:Schedule", /^Sweeper/);
      assert.partialDeepStrictEqual(schedule, { scheduleExpression: "rate(1 minute)", state: "ENABLED" });
      const target = JSON.stringify(schedule.target);
      assert.match(target, /"maximumRetryAttempts":3/);
      assert.match(target, /"deadLetterConfig":\{"arn":"[^"]*SweeperMissed/);
      assert.deepEqual(
        world.statements(/^SweeperRole$/).map(({ actions }) => actions),
        [["lambda:InvokeFunction"], ["sqs:SendMessage"]],
      );
    },
  );

  check("only what moves money has Stripe's key, and only what seals has the document key", () => {
    const holders = (variable: string) =>
      lambdas
        .filter(({ inputs }) => variablesOf(inputs).includes(variable))
        .map(({ inputs }) => String(inputs.handler).split(".")[0])
        .sort();
    assert.deepEqual(holders("STRIPE_KEY"), ["books", "desk", "hooks", "money", "pay", "saga", "sweep"]);
    assert.deepEqual(holders("DOCUMENT_KEY"), ["field", "saga", "sweep"]);
    assert.deepEqual(holders("ACCESS_KEY"), [
      "desk",
      "field",
      "hooks",
      "money",
      "network",
      "office",
      "pages",
      "paper",
      "pay",
      "read",
      "sites",
      "support",
      "tariffs",
    ]);
  });
  check("the open door is told its address and the published document keys, and nothing else", () => {
    const { inputs } = called("open.handler");
    assert.deepEqual(
      variablesOf(inputs)
        .filter((name) => !name.startsWith("SST_"))
        .sort(),
      ["DOCUMENT_JWKS", "ORIGIN"],
    );
    assert.doesNotMatch(JSON.stringify(inputs.environment), /private|value of/);
  });
  check("what is published of the document keys is their public half", () => {
    const told = JSON.stringify(called("read.handler").inputs.environment);
    assert.match(told, /DOCUMENT_JWKS/);
    assert.doesNotMatch(told, /private/);
  });
}
