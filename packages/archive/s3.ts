/**
 * The archive in an S3 bucket. A name is written only where nothing lies yet (`If-None-Match: *`), so that the bucket
 * itself refuses to write over a file, whoever asks and how often.
 */
import { createHash } from "node:crypto";
import { assertName } from "./name.ts";
import type { Archive } from "./port.ts";

interface S3ArchiveOptions {
  /** the bucket's own address, `https://<bucket>.s3.<region>.amazonaws.com` */
  readonly bucket: URL;
  /** signs for S3 and repeats what got no answer */
  readonly fetch: (
    address: URL,
    request: {
      readonly method: "GET" | "PUT";
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array<ArrayBuffer>;
    },
  ) => Promise<Response>;
}

/** Two writers of one name at the same moment: S3 asks one of them to come again. */
const mostConflicts = 5;

export function createS3Archive({ bucket, fetch }: S3ArchiveOptions): Archive {
  const addressOf = (name: string): URL => {
    const address = new URL(bucket);
    // Part by part: a sign such as + or = is itself in a name, and means something else in an address.
    address.pathname = `/${name.split("/").map(encodeURIComponent).join("/")}`;
    return address;
  };

  const get = async (name: string): Promise<Uint8Array | undefined> => {
    assertName(name);
    const answer = await fetch(addressOf(name), { method: "GET" });
    if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer());
    const said = await answer.text();
    // A bucket that is not there is 404 too, and that is no empty archive.
    if (answer.status === 404 && said.includes("<Code>NoSuchKey</Code>")) return undefined;
    throw new Error(`the archive answers ${answer.status} to a read`);
  };

  return {
    async put(name, bytes) {
      assertName(name);
      const body = Uint8Array.from(bytes);
      const headers = {
        "content-type": "application/octet-stream",
        "if-none-match": "*",
        // S3 refuses bytes that are not these.
        "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
      };
      for (let attempt = 1; ; attempt++) {
        const answer = await fetch(addressOf(name), { method: "PUT", headers, body });
        await answer.body?.cancel();
        if (answer.status === 200) return "kept";
        if (answer.status === 412) {
          const before = await get(name);
          if (before) return Buffer.compare(before, body) === 0 ? "kept" : "differs";
        } else if (answer.status !== 409) throw new Error(`the archive answers ${answer.status} to a write`);
        if (attempt === mostConflicts) throw new Error("the archive does not settle who writes a file");
      }
    },
    get,
  };
}
