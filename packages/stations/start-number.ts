/**
 * The number of a remote start (OCPP 2.0.1 remoteStartId), made from the token it is for: a station repeats it with what
 * came of the start, also where it does not repeat the token.
 */

/** 31 bits, the same for the same token. */
export function startNumberOf(token: string): number {
  let hash = 2166136261;
  for (const sign of token) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash >>> 1;
}
