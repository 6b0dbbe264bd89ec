/**
 * Keeps a station's word: what was changed is saved before anything that follows from it is said. Changes are counted, so
 * that many at once cost one save.
 */

interface Keeper {
  /** something that may be said was changed */
  changed(): void;
  /** something was forgotten; were it to come back after a kill, it would only be said twice */
  forgot(): void;
  /** resolves when everything changed so far is saved */
  settle(): Promise<void>;
  /** every now and then: saves what nobody waits for */
  look(): void;
}

/** So many looks may pass before what was merely forgotten is saved. */
const lazyLooks = 10;

export function createKeeper(save: () => Promise<void>, report: (error: unknown) => void): Keeper {
  let version = 1;
  let kept = 0;
  let forgotten = 0;
  let saving = false;
  let failing = false;

  const settle = async (): Promise<void> => {
    const wanted = version;
    if (kept >= wanted) return;
    forgotten = 0;
    await save();
    kept = Math.max(kept, wanted);
  };
  const saveNow = async (): Promise<void> => {
    saving = true;
    try {
      await settle();
      failing = false;
    } catch (error) {
      // Said once: a full disk would say it twenty times a second.
      if (!failing) report(error);
      failing = true;
    }
    saving = false;
  };
  return {
    changed: () => {
      version++;
    },
    forgot: () => {
      forgotten ||= 1;
    },
    settle,
    look() {
      if (forgotten > 0 && forgotten++ >= lazyLooks) version++;
      if (kept < version && !saving) void saveNow();
    },
  };
}
