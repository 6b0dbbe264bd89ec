/** A price too small to be taken is sealed like any other: its hold goes back, and its proof is there, whatever is cut off. */
import { sealedName, sealedParts, sealOf } from "@barq/actions/sealed-files";
import { minute } from "@barq/domain/instant";
import { expect, it } from "vitest";
import { chargingSession, createWorld } from "./world.ts";

it("a session whose price is below the least that is taken has its proof before its hold goes back, cut off at any call", async () => {
  for (const where of ["before", "after"] as const)
    for (let call = 1; ; call++) {
      const world = await createWorld();
      const { session, transactionId } = await chargingSession(world);
      // 0.9 kWh at 4.50 MAD: 4.05, and the least is 5.00.
      world.advance(10 * minute);
      await world.meter(transactionId, 1_000_900);
      await world.stop(transactionId, "1000900");
      await world.status("Available");
      world.lose({ call, where });
      await world.settleDown();
      const { calls } = world;
      world.lose(null);
      await world.pass(10 * minute);
      const ended = await world.session(session.id);
      expect(ended, `${where} ${call}`).toMatchObject({ state: "released", writtenOff: 405n });
      const sha256 = ended.sealed?.sha256 ?? "";
      const names = [
        ...sealedParts.map((part) => sealedName(world.tenant, session.id, part, sha256)),
        sealOf(world.tenant, session.id, sha256),
      ];
      for (const name of names)
        expect(await world.ports.archive.get(name), `${where} ${call}: ${name}`).toBeDefined();
      if (calls < call) break;
    }
});
