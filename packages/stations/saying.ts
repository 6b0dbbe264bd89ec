/** A command as a call of the connection's protocol. Saying needs nothing of what hearing needs, and whoever sends never hears. */
import type { Codec } from "./codec.ts";
import { callOf as call16 } from "./ocpp16/command.ts";
import { callOf as call201 } from "./ocpp201/command.ts";
import type { Protocol } from "./protocol-name.ts";

const calls: Readonly<Record<Protocol, Codec["callOf"]>> = { "ocpp1.6": call16, "ocpp2.0.1": call201 };

export const callIn = (protocol: Protocol): Codec["callOf"] => calls[protocol];
