/**
 * `npm run -s barq -- <command>`: the product's command line. Each command is a file beside this one; it answers an exit
 * code, prints for people, and with --json for machines.
 */
import { Fault } from "@barq/domain/fault";
import { auditCommand } from "./audit.ts";
import { clockCommand } from "./clock.ts";
import type { Command } from "./command.ts";
import { helpOf, UsageError, usageOf } from "./command.ts";
import { commissionCommand } from "./commission.ts";
import { correctCommand } from "./correct.ts";
import { metricsCommand } from "./metrics.ts";
import { ocmfCommand } from "./ocmf.ts";
import { operateCommand } from "./operate.ts";
import { pauseCommand, resumeCommand } from "./pause.ts";
import { priceCommand } from "./price.ts";
import { qrCommand } from "./qr.ts";
import { reconcileCommand } from "./reconcile.ts";
import { refundCommand } from "./refund.ts";
import { replayCommand } from "./replay.ts";
import { sessionCommand } from "./session.ts";
import { stationCommand } from "./station.ts";
import { stickersCommand } from "./stickers.ts";
import { tariffCommand } from "./tariff.ts";
import { tokenCommand } from "./token.ts";
import { verifyCommand } from "./verify.ts";
import { workCommand } from "./work.ts";

const commands: readonly Command[] = [
  sessionCommand,
  workCommand,
  metricsCommand,
  refundCommand,
  correctCommand,
  stationCommand,
  operateCommand,
  pauseCommand,
  resumeCommand,
  qrCommand,
  stickersCommand,
  commissionCommand,
  tariffCommand,
  tokenCommand,
  clockCommand,
  priceCommand,
  verifyCommand,
  ocmfCommand,
  replayCommand,
  reconcileCommand,
  auditCommand,
];

const usage = (): string =>
  [
    "Usage: npm run -s barq -- <command> [options]",
    "",
    ...commands.map((command) => `  ${command.usage}\n      ${command.says}`),
    "",
    "--json prints for machines, and <command> --help tells more. BARQ_DATA names the folder (default .barq).",
  ].join("\n");

const isHelp = (word: string | undefined): boolean => word === "help" || word === "--help" || word === "-h";

const [first, ...others] = process.argv.slice(2);
// `help price` asks for what `price --help` does.
const [name, ...rest] = isHelp(first) && others.length > 0 ? [...others, "--help"] : [first, ...others];
const command = commands.find((candidate) => candidate.name === name);
if (!command) {
  const asked = name === undefined || isHelp(name);
  (asked ? console.log : console.error)(asked ? usage() : `There is no command "${name}".\n\n${usage()}`);
  process.exitCode = asked ? 0 : 2;
} else if (rest.some((word) => word === "--help" || word === "-h")) console.log(helpOf(command));
else {
  try {
    process.exitCode = await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError)
      console.error(`${error.message}\n${usageOf(command)}\n${command.name} --help tells more.`);
    else console.error(error instanceof Fault || error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
