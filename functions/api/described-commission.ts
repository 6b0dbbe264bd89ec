/** What is told about the routes of commissioning; described-routes.ts has them with all the others. */
import {
  beginBody,
  beginTestBody,
  commissioningPolicyBody,
  displayBody,
  emptyBody,
  passwordBody,
  scanBody,
} from "./bodies/commission.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedCommission = {
  listWaitingStations: {
    ...routes.listWaitingStations,
    summary:
      "Stations that knock and that nobody has registered, the latest first; registering one claims it",
    answers: { 200: "At most a hundred of them" },
  },
  rotatePassword: {
    ...routes.rotatePassword,
    summary:
      "Give a station another password, answered once; the old one is good until it has come back with the new one, or for some minutes",
    body: passwordBody,
    answers: { 200: "The password; null for a repeat" },
  },
  showCommissioning: {
    ...routes.showCommissioning,
    summary: "How far a station has come: every step with its evidence, and the next one",
    answers: { 200: "The steps" },
  },
  beginCommissioning: {
    ...routes.beginCommissioning,
    summary:
      "Begin with what is on the station's plate, say it anew, choose a quirk profile, or take the station over with a reason",
    body: beginBody,
    answers: { 200: "The steps" },
  },
  configureStation: {
    ...routes.configureStation,
    summary: "Write the configuration that billing needs, and read it back; its answers come one by one",
    body: emptyBody,
    answers: { 202: "The steps" },
  },
  scanStickerInPlace: {
    ...routes.scanStickerInPlace,
    summary: "Say which sticker is scanned at a connector; it is judged by what it is bound to",
    body: scanBody,
    answers: { 200: "The steps" },
  },
  beginTest: {
    ...routes.beginTest,
    summary: "Begin a free test session on a connector, with what the meters show before it",
    body: beginTestBody,
    answers: { 202: "The steps" },
  },
  stopTest: {
    ...routes.stopTest,
    summary: "Stop the test session of a connector",
    body: emptyBody,
    answers: { 202: "The steps" },
  },
  typeDisplay: {
    ...routes.typeDisplay,
    summary: "Say what the meters show after the test session of a connector",
    body: displayBody,
    answers: { 200: "The steps" },
  },
  sealVerdict: {
    ...routes.sealVerdict,
    summary: "Seal the verdict on a station: passed, or refused with its reasons",
    body: emptyBody,
    answers: { 200: "The verdict with its seal" },
  },
  showVerdict: {
    ...routes.showVerdict,
    summary: "The verdict on a station that was sealed last",
    answers: { 200: "The verdict with its seal" },
  },
  printVerdict: {
    ...routes.printVerdict,
    summary: "The verdict on a station as a sheet to print",
    answers: { 200: "text/plain" },
  },
  showCommissioningPolicy: {
    ...routes.showCommissioningPolicy,
    summary: "Whether stations sell only once they have passed, by date",
    answers: { 200: "The policy" },
  },
  setCommissioningPolicy: {
    ...routes.setCommissioningPolicy,
    summary: "Say whether stations sell only once they have passed, from now or a later instant on",
    body: commissioningPolicyBody,
    answers: { 200: "The policy" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
