/** What every intake must do, whatever it is made of. Each adapter runs this suite. */
import type { Intake, IntakeRecord } from "@barq/intake/port";
import { describe, expect, it } from "vitest";
import { record, records } from "./intake-records.ts";

interface IntakeBench {
  /** The intake as a process finds it that starts now; what an earlier one had in its hands is gone. */
  open(): Promise<Intake>;
}

/** Everything that waits, by station; `take` answers how much of it is dealt with, nothing where it is left out. */
export async function look(
  intake: Intake,
  take: (station: string, waiting: readonly IntakeRecord[]) => number = () => 0,
): Promise<Readonly<Record<string, readonly IntakeRecord[]>>> {
  const seen: Record<string, readonly IntakeRecord[]> = {};
  await intake.drain(async (station, waiting) => {
    seen[station] = waiting;
    return take(station, waiting);
  });
  return seen;
}

export const takeAll = (_: string, waiting: readonly IntakeRecord[]): number => waiting.length;

export function describeIntake(name: string, makeBench: () => Promise<IntakeBench>): void {
  const filled = async (...all: readonly IntakeRecord[]): Promise<{ bench: IntakeBench; intake: Intake }> => {
    const bench = await makeBench();
    const intake = await bench.open();
    for (const one of all) await intake.append(one);
    return { bench, intake };
  };

  describe(`intake, ${name}: bad days`, () => {
    it("has everything that was acknowledged after a restart, to the last character", async () => {
      const { bench } = await filled(...records("A", 1, 3), ...records("B", 1, 2));
      expect(await look(await bench.open())).toEqual({ A: records("A", 1, 3), B: records("B", 1, 2) });
    });

    it("leaves all of a station's records when its take throws, and says so", async () => {
      const { intake } = await filled(...records("A", 1, 3));
      const failing = intake.drain(async () => {
        throw new Error("the store is away");
      });
      await expect(failing).rejects.toThrow("the store is away");
      expect(await look(intake)).toEqual({ A: records("A", 1, 3) });
    });

    it("serves every other station although one of them always throws", async () => {
      const { bench, intake } = await filled(record("A", 1), record("B", 1), record("C", 1));
      const failing = look(intake, (station, waiting) => {
        if (station === "B") throw new Error("a record nobody can read");
        return waiting.length;
      });
      await expect(failing).rejects.toThrow("a record nobody can read");
      expect(await look(intake)).toEqual({ B: [record("B", 1)] });
      expect(await look(await bench.open())).toEqual({ B: [record("B", 1)] });
    });

    it("only repeats what was being taken when the process died", async () => {
      const { bench, intake } = await filled(...records("A", 1, 3));
      let died: (() => void) | undefined;
      const dead = new Promise<number>((done) => {
        died = () => done(3);
      });
      const drain = intake.drain(() => dead);
      expect(await look(await bench.open(), takeAll)).toEqual({ A: records("A", 1, 3) });
      died?.();
      await drain;
    });

    it("never skips a record when two drains run at once and more arrives meanwhile", async () => {
      const { intake } = await filled(...records("A", 1, 4));
      const taken = new Set<string>();
      const slowly = async (_: string, waiting: readonly IntakeRecord[]): Promise<number> => {
        await new Promise((done) => setTimeout(done, 5));
        for (const { body } of waiting) taken.add(body);
        return waiting.length;
      };
      const both = [intake.drain(slowly), intake.drain(slowly)];
      for (const one of records("A", 5, 8)) await intake.append(one);
      await Promise.all(both);
      await intake.drain(slowly);
      expect([...taken].sort()).toEqual(
        records("A", 1, 8)
          .map(({ body }) => body)
          .sort(),
      );
      expect(await look(intake)).toEqual({});
    });

    it("believes no take that says it dealt with more than it was given", async () => {
      const { intake } = await filled(...records("A", 1, 2));
      await intake.drain(async () => {
        await intake.append(record("A", 3));
        return 99;
      });
      expect(await look(intake)).toEqual({ A: [record("A", 3)] });
    });
  });

  describe(`intake, ${name}: order and progress`, () => {
    it("keeps the order of each station, however their records are mixed", async () => {
      const mixed = records("A", 1, 20).flatMap((one, n) => [one, record("B", n + 1)]);
      const bench = await makeBench();
      const intake = await bench.open();
      await Promise.all(mixed.map((one) => intake.append(one)));
      const expected = { A: records("A", 1, 20), B: records("B", 1, 20) };
      expect(await look(intake)).toEqual(expected);
      expect(await look(await bench.open())).toEqual(expected);
    });

    it("leaves the rest when a part is taken, and hands it over again from there", async () => {
      const { bench, intake } = await filled(...records("A", 1, 5), ...records("B", 1, 2));
      await look(intake, (station) => (station === "A" ? 2 : 0));
      const rest = { A: records("A", 3, 5), B: records("B", 1, 2) };
      expect(await look(intake)).toEqual(rest);
      const later = await bench.open();
      expect(await look(later)).toEqual(rest);
      await later.append(record("A", 6));
      expect((await look(later)).A).toEqual(records("A", 3, 6));
    });

    it("keeps what arrives while records are being taken, for the next time", async () => {
      const { intake } = await filled(record("A", 1));
      await intake.drain(async (_, waiting) => {
        await intake.append(record("A", 2));
        return waiting.length;
      });
      expect(await look(intake)).toEqual({ A: [record("A", 2)] });
    });

    it("asks about no station that has nothing, and forgets what is taken for good", async () => {
      const { bench, intake } = await filled(record("A", 1));
      await look(intake, takeAll);
      expect(await look(intake)).toEqual({});
      expect(await look(await bench.open())).toEqual({});
    });

    it("takes stations whose names are those of an object's own members", async () => {
      const { bench } = await filled(record("__proto__", 1), record("constructor", 1));
      const stations: string[] = [];
      const intake = await bench.open();
      await intake.drain(async (station, waiting) => {
        stations.push(station);
        return waiting.length;
      });
      expect(stations.sort()).toEqual(["__proto__", "constructor"]);
      let again = 0;
      await (await bench.open()).drain(async () => {
        again++;
        return 0;
      });
      expect(again).toBe(0);
    });
  });
}
