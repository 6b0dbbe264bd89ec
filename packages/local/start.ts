/** `npm start`: the whole product on this machine. Ends with Ctrl-C; what it was doing goes on at the next start. */
import { demoStations } from "./demo-network.ts";
import type { Product } from "./product.ts";
import { localTenant, startProduct } from "./product.ts";
import { settingsOf } from "./settings.ts";
import { terminalQr } from "./terminal-qr.ts";

try {
  const product = await startProduct(settingsOf(process.env));
  console.log(`Barq is ready: ${product.origin}`);
  if (product.settings.seed === "demo") invite(product);
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // A second Ctrl-C does not wait: whatever is half done is found by the next start.
      if (ending) process.exit(1);
      ending = true;
      void product.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function invite(product: Product): void {
  const [station] = demoStations;
  if (!station) return;
  const sticker = `${station.id}-1`.toLowerCase();
  const qr = product.ports.identity.makeQr({ tenant: localTenant, sticker });
  const address = `${product.origin}/q/${qr}`;
  console.log(`\nScan to charge at ${station.id}, connector 1 (or open the link):\n`);
  console.log(terminalQr(address));
  console.log(`\n${address}\n`);
  console.log(`A car plugs in with:  npm run -s barq -- station ${station.id} plug`);
  console.log("The interface:        ", `${product.origin}/docs`);
  console.log("People at work:       ", `${product.origin}/desk`);
}
