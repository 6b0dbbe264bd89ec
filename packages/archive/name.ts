/** A name in the archive: parts of safe characters joined by slashes, never out of the folder. */
export function assertName(name: string): void {
  // File systems hold 255 bytes a part; what S3 would take and a folder would not is no name in either.
  const safe = /^[A-Za-z0-9_@=+-][A-Za-z0-9._@=+-]{0,199}(\/[A-Za-z0-9_@=+-][A-Za-z0-9._@=+-]{0,199})*$/;
  if (!safe.test(name) || name.length > 400) throw new Error(`"${name}" is no name of an archived file`);
}
