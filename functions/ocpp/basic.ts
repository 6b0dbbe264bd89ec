/** HTTP Basic (RFC 7617) as OCPP's security profiles 1 and 2 use it: the user is the station's id. */

interface Basic {
  readonly station: string;
  readonly password: string;
}

export function basicOf(authorization: string | undefined): Basic | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,512}) *$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon <= 0 ? null : { station: text.slice(0, colon), password: text.slice(colon + 1) };
}
