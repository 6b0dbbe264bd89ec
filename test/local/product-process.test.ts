/** The product as a process: what a taken port, a kill and an end leave behind, and what commands say meanwhile. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { qrCommand } from "@barq/local/cli/qr";
import { stationCommand } from "@barq/local/cli/station";
import { startProduct } from "@barq/local/product";
import { isAlive } from "@barq/local/running";
import { settingsOf } from "@barq/local/settings";
import { afterEach, expect, it, vi } from "vitest";
import { kill, startProcess } from "../kill/product-process.ts";

const vanishing: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const vanish of vanishing.splice(0).reverse()) await vanish();
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "barq-product-"));
  vanishing.push(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

it("a port that is taken is said to be, and leaves no folder behind", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  vanishing.push(() => new Promise((done) => other.close(done)));
  const [port, data] = [portOf(other), join(newHome(), "data")];
  await expect(startProduct(settingsOf({ PORT: `${port}`, BARQ_DATA: data }))).rejects.toThrow(
    `Port ${port} is taken: set PORT to another one.`,
  );
  expect(existsSync(data)).toBe(false);
});

it("a killed product takes its children with it, and commands know that it is gone", async () => {
  const data = join(newHome(), "data");
  const { child, origin } = await startProcess({ BARQ_DATA: data, PORT: "0", BARQ_STATIONS: "1" });
  vanishing.push(() => kill(child));
  const pids = ["stripe", "stations"].map((name): number => {
    const { pid } = JSON.parse(readFileSync(join(data, name, "running.json"), "utf8"));
    return pid;
  });
  vanishing.push(() => pids.filter(isAlive).forEach((pid) => void process.kill(pid, "SIGKILL")));
  vi.stubEnv("BARQ_DATA", data);
  vi.stubEnv("PORT", undefined);
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { id } = JSON.parse(readFileSync(join(data, "stations", "stations.json"), "utf8"))[0];

  // Nothing of it is to be committed, or looked at by the checks of a repository that it lies in.
  expect(readFileSync(join(data, ".gitignore"), "utf8")).toBe("*\n");
  await stationCommand.run([id, "offline"]);
  expect(log).toHaveBeenLastCalledWith(expect.stringMatching(/station not connected$/));
  // The answer waits until the station is back.
  await stationCommand.run([id, "online"]);
  expect(log).toHaveBeenLastCalledWith(expect.stringMatching(/station connected$/));

  await kill(child);
  await expect(stationCommand.run([id, "plug"])).rejects.toThrow(/No Barq runs on .*: npm start runs it/);
  while (pids.some(isAlive)) await pause(100);
  await qrCommand.run([id, "--json"]);
  const [{ address }] = JSON.parse(String(log.mock.lastCall?.[0]));
  expect(address.startsWith(`${origin}/q/`)).toBe(true);
}, 60_000);
