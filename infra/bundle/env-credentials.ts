/**
 * Stands for `@aws-sdk/credential-provider-node` in Lambda bundles: the runtime gives a role's credentials in three
 * variables, and files, profiles, metadata servers and sign-on pages are nothing a Lambda has.
 */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const defaultProvider = (): (() => Promise<Credentials>) => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error("there are no credentials in the environment");
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};
