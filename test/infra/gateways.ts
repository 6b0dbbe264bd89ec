/** The two gateways: every address of the table of routes at its door, stations let in by name, and nothing told in logs. */
import assert from "node:assert/strict";
import { routes } from "@barq/functions/api/routes";
import type { Checks } from "./checks.ts";
import type { World } from "./recorded.ts";

export function checkGateways({ check }: Checks, world: World): void {
  const integrations = new Map(
    world.all("aws:apigatewayv2/integration:Integration").map(({ name, inputs }) => [name, inputs]),
  );
  /** The function behind each route key of one of the gateways. */
  const behind = (gateway: string): ReadonlyMap<string, string> =>
    new Map(
      world
        .all("aws:apigatewayv2/route:Route")
        .filter(({ inputs }) => inputs.apiId === `${gateway}-id`)
        .map(({ inputs }) => {
          const target = String(inputs.target).replace(/^integrations\/(.*)-id$/, "$1");
          const uri = String(integrations.get(target)?.integrationUri);
          return [String(inputs.routeKey), /:(\w+)Function(\/|$)/.exec(uri)?.[1] ?? uri];
        }),
    );

  check("every address of the table of routes is given to the Lambda of its door", () => {
    const api = behind("ApiApi");
    for (const { method, path, door } of Object.values(routes)) {
      const key = `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`;
      assert.equal(api.get(key)?.toLowerCase(), door, key);
    }
  });
  check("there is no other address, and what nobody has is refused by the read door", () => {
    const api = behind("ApiApi");
    const keys = new Set(
      Object.values(routes).map(
        ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`,
      ),
    );
    assert.deepEqual(
      [...api.keys()].filter((key) => !keys.has(key)),
      ["$default"],
    );
    assert.equal(api.get("$default"), "Read");
  });
  check("no other origin's script may call the API", () => {
    assert.deepEqual(world.one("aws:apigatewayv2/api:Api", /^Api/).corsConfiguration, {});
  });
  check("the log of requests has no path, no address and no name of a browser in it", () => {
    const log = JSON.stringify(world.one("aws:apigatewayv2/stage:Stage", /^Api/).accessLogSettings);
    assert.match(log, /context\.routeKey/);
    assert.doesNotMatch(log, /context\.path|sourceIp|userAgent/);
  });

  check("a station is let in by the authorizer alone, and all it says goes to the station door", () => {
    assert.deepEqual(Object.fromEntries(behind("OcppApi")), {
      $connect: "Station",
      $disconnect: "Station",
      $default: "Station",
    });
    const connect = world
      .all("aws:apigatewayv2/route:Route")
      .find(({ inputs }) => inputs.routeKey === "$connect");
    assert.partialDeepStrictEqual(connect?.inputs, { authorizationType: "CUSTOM" });
    assert.partialDeepStrictEqual(world.one("aws:apigatewayv2/authorizer:Authorizer", /^Ocpp/), {
      authorizerType: "REQUEST",
      identitySources: ["route.request.header.Authorization"],
    });
  });
}
