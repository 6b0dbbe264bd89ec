/** What of bidi-js is used here. Its own types tell of a default export, which its CommonJS file does not have in Node. */
declare module "bidi-js" {
  interface Embedding {
    readonly levels: Uint8Array;
  }
  interface Bidi {
    getEmbeddingLevels(text: string, base: "rtl" | "ltr"): Embedding;
    /** ranges to be turned around in place, one after the other; both ends belong to them */
    getReorderSegments(text: string, embedding: Embedding): readonly (readonly [number, number])[];
    getMirroredCharacter(sign: string): string | null;
  }
  export default function bidiFactory(): Bidi;
}
