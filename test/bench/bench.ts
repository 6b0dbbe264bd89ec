/**
 * `npm run bench [-- prices|load] [options]`: `prices` (what is run without a name) is what a price costs, `load` is stations
 * that say as much as they can, and how much of it the product takes.
 */
const [named = "prices"] = process.argv.slice(2).filter((word) => !word.startsWith("-"));
if (named === "prices") await import("./prices.ts");
else if (named === "load") await import("./load/load.ts");
else {
  console.error(`There is no bench "${named}"; there are prices and load.`);
  process.exit(2);
}

export {};
