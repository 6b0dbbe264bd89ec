/**
 * How many calls of ours wait for one another: every call of a port is held until nothing else can go on, then all that wait
 * are let go together. The rounds are the sequential calls; calls in parallel count once.
 */

interface Gate {
  /** a port whose calls wait at the gate */
  through<T extends object>(port: T): T;
  /** runs it and answers how many rounds it took */
  rounds(work: () => Promise<unknown>): Promise<number>;
}

const quietTicks = 30;

export function createGate(): Gate {
  let waiting: (() => void)[] = [];
  let counting = false;
  const pass = (): Promise<void> =>
    counting ? new Promise((go) => void waiting.push(go)) : Promise.resolve();

  /** Until every microtask, and every short piece of cryptography, has had its turn. */
  const quiet = async (): Promise<void> => {
    for (let tick = 0, seen = waiting.length; tick < quietTicks; tick++) {
      await new Promise((done) => setTimeout(done, 1));
      if (waiting.length !== seen) tick = 0;
      seen = waiting.length;
    }
  };

  return {
    through: <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name, receiver) {
          const member: unknown = Reflect.get(target, name, receiver);
          if (typeof member !== "function") return member;
          if (name === "least" || name === "verifyNews") return member.bind(target);
          if (name === "list" || name === "overdue") {
            return async function* (...words: unknown[]) {
              await pass();
              yield* Reflect.apply(member, target, words);
            };
          }
          return async (...words: unknown[]) => {
            await pass();
            return Reflect.apply(member, target, words);
          };
        },
      }),
    async rounds(work) {
      counting = true;
      let done = false;
      const running = work().finally(() => {
        done = true;
      });
      let rounds = 0;
      while (!done) {
        await quiet();
        if (waiting.length === 0) continue;
        rounds++;
        const all = waiting;
        waiting = [];
        for (const go of all) go();
      }
      counting = false;
      await running;
      return rounds;
    },
  };
}
