/**
 * SHA-256, keyed or not, in the form that the SDK's signer asks for. In bundles it also stands for the SDK's own, which
 * carries a second one written in JavaScript for machines whose crypto has none.
 */
import type { Hash, Hmac } from "node:crypto";
import { createHash, createHmac } from "node:crypto";

type Data = string | ArrayBuffer | ArrayBufferView;
const viewed = (data: Data): string | Uint8Array => {
  if (typeof data === "string") return data;
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};

export class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(key?: Data) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", viewed(key));
  }
  update(data: Data): void {
    this.#hash.update(viewed(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): never {
    throw new Error("a digest is made once");
  }
}
