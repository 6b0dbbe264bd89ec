/** A session's story on the wire, for people at work. */
import { viewOf } from "@barq/actions/show-session";
import type { Story } from "@barq/actions/tell-story";
import { isoText } from "@barq/domain/instant";
import { sessionJson } from "./session-view.ts";

export const storyJson = (story: Story): Readonly<Record<string, unknown>> => ({
  session: sessionJson(viewOf(story.session, undefined)),
  lines: story.lines.map(({ at, what }) => ({ at: isoText(at), what })),
  readings: story.readings,
  postings: story.postings,
  work: story.work,
});
