/**
 * Stands for `@aws-sdk/endpoint-cache` in Lambda bundles. Endpoint discovery is off for DynamoDB unless a client asks for
 * it, and ours never does; the cache it would need weighs more than the store's own adapter.
 */
export class EndpointCache {
  getEndpoint(): undefined {
    return undefined;
  }
  has(): boolean {
    return false;
  }
  get(): undefined {
    return undefined;
  }
  set(): never {
    throw new Error("this bundle has no endpoint discovery");
  }
  delete(): void {}
  clear(): void {}
}
