/** The ports that every door has: tables, archive, clock, names made from secrets, policy and a cache of its own process. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createCache } from "@barq/actions/cache";
import { startingPolicy } from "@barq/actions/policy";
import type { ReadPorts } from "@barq/actions/ports";
import { createS3Archive } from "@barq/archive/s3";
import { createKeyring } from "@barq/evidence/keyring";
import { createDynamoStore } from "@barq/store/dynamo";
import type { RememberingDoor } from "./environment.ts";
import type { SignedFetch } from "./signed-fetch.ts";
import { createSignedFetch } from "./signed-fetch.ts";

export function readPortsOf(environment: RememberingDoor): ReadPorts {
  const clock = () => Date.now();
  return {
    store: createDynamoStore({
      client: new DynamoDBClient({
        region: environment.AWS_REGION,
        // A call that hangs is made again while the door still has time to answer.
        requestHandler: { connectionTimeout: 1000, requestTimeout: 3000 },
      }),
      tables: { core: environment.CORE_TABLE, meter: environment.METER_TABLE },
      random: Math.random,
    }),
    archive: createS3Archive({
      bucket: new URL(`https://${environment.ARCHIVE_BUCKET}.s3.${environment.AWS_REGION}.amazonaws.com`),
      fetch: fetchOf(environment, "s3"),
    }),
    clock,
    identity: createKeyring({
      server: environment.SERVER_SECRET,
      qrKeys: environment.QR_KEYS.keys,
      qrKeyId: environment.QR_KEYS.printing,
    }),
    policy: startingPolicy,
    cache: createCache(clock),
    environment: environment.ENVIRONMENT,
    origin: environment.ORIGIN,
  };
}

/** fetch signed with the role of this Lambda. */
export const fetchOf = (
  environment: RememberingDoor,
  service: string,
  options: { readonly tries?: number } = {},
): SignedFetch =>
  createSignedFetch({
    ...options,
    service,
    region: environment.AWS_REGION,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      ...(environment.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: environment.AWS_SESSION_TOKEN }),
    },
  });
