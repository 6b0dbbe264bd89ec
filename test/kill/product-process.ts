/** The product as a process that is started, killed without a word, and started again on the same folder. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const start = join(import.meta.dirname, "../../packages/local/start.ts");

export interface Running {
  readonly child: ChildProcess;
  readonly origin: string;
}

/** Resolves at the ready line. @throws Error when it ends before that */
export function startProcess(environment: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [start], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((done, fail) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const origin = /^Barq is ready: (http:\/\/\S+)$/m.exec(said)?.[1];
      if (origin) done({ child, origin });
    });
    child.once("exit", (code) =>
      fail(new Error(`the product ended with ${code} before it was ready: ${said}`)),
    );
  });
}

/** SIGKILL, and gone. */
export function kill(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGKILL");
  });
}

/** The process of a child that the product left behind, by its running.json. */
export function killLeftBehind(data: string, name: "stripe" | "stations"): void {
  const { pid }: { pid: number } = JSON.parse(readFileSync(join(data, name, "running.json"), "utf8"));
  process.kill(pid, "SIGKILL");
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await new Promise<void>((done) => child.once("exit", () => done()));
}
