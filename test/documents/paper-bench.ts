/** The paper door on memory ports, with one settled and sealed session, and tokens of everybody who may ask for it. */
import { createCache } from "@barq/actions/cache";
import { startingPolicy } from "@barq/actions/policy";
import type { CommandPorts } from "@barq/actions/ports";
import { sealedName } from "@barq/actions/sealed-files";
import { createMemoryArchive } from "@barq/archive/memory";
import type { Session } from "@barq/domain/session";
import { createKeyring } from "@barq/evidence/keyring";
import type { TokenKeys } from "@barq/functions/api/own-token";
import type { Role } from "@barq/functions/api/staff-token";
import type { Who } from "@barq/functions/api/who";
import { createWho } from "@barq/functions/api/who";
import { createPaperApp } from "@barq/functions/paper/paper-app";
import { createMemoryStations } from "@barq/stations/memory";
import { locationKey, settingsKey } from "@barq/store/keys";
import { createMemoryStore } from "@barq/store/memory";
import { sessionItem } from "@barq/store/session-item";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { issuer, location, proof, session as sold } from "./sold-session.ts";

const origin = "https://barq.example";
const staffIssuer = "https://issuer.example";

async function newKeys(keyId: string): Promise<TokenKeys> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return {
    keyId,
    privateKey,
    published: { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: "ES256" }] },
  };
}

interface PaperBench {
  readonly who: Who;
  readonly ports: CommandPorts;
  /** the instant that the door takes for now */
  readonly clock: { now: number };
  readonly log: readonly string[];
  get(path: string, token?: string): Promise<Response>;
  staffToken(role: Role, tenant?: string): Promise<string>;
}

/** `change` makes the stored session another than the one that is sold: not issued yet, in another language. */
export async function openPaperDoor(change: Partial<Session> = {}): Promise<PaperBench> {
  const session: Session = { ...sold, ...change };
  const clock = { now: session.since + 60_000 };
  const store = createMemoryStore();
  const archive = createMemoryArchive();
  const log: string[] = [];
  const { tenant } = session;
  await store.commit([
    { put: sessionItem(session, "2026-11-24") },
    { put: { ...locationKey(tenant, location.id), json: JSON.stringify(location) } },
    {
      put: {
        ...settingsKey(tenant, "TENANT"),
        json: JSON.stringify({ operator: "Barq", legalEntity: { id: "LE1", ...issuer } }),
      },
    },
  ]);
  if (session.sealed) {
    const name = sealedName(tenant, session.id, "proof", session.sealed.sha256);
    await archive.put(name, new TextEncoder().encode(JSON.stringify(proof)));
  }
  const [access, receipt, staff] = await Promise.all([newKeys("a1"), newKeys("r1"), newKeys("s1")]);
  const who = createWho({
    origin,
    access,
    receipt,
    documents: { keys: [] },
    staff: { issuer: staffIssuer, audience: "barq", jwks: staff.published },
    store,
    clock: () => clock.now,
    receiptTokenMs: startingPolicy.receiptTokenMs,
  });
  const ports: CommandPorts = {
    store,
    stations: createMemoryStations(),
    archive,
    clock: () => clock.now,
    identity: createKeyring({
      server: new Uint8Array(32),
      qrKeys: { k1: new Uint8Array(32) },
      qrKeyId: "k1",
    }),
    policy: startingPolicy,
    cache: createCache(() => clock.now),
    environment: "local",
    origin,
  };
  const app = createPaperApp({ ports, who, log: (line) => log.push(line) });
  return {
    who,
    ports,
    clock,
    log,
    get: async (path, token) =>
      app.request(path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    staffToken: (role, of = tenant) =>
      new SignJWT({ tenant: of, role })
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: "s1" })
        .setIssuer(staffIssuer)
        .setAudience("barq")
        .setSubject("somebody")
        .setIssuedAt(Math.floor(clock.now / 1000))
        .setExpirationTime(Math.floor(clock.now / 1000) + 600)
        .sign(staff.privateKey),
  };
}
