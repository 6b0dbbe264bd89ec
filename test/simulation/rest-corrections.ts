/** What must be so in the end of CDRs that were taken back: each by one that costs less, with its money and its files. */
import { sealedName } from "@barq/actions/sealed-files";
import type { Session } from "@barq/domain/session";
import { readCorrection } from "@barq/store/correction-item";
import { correctionPrefix, refundKey, sessionPartition } from "@barq/store/keys";
import { readRefund } from "@barq/store/refund-item";
import { tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Table } from "./table.ts";
import { Violation } from "./turns.ts";

/** @throws Violation */
export async function assertCorrections(
  { table, product }: { readonly table: Table; readonly product: Product },
  session: Session,
): Promise<void> {
  const items = table.items.peekAll(sessionPartition(tenant, session.id), { prefix: correctionPrefix });
  if (items.length === 0) return;
  const must = (isSo: boolean, why: () => string): void => {
    if (!isSo) throw new Violation(`at rest: ${session.id}: ${why()}`);
  };
  const all = items.map(readCorrection);
  for (const { id, state, due } of all)
    must(state !== "asked" && due === null, () => `the correction ${id} is still ${state}`);
  let standing = session.sealed;
  const sealed = all
    .flatMap(({ id, corrected }) => (corrected ? [{ id, ...corrected }] : []))
    .sort((a, b) => a.n - b.n);
  for (const [place, own] of sealed.entries()) {
    const told = `the correction ${own.id}, number ${own.n}`;
    const before = standing;
    if (!before) throw new Violation(`at rest: ${session.id}: ${told} takes back what was never sealed`);
    must(own.n === place + 1, () => `${told} is in the place of ${place + 1}`);
    must(own.credits === before.sha256, () => `${told} takes back another CDR than the one that stood`);
    must(own.total < before.total, () => `${told} costs ${own.total} instead of ${before.total}`);
    const item = table.items.peek(refundKey(tenant, session.id, own.id));
    const refund = item && readRefund(item);
    const [minor, tax] = [before.total - own.total, before.tax - own.tax];
    must(
      refund?.refundAmount.minor === minor && refund.tax === tax,
      () => `${told} gives back ${refund?.refundAmount.minor} instead of ${minor}, ${tax} of it tax`,
    );
    for (const part of ["cdr", "cdr_221", "proof"] as const) {
      const name = sealedName(tenant, session.id, part, own.sha256);
      must((await product.calmPorts.archive.get(name)) !== undefined, () => `${told}: ${part} is not kept`);
    }
    standing = own;
  }
}
