/** A bundle in a process of its own, asked as Lambda asks it, with the variables that it is told and no others. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { startRuntimeApi } from "./runtime-api.ts";

export interface Booted {
  invoke(event: unknown): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

export async function bootBundle(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<Booted> {
  const api = await startRuntimeApi();
  const child = spawn(process.execPath, [join(import.meta.dirname, "runtime-loop.ts"), file, "handler"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...environment, AWS_LAMBDA_RUNTIME_API: api.address },
  });
  return {
    invoke: api.invoke,
    close() {
      child.kill("SIGKILL");
      api.close();
    },
  };
}
