/**
 * `npm run bench [-- prices|load|stations] [options]`: `prices` (what is run without a name) is what a price costs, `load` is stations
 * that say as much as they can, and how much of it the product takes, `stations` is what a
 * thousand of them cost while they are connected.
 */
const [named = "prices"] = process.argv.slice(2).filter((word) => !word.startsWith("-"));
if (named === "prices") await import("./prices.ts");
else if (named === "load") await import("./load/load.ts");
else if (named === "stations") await import("./stations.ts");
else {
  console.error(`There is no bench "${named}"; there are prices, load and stations.`);
  process.exit(2);
}

export {};
