/**
 * A WOFF 1.0 file (W3C, 2012) as the font it holds. The library that writes PDF reads WOFF by itself, but inflates a table at
 * every look at a glyph: a page took seconds.
 */
import { inflateSync } from "node:zlib";

interface Table {
  readonly tag: number;
  readonly checksum: number;
  readonly bytes: Buffer;
}

/** @throws Error where the bytes are no WOFF file */
export function fontOfWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("the bytes are no WOFF file");
  const flavour = woff.readUInt32BE(4);
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, n): Table => {
    const at = 44 + n * 20;
    const from = woff.readUInt32BE(at + 4);
    const kept = woff.subarray(from, from + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    return {
      tag: woff.readUInt32BE(at),
      checksum: woff.readUInt32BE(at + 16),
      bytes: kept.length < length ? inflateSync(kept) : kept,
    };
  });
  const head = Buffer.alloc(12 + tables.length * 16);
  const power = Math.floor(Math.log2(tables.length));
  head.writeUInt32BE(flavour, 0);
  head.writeUInt16BE(tables.length, 4);
  head.writeUInt16BE(2 ** power * 16, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE((tables.length - 2 ** power) * 16, 10);
  const parts = [head];
  let at = head.length;
  for (const [n, { tag, checksum, bytes }] of tables.entries()) {
    const row = 12 + n * 16;
    for (const [word, value] of [tag, checksum, at, bytes.length].entries())
      head.writeUInt32BE(value, row + word * 4);
    // Each table begins at a multiple of four.
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    parts.push(padded);
    at += padded.length;
  }
  return Buffer.concat(parts);
}
