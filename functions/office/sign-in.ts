/**
 * Signing in to the pages: OAuth's authorization code with PKCE (RFC 6749 4.1, RFC 7636) at the operator's issuer. We are a
 * public client and keep no secret; what comes back is an access token like those that people's programs send, and it is
 * judged in the same place (functions/api/staff-token.ts). Between going and coming back, the browser keeps what proves
 * that it was this browser that went.
 */
import { Fault } from "@barq/domain/fault";
import type { AuthorizationServer, Client } from "oauth4webapi";
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  ResponseBodyError,
  validateAuthResponse,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { isLoopback } from "../api/security-headers.ts";

/** Where people at work say who they are. */
export interface SignInIssuer {
  readonly issuer: string;
  /** what the access token is asked for (RFC 8707) */
  readonly audience: string;
  readonly clientId: string;
  /** what its query says already is kept: some issuers want parameters of their own */
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
}

export interface SignIn {
  /** Where the browser goes, and what it keeps until it is back. @param to a page of ours, under /desk */
  begin(to: string): Promise<{ readonly address: string; readonly kept: string }>;
  /** @throws Fault unauthenticated (refused, or another browser's), busy (the issuer cannot be asked) */
  finish(returned: URL, kept: string | undefined): Promise<{ readonly token: string; readonly to: string }>;
}

/** A page under /desk; anything else (`//elsewhere.example`) leads home. */
export const pageUnderDesk = (path: string | undefined): string =>
  path !== undefined && /^\/desk(?:[/?][\x21-\x7e]*)?$/.test(path) && path.length <= 500 ? path : "/desk";

const refused = (): Fault =>
  new Fault("unauthenticated", "Signing in did not succeed. Please begin once more.");

const isRefusal = (error: unknown): boolean =>
  error instanceof AuthorizationResponseError ||
  error instanceof ResponseBodyError ||
  error instanceof WWWAuthenticateChallengeError ||
  error instanceof OperationProcessingError;

/** @param origin where the product answers, without a path */
export function createSignIn(at: SignInIssuer, origin: string): SignIn {
  const server: AuthorizationServer = {
    issuer: at.issuer,
    authorization_endpoint: at.authorizeUrl,
    token_endpoint: at.tokenUrl,
  };
  const client: Client = { client_id: at.clientId };
  const redirectUri = `${origin}/desk/signed-in`;
  // Only a laptop's own issuer may be asked without TLS.
  const options = isLoopback(new URL(at.tokenUrl).hostname) ? { [allowInsecureRequests]: true } : {};

  return {
    async begin(to) {
      const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()];
      const address = new URL(at.authorizeUrl);
      const asked = {
        response_type: "code",
        client_id: at.clientId,
        redirect_uri: redirectUri,
        resource: at.audience,
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
      const kept = [state, verifier, Buffer.from(pageUnderDesk(to)).toString("base64url")].join(".");
      return { address: address.href, kept };
    },

    async finish(returned, kept) {
      const [state, verifier, to] = kept?.split(".") ?? [];
      if (!state || !verifier || to === undefined) throw refused();
      try {
        const answer = validateAuthResponse(server, client, returned, state);
        const response = await authorizationCodeGrantRequest(
          server,
          client,
          None(),
          answer,
          redirectUri,
          verifier,
          options,
        );
        const { access_token: token } = await processAuthorizationCodeResponse(server, client, response);
        return { token, to: pageUnderDesk(Buffer.from(to, "base64url").toString()) };
      } catch (error) {
        if (isRefusal(error)) throw refused();
        throw new Fault("busy", "Who you are cannot be asked right now. Please try again in a moment.", {
          retry_after_s: 5,
        });
      }
    },
  };
}
