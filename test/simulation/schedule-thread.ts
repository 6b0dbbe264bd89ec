/** A thread of the simulation: runs a stretch of schedules after another and says what came of it. */
import { parentPort } from "node:worker_threads";
import type { Stretch } from "./stretch.ts";
import { runStretch } from "./stretch.ts";

// A process that crashes throws away thousands of errors in a second; their stacks are never read.
Error.stackTraceLimit = 0;
parentPort?.on("message", (stretch: Stretch) => {
  void runStretch(stretch).then((ran) => parentPort?.postMessage(ran));
});
