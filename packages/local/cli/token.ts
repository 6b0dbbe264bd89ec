/** `barq token --role R [--fleet F]`: a token of the local issuer, for people at work. */
import { roles } from "@barq/functions/api/staff-token";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";
import { staffToken } from "./connect.ts";

const options = {
  role: { type: "string", value: "R", says: `one of ${roles.join(", ")}` },
  fleet: { type: "string", value: "F", says: "the fleet, for that role alone" },
} as const;

export const tokenCommand: Command = {
  name: "token",
  usage: "token --role R [--fleet F]",
  says: `a token for somebody at work; R is one of ${roles.join(", ")}`,
  options,
  async run(words) {
    const { values } = readWords(words, options, 0);
    const role = roles.find((known) => known === values.role);
    if (!role) throw new UsageError(`--role is one of ${roles.join(", ")}.`);
    if (role === "fleet" && values.fleet === undefined) throw new UsageError("--role fleet needs --fleet.");
    const token = await staffToken(dataFolder(), role, values.fleet ?? null);
    console.log(values.json ? JSON.stringify({ token }) : token);
    return 0;
  },
};
