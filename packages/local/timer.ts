/** Work that is done over and over: never twice at once, and a failure of one round does not end the rounds. */

interface Rounds {
  /** does a round now, or right after the one that is running */
  wake(): void;
  /** a round that begins after this call has ended */
  round(): Promise<void>;
  close(): Promise<void>;
}

export function startRounds(
  everyMs: number,
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Rounds {
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const once = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onFailure(error);
    }
  };
  const start = (): Promise<void> => {
    running ??= (async () => {
      do {
        again = false;
        await once();
      } while (again && !closed);
      running = null;
    })();
    return running;
  };
  const timer = setInterval(() => void start(), everyMs);
  return {
    wake() {
      if (closed) return;
      if (running) again = true;
      else void start();
    },
    async round() {
      if (running) {
        again = true;
        await running;
      } else await start();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
