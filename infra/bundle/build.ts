/** Makes the folder of one Lambda: its bundle, and what the bundle looks for beside itself. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Esbuild from "esbuild";
import type { Entry, EntryName } from "./entries.ts";
import { entries } from "./entries.ts";
import { bundleOptions } from "./options.ts";

/** @returns the folder, with `<name>.mjs` in it */
export function buildEntry(
  esbuild: Pick<typeof Esbuild, "buildSync">,
  root: string,
  folder: string,
  name: EntryName,
): string {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  esbuild.buildSync({ ...bundleOptions(root, name), outfile: join(out, `${name}.mjs`) });
  const entry: Entry = entries[name];
  if (entry.pdfFonts) {
    cpSync(join(root, "node_modules/pdfkit/js/standard-fonts"), join(out, "standard-fonts"), {
      recursive: true,
      filter: (path) => !path.endsWith(".mjs") && !path.endsWith(".map"),
    });
    writeFileSync(
      join(out, "package.json"),
      JSON.stringify({ imports: { "#standard-fonts/*": "./standard-fonts/*.cjs" } }),
    );
  }
  return out;
}
