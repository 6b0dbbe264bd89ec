/** The protocols we speak, by name, and which one is chosen where a station offers more than one. */

/** Names as they stand in Sec-WebSocket-Protocol. */
export type Protocol = "ocpp1.6" | "ocpp2.0.1";

/**
 * Numbered events first: under 2.0.1 a session is settled on proof that nothing is missing, under 1.6 nothing can tell. The
 * choice is the server's (RFC 6455 section 4.2.2), whatever order the station names them in.
 */
const preferred: readonly Protocol[] = ["ocpp2.0.1", "ocpp1.6"];

/** The protocol of that name; a connection of which nothing was written down is one of 1.6, which was there first. */
export const protocolNamed = (name: string | null | undefined): Protocol =>
  preferred.find((known) => known === name) ?? "ocpp1.6";

/** Out of a Sec-WebSocket-Protocol header: the one we prefer among those offered; undefined where we speak none of them. */
export function chooseProtocol(header: string | undefined): Protocol | undefined {
  const offered = (header ?? "").split(",").map((name) => name.trim());
  return preferred.find((known) => offered.includes(known));
}
