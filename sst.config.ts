/// <reference path="./.sst/platform/config.d.ts" />
/** The app: its stages, and an explicit list of what exists in AWS. */
export default $config({
  app(input) {
    const lasts = input.stage === "production";
    return {
      name: "barq",
      home: "aws",
      // What production holds is money's memory: tables and files stay when the stage is taken down.
      removal: lasts ? "retain" : "remove",
      protect: lasts,
    };
  },
  async run() {
    await import("./infra/secrets.ts");
    await import("./infra/tables.ts");
    await import("./infra/archive.ts");
    await import("./infra/intake.ts");
    await import("./infra/api.ts");
    await import("./infra/ocpp.ts");
    await import("./infra/drain.ts");
    await import("./infra/stream.ts");
    await import("./infra/clock.ts");
  },
});
