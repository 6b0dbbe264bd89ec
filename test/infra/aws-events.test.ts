/** What AWS hands over, turned into what the product understands: sockets, the queue, and a door's environment. */
import { createStation } from "@barq/actions/create-station";
import type { QueuedMessage } from "@barq/functions/intake/messages";
import { onMessages } from "@barq/functions/intake/messages";
import type { OcppWire } from "@barq/functions/ocpp/messages";
import { authorizeSocket, onSocketEvent } from "@barq/functions/ocpp/socket-event";
import { moneyDoor } from "@barq/functions/wire/money";
import { openDoor } from "@barq/functions/wire/open";
import { readDoor } from "@barq/functions/wire/read";
import { sagaPorts } from "@barq/functions/wire/saga";
import { stationDoor } from "@barq/functions/wire/station";
import { createStations } from "@barq/stations/linked";
import type { Connections } from "@barq/stations/port";
import { describe, expect, it } from "vitest";
import { chargingSession, createWorld, station, tenant } from "../actions/world.ts";
import { lambdaEnvironment } from "../bundles/lambda-environment.ts";

describe("a station behind API Gateway", () => {
  const basic = (user: string, password: string): string =>
    `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  async function bench() {
    const world = await createWorld();
    const { password } = await createStation(world.ports, tenant, {
      id: "S1",
      location_id: "CAS-01",
      evses: [
        {
          uid: "1",
          connectors: [{ id: "1", standard: "IEC_62196_T2", power_type: "AC_3_PHASE", tariff_ids: ["KWH"] }],
        },
      ],
    });
    const frames: string[] = [];
    const connections: Connections = {
      async post(connection, frame) {
        frames.push(`${connection} ${frame}`);
        return "posted";
      },
    };
    let messages = 0;
    const stations = createStations({
      store: world.store,
      connections,
      clock: world.ports.clock,
      newMessageId: () => `m${++messages}`,
    });
    const wire: OcppWire = { ...world.ports, stations };
    const event = (eventType: string, more: object = {}) =>
      onSocketEvent(wire, connections, {
        requestContext: { eventType, connectionId: "c1=", authorizer: { station: "S1", principalId: "S1" } },
        ...more,
      });
    const connect = (protocols = "ocpp1.6", authorization = basic("S1", password)) =>
      event("CONNECT", { headers: { Authorization: authorization, "Sec-WebSocket-Protocol": protocols } });
    return { world, wire, stations, frames, password, event, connect };
  }

  it("is let in by its password alone, and only as itself", async () => {
    const { wire, password } = await bench();
    const knock = (authorization?: string) =>
      authorizeSocket(wire, {
        type: "REQUEST",
        methodArn: "arn:aws:execute-api:eu-west-3:1:api/$default/$connect",
        headers: authorization === undefined ? {} : { authorization },
      });
    expect(await knock(basic("S1", password))).toMatchObject({
      principalId: "S1",
      context: { station: "S1" },
      policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke" }] },
    });
    for (const wrong of [
      undefined,
      "",
      "Basic",
      basic("S1", "x"),
      basic(station, password),
      basic("S2", password),
    ]) {
      await expect(knock(wrong), wrong).rejects.toThrow("Unauthorized");
    }
    await expect(authorizeSocket(wire, null)).rejects.toThrow("Unauthorized");
  });

  it("hears the subprotocol that it asked for, or is refused", async () => {
    const { connect } = await bench();
    expect(await connect("ocpp1.6")).toMatchObject({
      statusCode: 200,
      headers: { "Sec-WebSocket-Protocol": "ocpp1.6" },
    });
    // One that offers both numbers its events: then it can be proved that none is missing.
    for (const both of ["ocpp2.0.1", "ocpp1.6,ocpp2.0.1", "ocpp2.0.1, ocpp1.6", "ocpp2.1, ocpp2.0.1"]) {
      expect(await connect(both)).toMatchObject({
        statusCode: 200,
        headers: { "Sec-WebSocket-Protocol": "ocpp2.0.1" },
      });
    }
    for (const none of ["", "ocpp2.1", "mqtt"]) expect((await connect(none)).statusCode).toBe(400);
  });

  it("is heard in the protocol that was chosen at its connect, and spoken to in it", async () => {
    const { wire, password, event, stations, frames, world } = await bench();
    const headers = { authorization: basic("S1", password), "Sec-WebSocket-Protocol": "ocpp1.6, ocpp2.0.1" };
    const knock = {
      type: "REQUEST",
      methodArn: "arn:aws:execute-api:eu-west-3:1:api/$default/$connect",
      headers,
    };
    const { context } = await authorizeSocket(wire, knock);
    expect(context).toEqual({ station: "S1", protocol: "ocpp2.0.1" });
    const of = (eventType: string) => ({ eventType, connectionId: "c9=", authorizer: context });
    await event("CONNECT", { requestContext: of("CONNECT"), headers });
    const say = (body: string) => event("MESSAGE", { requestContext: of("MESSAGE"), body });
    await say(
      '[2,"1","BootNotification",{"reason":"PowerUp","chargingStation":{"model":"m","vendorName":"v"}}]',
    );
    expect(frames.at(-1)).toMatch(/^c9= \[3,"1",\{"currentTime":.*"status":"Accepted"\}\]$/);
    const transactionInfo = { transactionId: "t1", remoteStartId: 5 };
    const heard = {
      eventType: "Started",
      timestamp: "2026-11-24T09:00:00Z",
      triggerReason: "Authorized",
      seqNo: 0,
    };
    const shown = {
      ...heard,
      transactionInfo,
      idToken: { idToken: "nobody", type: "Central" },
      evse: { id: 1 },
    };
    await say(JSON.stringify([2, "2", "TransactionEvent", shown]));
    expect(frames.at(-1)).toBe('c9= [3,"2",{"idTokenInfo":{"status":"Invalid"}}]');
    await say('[2,"3","NotifyEVChargingNeeds",{}]');
    expect(frames.at(-1)).toMatch(/^c9= \[4,"3","NotImplemented"/);
    await say("[2");
    expect(frames.at(-1)).toMatch(/^c9= \[4,"-1","RpcFrameworkError"/);
    const command = { kind: "remote_stop", transactionId: "t1" } as const;
    const deadline = world.now() + 60_000;
    await stations.send({ tenant, station: "S1", command, session: null, effect: null, deadline });
    expect(frames.at(-1)).toContain('"RequestStopTransaction",{"transactionId":"t1"}');
  });

  it("is refused when its headers name another station than the authorizer, or a wrong password", async () => {
    const { connect, password } = await bench();
    expect((await connect("ocpp1.6", basic(station, password))).statusCode).toBe(401);
    expect((await connect("ocpp1.6", basic("S1", "x"))).statusCode).toBe(401);
  });

  it("hears the answer to its message first, and then what waited for it", async () => {
    const { connect, event, stations, frames, world } = await bench();
    await connect();
    await stations.send({
      tenant,
      station: "S1",
      command: { kind: "remote_stop", transactionId: 7 },
      session: null,
      effect: null,
      deadline: world.now() + 60_000,
    });
    frames.length = 0;
    const heartbeat = await event("MESSAGE", { body: '[2,"1","Heartbeat",{}]', isBase64Encoded: false });
    expect(heartbeat.statusCode).toBe(200);
    expect(frames[0]).toMatch(/^c1= \[3,"1",\{"currentTime"/);
    expect(frames[1]).toContain("RemoteStopTransaction");
  });

  it("gets no acknowledgement for what could not be made durable", async () => {
    const { connect, event, frames, world } = await bench();
    await connect();
    world.lose({ call: 1, where: "before" });
    const answer = await event("MESSAGE", {
      body: '[2,"1","BootNotification",{"chargePointModel":"m","chargePointVendor":"v"}]',
    });
    expect(answer.statusCode).toBe(500);
    expect(frames).toEqual([]);
  });

  it("is offline when it has gone, and not when an older connection of it goes", async () => {
    const { connect, event, stations, world, wire } = await bench();
    await connect();
    await stations.connect(tenant, "S1", "newer", "ocpp1.6");
    await event("DISCONNECT");
    const send = () =>
      wire.stations.send({
        tenant,
        station: "S1",
        command: { kind: "get_configuration", keys: [] },
        session: null,
        effect: null,
        deadline: world.now() + 60_000,
      });
    expect((await send()).kind).toBe("sent");
    await stations.connect(tenant, "S1", "c1=", "ocpp1.6");
    await event("DISCONNECT");
    expect((await send()).kind).toBe("offline");
  });

  it("is no event when it is something else, and what was in it is not repeated", async () => {
    const { wire } = await bench();
    const said = onSocketEvent(
      wire,
      { post: async () => "posted" },
      { headers: { Authorization: "Basic secret" } },
    );
    await expect(said).rejects.toThrow(/^this is no event/);
  });
});

describe("the intake's queue", () => {
  /** What the door acknowledged, as SQS hands it over. */
  async function queued(world: Awaited<ReturnType<typeof createWorld>>): Promise<QueuedMessage[]> {
    const messages: QueuedMessage[] = [];
    await world.ports.intake.drain(async (of, records) => {
      for (const record of records) {
        messages.push({
          messageId: `m${messages.length}`,
          body: JSON.stringify(record),
          attributes: { MessageGroupId: of },
        });
      }
      return records.length;
    });
    return messages;
  }

  it("is packed as it comes, and the Stop ends the session with everything before it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(600_000);
    await world.meter(transactionId, 1_005_000);
    const first = await queued(world);
    expect(await onMessages(world.ports, first)).toEqual({ batchItemFailures: [] });
    world.advance(600_000);
    await world.meter(transactionId, 1_010_000);
    await world.stop(transactionId, "1010000");
    const rest = await queued(world);
    expect(await onMessages(world.ports, rest)).toEqual({ batchItemFailures: [] });
    expect(await world.session(session.id)).toMatchObject({ state: "ended", meterStop: "1010000" });
    // Handed over twice: nothing more happens.
    expect(await onMessages(world.ports, [...first, ...rest])).toEqual({ batchItemFailures: [] });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
  });

  it("keeps a station's order when the store is away: all of it comes again, and nobody else's", async () => {
    const world = await createWorld();
    const { transactionId } = await chargingSession(world);
    await world.meter(transactionId, 1_001_000);
    await world.stop(transactionId, "1001000");
    const own = await queued(world);
    const other: QueuedMessage = {
      messageId: "other",
      body: JSON.stringify({
        station: "S9",
        arrivedAt: 0,
        body: JSON.stringify({ tenant, session: "ses_unknown", news: { kind: "metered", readings: [] } }),
      }),
      attributes: { MessageGroupId: "S9" },
    };
    world.lose({ call: 1, where: "before" });
    const answer = await onMessages(world.ports, [...own, other]);
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      own.map(({ messageId }) => messageId),
    );
  });

  it("gives back a message that nobody can read with all behind it, and keeps what was before it", async () => {
    const world = await createWorld();
    const { transactionId } = await chargingSession(world);
    await world.meter(transactionId, 1_001_000);
    await world.meter(transactionId, 1_002_000);
    const [one, two] = await queued(world);
    if (!one || !two) throw new Error("two readings were taken");
    const broken = { ...two, messageId: "broken", body: "{" };
    const behind = { ...two, messageId: "behind" };
    const answer = await onMessages(world.ports, [one, broken, behind]);
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      "broken",
      "behind",
    ]);
  });
});

describe("a door's environment", () => {
  const without = (...names: readonly string[]) =>
    Object.fromEntries(Object.entries(lambdaEnvironment).filter(([name]) => !names.includes(name)));

  it("is enough for each kind of door as infra sets it", async () => {
    expect((await readDoor(lambdaEnvironment)).ports.origin).toBe("https://barq.test");
    expect((await moneyDoor(lambdaEnvironment)).ports.environment).toBe("test");
    expect((await sagaPorts(lambdaEnvironment)).sealer).toBeDefined();
    expect(stationDoor(lambdaEnvironment).ports.policy).toBeDefined();
  });

  it("of the open door is its address and the published document keys, and nothing else", () => {
    const { ORIGIN, DOCUMENT_JWKS } = lambdaEnvironment;
    const { origin, documents, ...more } = openDoor({ ORIGIN, DOCUMENT_JWKS });
    expect([origin, documents.keys.map(({ kid }) => kid), more]).toEqual([
      "https://barq.test",
      ["document-1"],
      {},
    ]);
    expect(() => openDoor({})).toThrow("missing: ORIGIN, DOCUMENT_JWKS");
  });

  it("that lacks something is refused with every name of it, and no value", async () => {
    await expect(readDoor(without("CORE_TABLE", "ORIGIN"))).rejects.toThrow("missing: CORE_TABLE, ORIGIN");
    await expect(moneyDoor(without("STRIPE_KEY"))).rejects.toThrow("missing: STRIPE_KEY");
    await expect(sagaPorts(without("DOCUMENT_KEY", "OCPP_ENDPOINT"))).rejects.toThrow(
      "OCPP_ENDPOINT, DOCUMENT_KEY",
    );
    expect(() => stationDoor({ ...lambdaEnvironment, INTAKE_QUEUE_URL: "" })).toThrow(
      "missing: INTAKE_QUEUE_URL",
    );
  });

  it("that holds something malformed is refused without repeating it", async () => {
    const wrong: Readonly<Record<string, string>> = {
      SERVER_SECRET: "short-secret",
      ORIGIN: "https://barq.test/path",
      QR_KEYS: '{"printing":"k2","keys":{}}',
      ACCESS_KEY: '[{"kty":"RSA"}]',
      DOCUMENT_JWKS: "not json",
    };
    for (const [name, value] of Object.entries(wrong)) {
      const opened = readDoor({ ...lambdaEnvironment, [name]: value });
      await expect(opened).rejects.toThrow(`not as it should be: ${name}`);
      await expect(opened).rejects.not.toThrow(value);
    }
  });

  it("with half an issuer is refused: everybody at work would be locked out without a word", async () => {
    await expect(readDoor({ ...lambdaEnvironment, STAFF_ISSUER: "https://issuer.test" })).rejects.toThrow(
      "belong together",
    );
  });
});
