/** What one of the cases says of itself: what happened to others, what must happen here, and the tests that prove it. */

export interface FailureCase {
  readonly number: number;
  /** what happened to the users of comparable systems */
  readonly happened: string;
  readonly must: string;
  /** by file: full names of tests, groups and name with " > " between them */
  readonly tests: Readonly<Record<string, readonly string[]>>;
  /** what of it no test proves, because it is not there yet: such a case is proved in part alone */
  readonly lacks?: string;
  /** the capability that it comes with, where nothing of it is there yet: such a case has no test, and is never counted as proved */
  readonly belongsTo?: string;
}
