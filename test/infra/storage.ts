/** Tables, files and queues: what must hold so that nothing is lost, and nobody reads what is not theirs. */
import assert from "node:assert/strict";
import type { Checks } from "./checks.ts";
import type { World } from "./recorded.ts";

const table = "aws:dynamodb/table:Table";
const queue = "aws:sqs/queue:Queue";
const twoWeeksS = 14 * 24 * 3600;

export function checkStorage({ check }: Checks, world: World): void {
  check("core has the keys, the sparse keys-only indexes and the attributes that the store uses", () => {
    const core = world.one(table, /^Core/);
    assert.partialDeepStrictEqual(core, { hashKey: "pk", rangeKey: "sk", billingMode: "PAY_PER_REQUEST" });
    assert.deepEqual(core.globalSecondaryIndexes, [
      { name: "due", hashKey: "d", rangeKey: "due", projectionType: "KEYS_ONLY" },
      { name: "ref", hashKey: "ref", projectionType: "KEYS_ONLY" },
      { name: "day", hashKey: "sd", rangeKey: "start", projectionType: "KEYS_ONLY" },
    ]);
    assert.deepEqual(core.attributes, [
      { name: "pk", type: "S" },
      { name: "sk", type: "S" },
      { name: "d", type: "S" },
      { name: "due", type: "N" },
      { name: "ref", type: "S" },
      { name: "sd", type: "S" },
      { name: "start", type: "N" },
    ]);
  });
  check("core streams both images, and readings stream nothing", () => {
    assert.partialDeepStrictEqual(world.one(table, /^Core/), {
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
    });
    assert.equal(world.one(table, /^Meter/).streamEnabled, false);
    assert.deepEqual(world.one(table, /^Meter/).globalSecondaryIndexes, []);
  });
  for (const name of ["Core", "Meter"]) {
    check(`${name} can be restored to any moment, is not deleted by mistake, and ages by x`, () => {
      assert.partialDeepStrictEqual(world.one(table, new RegExp(`^${name}`)), {
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
        ttl: { attributeName: "x", enabled: true },
      });
    });
  }

  check("the archive keeps every version and is closed to the public", () => {
    assert.equal(world.all("aws:s3/bucket:Bucket").length, 1);
    assert.partialDeepStrictEqual(world.one("aws:s3/bucketVersioning:BucketVersioning", /^Archive/), {
      versioningConfiguration: { status: "Enabled" },
    });
    assert.partialDeepStrictEqual(
      world.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", /^Archive/),
      {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    );
    assert.equal(world.all("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").length, 0);
  });

  check("the intake is FIFO by station, keeps two weeks, and is patient with a table that is away", () => {
    assert.partialDeepStrictEqual(world.one(queue, /^IntakeQueue/), {
      fifoQueue: true,
      // Two readings that look alike are two readings.
      contentBasedDeduplication: false,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
      messageRetentionSeconds: twoWeeksS,
    });
    const { redrivePolicy } = world.one(queue, /^IntakeQueue/);
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(redrivePolicy));
    assert.match(deadLetterTargetArn, /IntakeLost/);
    assert.ok(maxReceiveCount >= 10);
    assert.equal(world.one(queue, /^IntakeLost/).fifoQueue, true, "a FIFO queue's dead letters are FIFO");
  });
  check("dead letters are kept as long as SQS keeps anything", () => {
    const kept = world.all(queue).map(({ name, inputs }) => [name, inputs.messageRetentionSeconds]);
    assert.deepEqual(
      kept.filter(([, seconds]) => seconds !== twoWeeksS),
      [],
    );
    assert.equal(kept.length, 4);
  });
}
