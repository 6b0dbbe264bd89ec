/** A name in the archive: parts of safe characters joined by slashes, never out of the folder. */
export function assertName(name: string): void {
  const safe = /^[A-Za-z0-9_@=+-][A-Za-z0-9._@=+-]*(\/[A-Za-z0-9_@=+-][A-Za-z0-9._@=+-]*)*$/;
  if (!safe.test(name) || name.length > 400) throw new Error(`"${name}" is no name of an archived file`);
}
