/** The open door: it refuses in the words of whoever asked, believes document keys alone, and can let nobody in by token. */
import { generateKeyPairSync } from "node:crypto";
import { sealParts } from "@barq/evidence/seal";
import { createDoor } from "@barq/functions/api/door";
import { paperRoutes } from "@barq/functions/api/routes/paper";
import { createOpenApp } from "@barq/functions/open/open-app";
import { importJWK } from "jose";
import { describe, expect, it } from "vitest";
import { createBench } from "./bench.ts";

const html = "text/html; charset=utf-8";
const problem = "application/problem+json";

describe("a refusal of the open door", () => {
  it("is a page where people check a proof, and a problem at every other address", async () => {
    const { apps, ask } = await createBench();
    const refusals = [
      ["/", { method: "DELETE" }, 405, html],
      ["/verify", { method: "DELETE" }, 405, html],
      ["/verify", { raw: "no form", headers: { "content-type": "multipart/form-data" } }, 400, html],
      ["/v1/pricing/preview", { method: "GET" }, 405, problem],
      ["/v1/pricing/preview", { json: {} }, 422, problem],
      ["/openapi.json", { json: {} }, 405, problem],
      ["/docs", { method: "PUT" }, 405, problem],
    ] as const;
    for (const [path, asked, status, type] of refusals) {
      const { status: answered, headers } = await ask(path, asked);
      const said = [answered, headers.get("content-type")];
      expect(said, `${path} ${JSON.stringify(asked)}`).toEqual([status, type]);
    }
    const nowhere = await apps.open.request("/nowhere");
    expect([nowhere.status, nowhere.headers.get("content-type")]).toEqual([404, problem]);
  });
});

describe("the open door", () => {
  it("does not check a proof with a key that is not published for documents", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = await importJWK(privateKey.export({ format: "jwk" }), "ES256");
    if (key instanceof Uint8Array) throw new Error("a key pair is no secret");
    const parts = { proof: { format: "barq.proof/1" }, cdr: {}, cdr_221: {} };
    const { seal } = await sealParts(parts, { keyId: "k1", privateKey: key });
    const body = JSON.stringify({ ...parts, seal: JSON.parse(Buffer.from(seal).toString()) });
    const documents = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k2" }] };
    const app = createOpenApp({ origin: "https://barq.example", documents });
    const headers = { "content-type": "application/json" };
    const verdict = await app.request("/verify", { method: "POST", headers, body });
    expect(await verdict.json()).toMatchObject({ kind: "not_checkable" });
  });

  it("cannot have a route that needs a token: a door that knows nobody is not even made", () => {
    const answer = () => new Response();
    expect(() =>
      createDoor(
        "paper",
        paperRoutes,
        { who: null, origin: "https://barq.example" },
        {
          receiptPdf: answer,
          receiptPdfByToken: answer,
          releaseCable: () => new Response(),
          receiptPage: answer,
          stickerSheetsPdf: answer,
          stickerPicturePdf: answer,
        },
      ),
    ).toThrow("receiptPdf is not for anybody");
  });
});
