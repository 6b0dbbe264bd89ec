/// <reference path="./.sst/platform/config.d.ts" />
/** The app: its stages, and an explicit list of what exists in AWS. */
export default $config({
  app(input) {
    const lasting = input.stage === "production";
    return {
      name: "barq",
      home: "aws",
      // What production holds is money's memory: nothing of it goes when a stage is taken down.
      removal: lasting ? "retain" : "remove",
      protect: lasting,
    };
  },
  async run() {
    await import("./infra/secrets.ts");
  },
});
