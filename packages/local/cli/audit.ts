/** `barq audit`: the invariants of money, meters and numbers over everything in a data folder; exit 1 when one does not hold. */
import type { Audit } from "@barq/actions/audit/audit";
import { audit } from "@barq/actions/audit/audit";
import type { Invariant } from "@barq/domain/audit";
import { invariants, said } from "@barq/domain/audit";
import { localTenant } from "../product.ts";
import type { Command } from "./command.ts";
import { readWords, tableText } from "./command.ts";
import { withBooks } from "./connect.ts";
import { progressLine } from "./progress.ts";

export const auditCommand: Command = {
  name: "audit",
  usage: "audit",
  says: "checks what must always be true of sessions, ledger, holds, connectors, proofs and numbers, and names the first cent that does not fit",
  options: {},
  more: [
    "Exit 0: everything holds. 1: something does not. The provider is read too where it can be reached.",
  ],
  async run(words) {
    const { values } = readWords(words, {}, 0);
    const line = progressLine();
    return withBooks(async (books) => {
      const result = await audit(books.ports, localTenant, {
        items: books.items,
        documents: books.documents,
        onProgress: (sessions) => line.show(null, `${sessions} sessions`),
      });
      line.end();
      console.log(values.json ? jsonOf(result) : auditText(result));
      return result.findings.length === 0 ? 0 : 1;
    });
  },
};

const jsonOf = ({ findings, checked, providerSilence, count, first }: Audit): string =>
  JSON.stringify({
    checked,
    provider: providerSilence === null ? "read" : `not reached: ${providerSilence}`,
    count,
    first,
    findings: findings.map(({ apart, ...finding }) => ({
      ...finding,
      apart: apart && said(apart.minor, apart.currency),
    })),
  });

const isInvariant = (name: string): name is Invariant => Object.hasOwn(invariants, name);

function auditText(result: Audit): string {
  const { checked, providerSilence, count, findings, first } = result;
  const ofProvider = providerSilence === null ? `${checked.intents} intents` : "not asked";
  const what: Readonly<Record<Invariant, string>> = {
    I1: `${checked.entries} entries, ${ofProvider}`,
    I2: ofProvider,
    I3: `${checked.entries} entries`,
    I4: `${checked.proofs} proofs`,
    I5: `${checked.sessions} sessions`,
    I6: `${checked.sessions} sessions`,
    I7: `${checked.locks} taken`,
    I9: `${checked.numbers} numbers`,
  };
  const total = Object.values(count).reduce((sum, one) => sum + one, 0);
  return [
    tableText(
      ["", "what must be true", "checked", "found"],
      Object.entries(invariants).map(([name, says]) =>
        isInvariant(name) ? [name, says, what[name], count[name] === 0 ? "-" : `${count[name]}`] : [],
      ),
    ),
    "",
    ...(providerSilence === null
      ? []
      : [`The provider could not be reached (${providerSilence}): what it holds is not vouched for.`, ""]),
    ...findings
      .slice(0, 50)
      .map(
        ({ invariant, about, what: finding, apart }) =>
          `  ${invariant}  ${about}: ${finding}${apart === null ? "" : ` [${said(apart.minor, apart.currency)}]`}`,
      ),
    ...(total > 50 ? [`  and ${total - 50} more; --json has them.`] : []),
    ...(findings.length > 0 ? [""] : []),
    first === null ? "Everything holds." : `The first cent that does not fit: ${first}`,
  ].join("\n");
}
