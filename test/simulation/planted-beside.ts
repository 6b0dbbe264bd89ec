/** Planted bugs beside the good path: of two versions at once, disputes, corrections, and events that were never heard. */
import { hour } from "@barq/domain/instant";
import { correctionPrefix, disputePrefix } from "@barq/store/keys";
import type { Item, Store } from "@barq/store/port";
import type { PlantedBug } from "./planting.ts";
import { altering, committing, isPut, setOf } from "./planting.ts";

async function* nothing(): AsyncIterable<Item> {}

export const plantedBeside: readonly PlantedBug[] = [
  {
    name: "whole item written as an older version knows it",
    plant: (ports, life) =>
      life.isNext
        ? ports
        : altering(ports, (change) =>
            "update" in change && change.update.pk.includes("|S#")
              ? [{ ...change, set: { ...change.set, nx: null } }]
              : [change],
          ),
  },
  {
    name: "item of a newer version taken for one of ours",
    plant(ports) {
      const understood = ({ fm: _, ...item }: Item): Item => ({ ...item, pk: item.pk, sk: item.sk });
      const { store } = ports;
      const read: Store["read"] = async (keys, options) =>
        (await store.read(keys, options)).map((item) => item && understood(item));
      return {
        ...ports,
        understood: (item) => understood(ports.understood(item)),
        store: { ...store, read },
      };
    },
  },
  {
    name: "hold taken for raised when nobody answers",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async raise(request) {
          const answer = await ports.payments.raise(request);
          return answer.kind === "unknown" ? { kind: "raised", heldAmount: request.holdAmount } : answer;
        },
      },
    }),
  },
  {
    name: "kept card asked anew as if nobody had asked it",
    plant: (ports) => ({
      ...ports,
      collecting: {
        collect: (request) =>
          ports.collecting.collect({ ...request, key: `${request.key}#${ports.clock()}` }),
        findCollection: async () => ({ kind: "none" }),
      },
    }),
  },
  {
    name: "refund asked for without a look at disputes",
    plant: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        list: (partition, options) =>
          options?.prefix === disputePrefix ? nothing() : ports.store.list(partition, options),
      },
    }),
  },
  {
    name: "dispute booked by its verdict and not by its money",
    plant: (ports) => ({
      ...ports,
      disputes: {
        ...ports.disputes,
        async read(id) {
          const truth = await ports.disputes.read(id);
          return truth.kind === "dispute" ? { ...truth, isWithdrawn: truth.standing !== "won" } : truth;
        },
      },
    }),
  },
  {
    name: "money that a bank took booked with every event of it",
    plant: (ports) =>
      altering(ports, (change) =>
        "update" in change && change.update.sk.startsWith(disputePrefix) && setOf(change).bk === undefined
          ? [{ ...change, set: { ...change.set, bk: "nothing" } }]
          : [change],
      ),
  },
  {
    name: "verdict taken for a bank's last word",
    plant: (ports) =>
      altering(ports, (change) =>
        "update" in change && change.update.sk.startsWith(disputePrefix) && setOf(change).dc !== undefined
          ? [{ ...change, set: { ...change.set, due: null, d: null } }]
          : [change],
      ),
  },
  {
    name: "evidence that nobody gives",
    plant: (ports) => ({
      ...ports,
      disputes: { ...ports.disputes, give: async () => ({ kind: "given" }) },
    }),
  },
  {
    name: "CDR taken back without its money",
    plant: (ports) =>
      committing(ports, (next, changes) =>
        next(
          changes.some((change) => "update" in change && change.update.sk.startsWith(correctionPrefix))
            ? changes.filter((change) => !isPut(change, "R#"))
            : changes,
        ),
      ),
  },
  {
    name: "CDR taken back that another correction took back",
    plant: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        list: (partition, options) =>
          options?.prefix === correctionPrefix ? nothing() : ports.store.list(partition, options),
      },
    }),
  },
  {
    name: "list of events read for its last hour alone",
    plant: (ports) => ({
      ...ports,
      books: {
        ...ports.books,
        list: (book, { from, to }) =>
          ports.books.list(book, { from: Math.max(from, ports.clock() - hour), to }),
      },
    }),
  },
];
