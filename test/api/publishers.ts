/** People who publish tariffs, behind the real doors: amal writes drafts, badr of finance and chama look at them and agree. */
import type { Role } from "@barq/functions/api/staff-token";
import { text } from "@barq/store/fields";
import { settingsKey } from "@barq/store/keys";
import { tenant } from "../actions/world.ts";
import type { Answer, Bench, Json } from "./bench.ts";
import { textOf } from "./bench.ts";
import { signed, staffDraft } from "./keys.ts";
import { energy, tariff } from "./ocpi-bodies.ts";

export const kwh = (price: number, more: Json = {}): Json =>
  tariff({
    id: "KWH",
    tax_included: "YES",
    elements: [{ price_components: [{ ...energy, price }] }],
    tariff_alt_text: ["ar", "fr", "en"].map((language) => ({ language, text: "x" })),
    ...more,
  });

export function createPublishers(bench: Bench) {
  /** A token of somebody, by name: the same person may come with several roles. */
  const tokenOf = (name: string, role: Role = "operator"): Promise<string> => {
    const { header, claims } = staffDraft("staff-1", { role, tenant, now: bench.world.now() });
    return signed(bench.keys.staff.privateKey, { header, claims: { ...claims, sub: name } });
  };

  const drafted = async (body: Json, key = "k1", name = "amal"): Promise<Answer> =>
    bench.ask("/v1/tariff-drafts", {
      json: { tariff: body, reason: "winter prices" },
      token: await tokenOf(name),
      headers: { "idempotency-key": key },
    });
  const look = async (id: string): Promise<Answer> =>
    bench.ask(`/v1/tariff-drafts/${id}`, { token: await tokenOf("badr", "finance") });
  const approve = async (id: string, json: Json, name = "badr", role: Role = "finance"): Promise<Answer> =>
    bench.ask(`/v1/tariff-drafts/${id}/approve`, { json, token: await tokenOf(name, role) });
  const change = async (id: string, json: Json, name = "amal"): Promise<Answer> =>
    bench.ask(`/v1/tariff-drafts/${id}/change`, { json, token: await tokenOf(name) });
  const withdraw = async (id: string, name = "amal"): Promise<Answer> =>
    bench.ask(`/v1/tariff-drafts/${id}/withdraw`, {
      json: { reason: "a slip of the pen" },
      token: await tokenOf(name),
    });
  const soldNow = async (): Promise<unknown> => {
    const { body, status } = await bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`);
    return status === 200 ? (body.tariff as Json) : body.code;
  };
  const versions = async (): Promise<number> => {
    let count = 0;
    for await (const _ of bench.world.store.list(`${tenant}|TF#KWH`)) count++;
    return count;
  };
  /** A draft by amal, with what a second person saw of it. */
  async function seenDraft(
    body: Json = kwh(5),
    key = "k1",
  ): Promise<{ readonly id: string; readonly seen: string }> {
    const id = textOf((await drafted(body, key)).body, "id");
    return { id, seen: textOf((await look(id)).body, "seen") };
  }

  async function requireTwo(from = 0): Promise<void> {
    const key = settingsKey(tenant, "TENANT");
    const [item] = await bench.world.store.read([key]);
    const settings = {
      ...JSON.parse(text(item ?? {}, "json")),
      publicationByTwo: [{ from, required: true }],
    };
    await bench.world.store.commit([{ put: { ...key, json: JSON.stringify(settings) } }]);
    bench.world.ports.cache.drop(`settings|${tenant}`);
  }

  return { tokenOf, drafted, look, approve, change, withdraw, soldNow, versions, seenDraft, requireTwo };
}
