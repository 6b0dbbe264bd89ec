/** Sentences that must be true, counted; one that is not says what was found instead. */

export interface Checks {
  check(says: string, run: () => void): void;
  readonly passed: number;
  readonly failed: number;
}

export function createChecks(): Checks {
  let [passed, failed] = [0, 0];
  return {
    check(says, run) {
      try {
        run();
        passed++;
        console.log(`  ok  ${says}`);
      } catch (error) {
        failed++;
        console.error(`  NO  ${says}\n${error instanceof Error ? error.message : String(error)}\n`);
      }
    },
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
  };
}
