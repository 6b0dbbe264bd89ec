/**
 * Who may ask what: every route of the table, by everybody there is. What is somebody else's is answered in the same words
 * as what does not exist.
 */

import { draftTariff } from "@barq/actions/draft-tariff";
import { noteDispute } from "@barq/actions/note-dispute";
import { operateStation } from "@barq/actions/operate-station";
import type { CloseRequest } from "@barq/actions/pause-starts";
import { closePlaces } from "@barq/actions/pause-starts";
import { printStickers } from "@barq/actions/print-stickers";
import { askReconciliation } from "@barq/actions/reconciliation-run";
import { workItem } from "@barq/actions/work-queue";
import { day } from "@barq/domain/instant";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { stickerIdOf } from "@barq/domain/sticker";
import { credentialOf } from "@barq/functions/api/credential";
import type { Route } from "@barq/functions/api/routes";
import { doors, routes } from "@barq/functions/api/routes";
import type { Role } from "@barq/functions/api/staff-token";
import { roles } from "@barq/functions/api/staff-token";
import { beforeAll, describe, expect, it } from "vitest";
import { give } from "../actions/refunded.ts";
import { chargeAndStop, chargingSession, perKwh, station } from "../actions/world.ts";
import type { Answer, Ask, Bench } from "./bench.ts";
import { createBench, rival } from "./bench.ts";

const table: Readonly<Record<string, Route>> = routes;

interface Person {
  readonly label: string;
  readonly capacity: "nobody" | "driver" | "receipt" | Role;
  readonly token: string;
  /** whether the session that is asked for is theirs to see, were they let in */
  readonly own: boolean;
}

let bench: Bench;
let session: Session;
let reconciliation: string;
let batch: string;
let pause: string;
let maintenance: string;
let sticker: string;
let dispute: string;
let draft: string;
let refund: Refund;
let operation: string;
let people: readonly Person[];

beforeAll(async () => {
  bench = await createBench();
  const { world } = bench;
  const begun = await chargingSession(world);
  await chargeAndStop(world, begun.transactionId, 60_000);
  session = await world.session(begun.session.id);
  const written = { body: perKwh, reason: "the same again", who: "somebody", key: "draft" };
  draft = (await draftTariff(world.ports, world.tenant, written)).draft.id;
  const period = { from: "2026-11-24", to: "2026-11-24", key: "yesterday" };
  batch = (await printStickers(world.ports, world.tenant, { stickers: 1, key: "batch" })).id;
  const closing: Omit<CloseRequest, "kind"> = {
    scope: "station",
    of: station,
    reason: "maintenance",
    note: "seen",
    sentence: {},
    from: world.now() + day,
    until: world.now() + 2 * day,
    key: "closing",
    by: "somebody",
  };
  pause = (await closePlaces(world.ports, world.tenant, { ...closing, kind: "pause" })).id;
  maintenance = (await closePlaces(world.ports, world.tenant, { ...closing, kind: "maintenance" })).id;
  sticker = stickerIdOf({ id: batch, slug: null }, 1);
  reconciliation = (await askReconciliation(world.ports, world.tenant, period)).id;
  const cache = {
    station,
    reason: "old cards",
    actor: "them",
    session: null,
    inSession: false,
    key: "cache",
  };
  const clearCache = { ...cache, command: { kind: "clear_cache" } as const, body: null };
  operation = (await operateStation(world.ports, world.tenant, clearCache)).id;
  // Above the limit: it waits for a second person, whoever asks about it meanwhile.
  refund = await give(world, session.id);
  dispute = world.provider.issuer.dispute(session.hold?.page ?? null);
  await noteDispute(world.ports, session, dispute, []);
  session = await world.session(begun.session.id);
  await world.store.commit([workItem(session, "seen", world.now())]);
  const { session: other } = await world.start({ key: "somebody else's", connector: 2 });
  const staffOf = async (role: Role, tenant?: string): Promise<Person> => ({
    label: tenant === undefined ? role : `${role} of another operator`,
    capacity: role,
    token: await bench.staff(role, tenant),
    own: tenant === undefined,
  });
  people = [
    { label: "nobody", capacity: "nobody", token: "", own: false },
    { label: "the driver", capacity: "driver", token: await bench.driver(session), own: true },
    { label: "another driver", capacity: "driver", token: await bench.driver(other), own: false },
    { label: "the receipt's link", capacity: "receipt", token: await bench.receipt(session), own: true },
    { label: "another receipt's link", capacity: "receipt", token: await bench.receipt(other), own: false },
    ...(await Promise.all(roles.map((role) => staffOf(role)))),
    ...(await Promise.all(roles.map((role) => staffOf(role, rival)))),
  ];
});

const unknownSession = "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const unknownReconciliation = "2020-01-01_2020-01-01_aaaaaaaaaaaa";
const unknownDraft = "drf_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const unknownRefund = "ref_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const unknownClosure = "aaaaaaaaaaaaaaaaaaaa";
/** The parts of an address that name something of one operator's. */
/** The parts of an address that name something of one operator's. */
const named =
  /:(?:id|refund|dispute|reconciliation|batch|sticker|draft|pause|window|operation|station\/(?:password|commissioning))\b|^\/desk\/stations\/:station|\/placements$|\/operations$/;

/** The route asked by somebody, with their token where the route looks for it. */
function asked(route: Route, person: Pick<Person, "token">, id: string): Promise<Answer> {
  const { token } = person;
  const where = credentialOf(route.path);
  const path = route.path
    .replace(/:token\{.*\}$/, `${token || "none"}.pdf`)
    .replace(":token", token || "none")
    .replace(":qr", bench.world.codeOf(1))
    .replace(":row", `${id}.seen`)
    .replace(":id", id)
    .replace(":dispute", id === unknownSession ? "du_nobody" : dispute)
    .replace(":draft", id === unknownSession ? unknownDraft : draft)
    .replace(":refund", id === unknownSession ? unknownRefund : refund.id)
    .replace(":batch", id === unknownSession ? "zzzzzz" : batch)
    .replace(":pause", id === unknownSession ? unknownClosure : pause)
    .replace(":window", id === unknownSession ? unknownClosure : maintenance)
    .replace(":station", id === unknownSession ? "NO-STATION" : station)
    .replace(":operation", operation)
    .replace(":connector", "1")
    .replace(":sheet", "1.svg")
    .replace(":sticker", id === unknownSession ? "zzzzzz23" : sticker)
    .replace(":reconciliation", id === unknownSession ? unknownReconciliation : reconciliation);
  const proof: Ask =
    token === "" || where === "address" ? {} : where === "bearer" ? { token } : { cookie: token };
  return bench.ask(path, { method: route.method, ...proof });
}

/** What the table says about somebody; 0 stands for "may". */
function due(route: Route, person: Person): number {
  if (route.who === "anybody") return 0;
  if (person.capacity === "nobody") return 401;
  const mayAsk = route.who.some((capacity) => capacity === person.capacity);
  if (!mayAsk) return 403;
  // The API looks for a row after the request is understood: what is asked without a key is refused for all alike.
  const isRow = route.path.includes(":row") && (route.method === "GET" || route.path.startsWith("/desk"));
  const isNamed = named.test(route.path) || isRow;
  return isNamed && !person.own ? 404 : 0;
}

const withoutId = (answer: Answer): string =>
  answer.text
    .replaceAll(answer.headers.get("x-request-id") ?? "none", "<id>")
    .replaceAll(unknownSession, session.id)
    .replaceAll("du_nobody", dispute)
    .replaceAll(unknownRefund, refund.id)
    .replaceAll(unknownDraft, draft)
    .replaceAll(unknownReconciliation, reconciliation)
    .replaceAll("NO-STATION", station)
    .replaceAll(unknownClosure, pause)
    .replaceAll("zzzzzz23", sticker)
    .replaceAll("zzzzzz", batch);

describe("every route lets in exactly whom the table names", () => {
  for (const [name, route] of Object.entries(table)) {
    it(`${name}: ${route.method} ${route.path}`, async () => {
      const unlike: string[] = [];
      for (const person of people) {
        const answer = await asked(route, person, session.id);
        const expected = due(route, person);
        const isLet = ![401, 403, 404, 405].includes(answer.status) && answer.status < 500;
        if (expected === 0 ? !isLet : answer.status !== expected) {
          unlike.push(`${person.label}: ${answer.status} instead of ${expected || "being let in"}`);
        }
      }
      expect(unlike).toEqual([]);
    });
  }

  it("leaves no bug in the log", () => {
    expect(bench.log).toEqual([]);
  });

  it("changes only with this list", () => {
    const listed = Object.fromEntries(
      Object.entries(table).map(([name, { who }]) => [name, who === "anybody" ? who : who.join(" ")]),
    );
    expect(listed).toEqual({
      home: "anybody",
      signIn: "anybody",
      signedIn: "anybody",
      signOut: "anybody",
      deskHome: "operator technician support finance auditor",
      deskSearch: "operator technician support auditor",
      deskSession: "operator technician support auditor",
      supportForm: "operator support",
      deskWork: "operator technician support finance auditor",
      workForm: "operator support finance",
      deskTariffs: "operator finance auditor",
      deskDraft: "operator finance auditor",
      draftForm: "operator finance",
      supportMoneyForm: "operator support finance",
      stationsPage: "operator technician support auditor",
      stationPage: "operator technician support auditor",
      operateForm: "operator technician support",
      placeForm: "operator",
      alarmsPage: "operator technician support auditor",
      pausesPage: "operator technician support auditor",
      pauseForm: "operator",
      resumeForm: "operator",
      windowForm: "operator",
      cancelForm: "operator",
      health: "anybody",
      keys: "anybody",
      openapi: "anybody",
      docs: "anybody",
      showConnector: "anybody",
      startSession: "anybody",
      previewPrice: "anybody",
      stripeEvent: "anybody",
      scanPage: "anybody",
      startForm: "anybody",
      verifyPage: "anybody",
      verifyProof: "anybody",
      addHold: "driver",
      moveSession: "driver",
      findSessions: "operator technician support finance auditor",
      showSession: "driver operator technician support finance auditor",
      stopSession: "driver operator support",
      showCdr: "driver operator support finance auditor",
      showReceipt: "driver receipt operator support finance auditor",
      showProof: "driver receipt operator support finance auditor",
      receiptPdf: "driver receipt operator support finance auditor",
      tellStory: "operator technician support auditor",
      showJournal: "operator finance auditor",
      supportSearch: "operator technician support auditor",
      supportStory: "operator technician support auditor",
      noteSession: "operator support",
      useMacro: "operator support",
      resendReceipt: "operator support",
      releaseForDriver: "operator support",
      stopForDriver: "operator support",
      typedCode: "anybody",
      showNetwork: "operator technician support auditor",
      networkSummary: "operator technician support auditor",
      listAlarms: "operator technician support auditor",
      pauseStarts: "operator",
      listPauses: "operator technician support auditor",
      resumeStarts: "operator",
      planMaintenance: "operator",
      listMaintenance: "operator technician support auditor",
      cancelMaintenance: "operator",
      moveStation: "operator",
      listPlacements: "operator technician support auditor",
      printStickers: "operator technician",
      listStickerBatches: "operator technician support auditor",
      showStickerBatch: "operator technician support auditor",
      stickerSheet: "operator technician",
      stickerPicture: "operator technician",
      stickerSheetsPdf: "operator technician",
      stickerPicturePdf: "operator technician",
      revokeStickerBatch: "operator",
      showSticker: "operator technician support auditor",
      bindSticker: "operator technician",
      revokeSticker: "operator technician",
      listWaitingStations: "operator technician",
      rotatePassword: "operator technician",
      showCommissioning: "operator technician support auditor",
      beginCommissioning: "operator technician",
      configureStation: "operator technician",
      scanStickerInPlace: "operator technician",
      beginTest: "operator technician",
      stopTest: "operator technician",
      typeDisplay: "operator technician",
      sealVerdict: "operator technician",
      showVerdict: "operator technician support auditor",
      printVerdict: "operator technician support auditor",
      showCommissioningPolicy: "operator technician support auditor",
      setCommissioningPolicy: "operator",
      askReconciliation: "finance",
      listReconciliations: "finance auditor",
      showReconciliation: "finance auditor",
      listDisputes: "operator finance auditor",
      showDispute: "operator finance auditor",
      giveEvidence: "operator finance",
      correctSession: "operator finance",
      showCorrections: "operator support finance auditor",
      askRefund: "support finance",
      listRefunds: "operator support finance auditor",
      showRefund: "operator support finance auditor",
      approveRefund: "finance operator",
      listWork: "operator technician support finance auditor",
      showWork: "operator technician support finance auditor",
      resolveWork: "operator support finance",
      reportHolds: "operator finance auditor",
      reportMetrics: "operator finance auditor",
      reportContinuity: "operator finance auditor",
      createLocation: "operator",
      listLocations: "operator technician support finance auditor",
      createTariff: "operator",
      listTariffs: "operator technician support finance auditor",
      createStation: "operator",
      operateStation: "operator technician support",
      listOperations: "operator technician support auditor",
      showOperation: "operator technician support auditor",
      draftTariff: "operator",
      listTariffDrafts: "operator finance auditor",
      showTariffDraft: "operator finance auditor",
      changeTariffDraft: "operator",
      compareTariffDraft: "operator finance auditor",
      approveTariffDraft: "operator finance",
      withdrawTariffDraft: "operator finance",
      exchangeMeter: "operator",
      listStations: "operator technician support finance auditor",
      sessionPage: "driver",
      paidReturn: "driver",
      moveForm: "driver",
      moreForm: "driver",
      stopForm: "driver",
      receiptPdfByToken: "receipt",
      releaseCable: "receipt",
      receiptPage: "receipt",
    });
  });
});

describe("what is somebody else's", () => {
  for (const [name, route] of Object.entries(table)) {
    if (route.who === "anybody" || !named.test(route.path)) continue;
    it(`is for ${name} what does not exist, to the letter`, async () => {
      const foreign = people.filter((person) => due(route, person) === 404);
      expect(foreign.length).toBeGreaterThan(0);
      for (const person of foreign) {
        const [other, unknown] = [
          await asked(route, person, session.id),
          await asked(route, person, unknownSession),
        ];
        expect(withoutId(other)).toBe(withoutId(unknown));
        expect(unknown.status).toBe(404);
      }
    });
  }

  it("stays out of lists: another operator sees neither network, nor sessions, nor work", async () => {
    const token = await bench.staff("operator", rival);
    const day = "day=2026-11-24&station=CAS-DC-01";
    const paths = [
      "/v1/locations",
      "/v1/tariffs",
      "/v1/stations",
      "/v1/work-queue",
      "/v1/disputes",
      "/v1/tariff-drafts",
      `/v1/sessions?reference=${session.reference}`,
      `/v1/sessions?${day}`,
    ];
    for (const path of paths) {
      expect((await bench.ask(path, { token })).body).toEqual({ items: [], next_cursor: null });
    }
    const own = await bench.ask(`/v1/sessions?${day}`, { token: await bench.staff("operator") });
    expect(own.body.items).toHaveLength(2);
  });
});

describe("a token", () => {
  it("opens nothing from where the route does not look for it: no cookie for the API, no header for a page", async () => {
    const token = await bench.driver(session);
    const api = await bench.ask(`/v1/sessions/${session.id}`, { cookie: token });
    expect(api).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect((await bench.ask(`/v1/sessions/${session.id}?access_token=${token}`)).status).toBe(401);
    expect((await bench.ask(`/s/${session.id}`, { token })).status).toBe(401);
    expect(
      (await bench.ask(`/v1/sessions/${session.id}/stop`, { method: "POST", cookie: token })).status,
    ).toBe(401);
  });
});

describe("every door", () => {
  it("answers the routes of its own rows, and no other", () => {
    for (const name of doors) {
      const rows = Object.values(table)
        .filter((route) => route.door === name)
        .map(({ method, path }) => `${method} ${path}`);
      const answered = bench.apps[name].routes
        .filter(({ method }) => method !== "ALL")
        .map(({ method, path }) => `${method} ${path}`);
      expect(answered.sort()).toEqual(rows.sort());
    }
  });
});
