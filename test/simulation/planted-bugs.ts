/**
 * Bugs that people have really written, planted at the ports of the real code: the product has no switch for them. A simulator
 * that does not find each of them proves nothing.
 */

import { appended } from "@barq/actions/journal";
import { readJournal } from "@barq/store/journal-item";
import { readSession } from "@barq/store/session-item";
import { identity, tenant } from "./operator.ts";
import { plantedBeside } from "./planted-beside.ts";
import type { PlantedBug } from "./planting.ts";
import { altering, committing, isPut, isSession, setOf, without } from "./planting.ts";

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "capture before the intent is written",
    plant: (ports) =>
      committing(ports, async (next, changes) => {
        const intent = changes.find((change) => isSession(change) && setOf(change).st === "settling");
        if (intent && isSession(intent)) {
          const [item] = await ports.store.read([intent.update], { strong: true });
          const session = item && readSession(item);
          const sealed = setOf(intent).sl;
          if (session?.hold && Array.isArray(sealed)) {
            const minor = BigInt(String(sealed[4]));
            const { page, intent: own, holdAmount } = session.hold;
            const owed = minor < holdAmount.minor ? minor : holdAmount.minor;
            await ports.payments.capture({
              key: `test#${session.id}#capture.1#1`,
              ref: { page, intent: own },
              captureAmount: { minor: owed, currency: session.currency },
            });
          }
        }
        return next(changes);
      }),
  },
  {
    name: "key made from the clock",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        open: (request) => ports.payments.open({ ...request, key: `${request.key}#${ports.clock()}` }),
      },
    }),
  },
  {
    name: "event handled when it is received",
    plant: (ports) =>
      altering(ports, (change) => {
        if (!isPut(change, "E") || !change.put.pk.startsWith("EV#") || change.put.due === undefined)
          return [change];
        const { due, d: _, ...put } = change.put;
        return [{ ...change, put: { ...put, pk: change.put.pk, sk: change.put.sk, handled: Number(due) } }];
      }),
  },
  {
    name: "release taken for done when nobody answers",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async release(request) {
          const answer = await ports.payments.release(request);
          return answer.kind === "unknown" ? { kind: "released" } : answer;
        },
      },
    }),
  },
  {
    name: "lock kept after the release",
    plant: (ports) =>
      committing(ports, (next, changes) =>
        next(
          changes.some((change) => setOf(change).st === "released")
            ? changes.filter((change) => setOf(change).act !== null || isSession(change))
            : changes,
        ),
      ),
  },
  {
    name: "outcome written without its guards",
    plant: (ports) => altering(ports, (change) => [isSession(change) ? without(change) : change]),
  },
  {
    name: "receipt number from a counter without a guard",
    plant: (ports) =>
      altering(ports, (change) => {
        const pk = "put" in change ? change.put.pk : "update" in change ? change.update.pk : "";
        return [pk.includes("|SEQ#") || pk.includes("|NO#") ? without(change) : change];
      }),
  },
  {
    name: "hold taken for gone when nobody answers",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async read(ref) {
          const truth = await ports.payments.read(ref);
          return truth.kind === "unknown" ? { kind: "gone", ref, why: "expired", declinedCard: null } : truth;
        },
      },
    }),
  },
  {
    name: "whole hold captured instead of the total",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async capture(request) {
          const truth = await ports.payments.read(request.ref);
          return ports.payments.capture(
            truth.kind === "held" ? { ...request, captureAmount: truth.heldAmount } : request,
          );
        },
      },
    }),
  },
  {
    name: "next attempt without a read",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async open(request) {
          const answer = await ports.payments.open(request);
          return answer.kind === "unknown"
            ? ports.payments.open({ ...request, key: request.key.replace(/#1$/, "#2") })
            : answer;
        },
      },
    }),
  },
  {
    name: "refund sent again without a look at those that were made",
    plant: (ports) => ({
      ...ports,
      refunds: { ...ports.refunds, find: async () => ({ kind: "none" }) },
    }),
  },
  {
    name: "page and hold let go by one call",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        release: ({ key, ref }) => ports.payments.release({ key, ref }),
      },
    }),
  },
  {
    name: "journal entry left out",
    plant: (ports) => altering(ports, (change) => (isPut(change, "L#") ? [] : [change])),
  },
  {
    name: "journal entry written twice",
    plant: (ports) =>
      altering(ports, (change) => {
        if (!isPut(change, "L#")) return [change];
        const entry = readJournal(change.put);
        return [change, appended({ identity }, tenant, [entry], entry)];
      }),
  },
  {
    name: "settled although nobody answered the capture",
    plant: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        async capture(request) {
          const answer = await ports.payments.capture(request);
          return answer.kind === "unknown"
            ? { kind: "captured", capturedAmount: request.captureAmount }
            : answer;
        },
      },
    }),
  },
  {
    name: "lock taken without looking whose it is",
    plant: (ports) =>
      altering(ports, (change) => [typeof setOf(change).act === "string" ? without(change) : change]),
  },
  {
    name: "lock taken in a commit of its own",
    plant: (ports) =>
      committing(ports, async (next, changes) => {
        const lock = changes.find((change) => typeof setOf(change).act === "string");
        if (!lock || changes.length === 1) return next(changes);
        const answer = await next(changes.filter((change) => change !== lock));
        if (answer.written) await next([lock]);
        return answer;
      }),
  },
  {
    name: "receivable forgotten",
    plant: (ports) =>
      altering(ports, (change) => {
        if (!isSession(change) || setOf(change).rec === undefined) return [change];
        return [{ ...change, set: { ...change.set, rec: null } }];
      }),
  },
  {
    name: "reading acknowledged before it is durable",
    plant(ports) {
      const { intake } = ports;
      return {
        ...ports,
        intake: {
          ...intake,
          // Kept in the process, and handed on when there is time for it.
          async append(record) {
            void Promise.resolve()
              .then(() => intake.append(record))
              .catch(() => {});
          },
        },
      };
    },
  },
  {
    name: "record taken off the intake before it is dealt with",
    plant: ({ intake, ...ports }) => ({
      ...ports,
      intake: {
        ...intake,
        drain: (take) =>
          intake.drain(async (at, records) => {
            void take(at, records).catch(() => {});
            return records.length;
          }),
      },
    }),
  },
  {
    name: "every answer of a failed write taken for a win",
    plant: (ports) =>
      committing(ports, async (next, changes) => {
        const answer = await next(changes);
        return answer.written || !changes.some(isSession) ? answer : { written: true };
      }),
  },
  ...plantedBeside,
];
