/**
 * A station's line to the product: what it says is said in order and again until it is heard, and kept while the line is cut.
 * Whatever connects anew says so first, and goes on where it was.
 */
import { resumeStation } from "@barq/actions/resume-station";
import { takeNews } from "@barq/actions/take-news";
import { second } from "@barq/domain/instant";
import type { NewsAnswer, StationNews } from "@barq/stations/port";
import type { Faults } from "./faults.ts";
import { station, tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Turns } from "./turns.ts";

interface Told {
  /** as it is when its turn has come; null: it is not said any more */
  readonly news: () => StationNews | null;
  readonly isKept: boolean;
  readonly heard: (answer: NewsAnswer) => void;
}

export interface StationLink {
  /** `isKept`: said until it is heard; else given up after some tries */
  say(news: () => StationNews | null, isKept: boolean): Promise<NewsAnswer>;
  goOffline(ms: number): Promise<void>;
  stayAway(): void;
  comeBack(): Promise<void>;
  isOn(connection: string): boolean;
  readonly isOnline: boolean;
  readonly isAwayForEver: boolean;
  /** something was given up that would have been said */
  readonly hasGivenUp: boolean;
  readonly waiting: number;
}

export function createLink(of: {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
  /** the station has booted before it came back */
  readonly onBoot: () => void;
}): StationLink {
  const { turns, faults, choice, product } = of;
  const queue: Told[] = [];
  let connection = "c0";
  let links = 0;
  let isOnline = true;
  let isAwayForEver = false;
  let hasGivenUp = false;
  let isSaying = false;
  let isFresh = true;

  const say = (news: () => StationNews | null, isKept: boolean): Promise<NewsAnswer> =>
    new Promise((heard) => {
      queue.push({ news, isKept, heard });
      void speak();
    });
  const speak = async (): Promise<void> => {
    if (isSaying) return;
    isSaying = true;
    for (let tries = 0; isOnline && queue[0]; ) {
      const [told] = queue;
      const news = told.news();
      if (news === null) {
        queue.shift();
        continue;
      }
      try {
        const link = connection;
        const answer = await product.ask(`station says ${news.kind}`, (ports) =>
          takeNews(ports, tenant, station, news),
        );
        if (isFresh && link === connection) {
          isFresh = false;
          await product
            .ask("station is back", async (ports) => {
              await ports.stations.resume(tenant, station, link, "ocpp1.6");
              await resumeStation(ports, tenant, station);
            })
            .catch(() => {});
        }
        if (faults.happens("station says it twice", 0.03)) continue;
        queue.shift();
        tries = 0;
        told.heard(answer);
      } catch {
        tries++;
        if (!told.isKept && tries > 2 && !faults.haveStopped()) {
          hasGivenUp = true;
          queue.shift();
          tries = 0;
        }
        await turns.sleep(choice.between(1, 20) * second);
      }
    }
    isSaying = false;
  };
  const goOffline = async (ms: number): Promise<void> => {
    const link = connection;
    isOnline = false;
    if (choice.chance(0.8))
      void product
        .ask("station has gone", ({ stations }) => stations.disconnect(tenant, station, link))
        .catch(() => {});
    await turns.sleep(ms);
    if (!isAwayForEver) await comeBack();
  };
  const comeBack = async (): Promise<void> => {
    if (isOnline) return;
    connection = `c${++links}`;
    const link = connection;
    for (;;) {
      try {
        await product.ask("station connects", ({ stations }) =>
          stations.connect(tenant, station, link, "ocpp1.6"),
        );
        break;
      } catch {
        await turns.sleep(choice.between(1, 10) * second);
      }
    }
    isOnline = true;
    isFresh = true;
    if (faults.happens("station boots", 0.3)) of.onBoot();
    void speak();
  };

  return {
    say,
    goOffline,
    comeBack,
    stayAway() {
      isAwayForEver = true;
      void goOffline(0);
    },
    isOn: (link) => isOnline && link === connection,
    get isOnline() {
      return isOnline;
    },
    get isAwayForEver() {
      return isAwayForEver;
    },
    get hasGivenUp() {
      return hasGivenUp;
    },
    get waiting() {
      return queue.length;
    },
  };
}
