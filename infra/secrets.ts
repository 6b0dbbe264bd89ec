/** Secrets. */
export const x = 1;
