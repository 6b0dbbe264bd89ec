/** Makes the folder of one Lambda: its bundle, and what the bundle looks for beside itself. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Esbuild from "esbuild";
import type { Entry, EntryName } from "./entries.ts";
import { entries } from "./entries.ts";
import { bundleOptions } from "./options.ts";
import { slimStripe } from "./slim-stripe.ts";

export interface Built {
  /** with `<name>.mjs` in it */
  readonly folder: string;
  /** the files of which the bundle has something, from the root of the project */
  readonly made: readonly string[];
}

export function buildEntry(
  esbuild: Pick<typeof Esbuild, "buildSync">,
  root: string,
  folder: string,
  name: EntryName,
): Built {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = esbuild.buildSync({
    ...bundleOptions(root, name, slimStripe(root, folder)),
    outfile: join(out, `${name}.mjs`),
    metafile: true,
  });
  const entry: Entry = entries[name];
  if (entry.pdfFonts) {
    cpSync(join(root, "packages/documents/fonts"), join(out, "fonts"), { recursive: true });
    cpSync(join(root, "node_modules/pdfkit/js/standard-fonts"), join(out, "standard-fonts"), {
      recursive: true,
      filter: (path) => !path.endsWith(".mjs") && !path.endsWith(".map"),
    });
    writeFileSync(
      join(out, "package.json"),
      JSON.stringify({ imports: { "#standard-fonts/*": "./standard-fonts/*.cjs" } }),
    );
  }
  const made = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { folder: out, made };
}
