/**
 * A step that cannot be finished now, because the provider is silent or somebody else is writing: what asked for it stays due
 * and is taken up again. Not a bug, and nothing is lost.
 */
export class NotYet extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotYet";
  }
}
