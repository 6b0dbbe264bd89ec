/** The findings of commissioning in English. */
import type { FindingCatalogue } from "./finding-words.ts";

const sayNothing = "Nothing to do.";
const look = "Test again. If it comes back, have the meter and its wiring looked at.";
const firmware = "Update its firmware, or choose its quirk profile.";

export const findingsEn: FindingCatalogue = {
  begin: { title: "Begin", text: "Type the serial that is on the station’s plate." },
  boot_missing: {
    title: "The station has not said what it is",
    text: "Switch it on, or restart it, and wait until it is connected.",
  },
  boot_seen: { title: "The station is the one of the plate", text: sayNothing },
  serial_not_said: {
    title: "The station says no serial",
    text: "If its plate has none, say so. Otherwise restart it.",
  },
  serial_undeclared: {
    title: "The station says a serial, and none was typed",
    text: "Type the serial that is on its plate.",
  },
  serial_differs: {
    title: "Another serial than on the plate",
    text: "Type it again. If it is right, another station uses this one’s name: change the password, and find that station.",
  },
  vendor_differs: {
    title: "Another maker than on the plate",
    text: "Type it again, or look which station this is.",
  },
  model_differs: {
    title: "Another model than on the plate",
    text: "Type it again, or look which station this is.",
  },
  place_missing: {
    title: "The station stands nowhere",
    text: "Ask operations to place it at a location.",
  },
  placed: { title: "It stands at its location", text: sayNothing },
  profile_known: { title: "Its quirks are known", text: sayNothing },
  configure: { title: "Write the configuration", text: "It is written to the station and read back." },
  configuration_unanswered: {
    title: "The station has not answered yet",
    text: "Wait a moment. If nothing comes, write the configuration again.",
  },
  configuration_unknown: {
    title: "The station does not know a key that billing needs",
    text: "Update its firmware, then write the configuration again.",
  },
  configuration_not_there: { title: "The station has no such key, and needs none", text: sayNothing },
  configuration_kept: { title: "It reads back as billing needs it", text: sayNothing },
  configuration_differs: {
    title: "The station keeps a value that billing cannot use",
    text: "Set it at the station itself, then write the configuration again.",
  },
  scan_sticker: {
    title: "Scan the sticker",
    text: "Type the code of the sticker that is on this connector.",
  },
  bind_sticker: {
    title: "This sticker is blank",
    text: "Bind it to this connector.",
  },
  sticker_revoked: { title: "This sticker was withdrawn", text: "Take it off, and use another one." },
  sticker_elsewhere: {
    title: "This sticker stands for another station",
    text: "Take it off, and bind another one.",
  },
  stickers_swapped: {
    title: "This sticker stands for another connector",
    text: "Swap the two stickers on the post, then scan both again.",
  },
  sticker_in_place: { title: "The sticker stands for this connector", text: sayNothing },
  begin_test: {
    title: "Begin the test",
    text: "Read the meters’ displays, with all their digits, before the car is plugged in.",
  },
  begin_test_again: {
    title: "The test did not begin",
    text: "See that the station is connected and the car is plugged in, then begin again.",
  },
  plug_in: { title: "Plug the car in", text: "The test begins by itself." },
  let_charge: {
    title: "Let it charge",
    text: "Wait until the display has moved by 0.1 kWh at least, then stop the test.",
  },
  stopping: { title: "The station is ending the test", text: "Wait a moment." },
  type_display: { title: "Read the display again", text: "Type what the meters show after the stop." },
  too_little_energy: {
    title: "Too little flowed to judge by",
    text: "Test once more, for longer.",
  },
  test_failed: {
    title: "The station did not do the test",
    text: "See what the station says, then test again.",
  },
  test_good: { title: "What was read is what the display shows", text: sayNothing },
  evidence_missing: { title: "What the test is judged by is missing", text: "Test again." },
  begin_missing: { title: "The station never said where its register began", text: firmware },
  end_missing: { title: "The station never said where its register ended", text: firmware },
  let_run_longer: {
    title: "The station sent no readings yet",
    text: "Test once more, for some minutes.",
  },
  clock_unknown: {
    title: "The station gives no time",
    text: "Set its clock, or choose its quirk profile, then test again.",
  },
  clock_hours_off: {
    title: "The station’s clock is whole hours off",
    text: "Set it to UTC, then test again.",
  },
  clock_off: { title: "The station’s clock is wrong", text: "Set it, then test again." },
  display_backwards: {
    title: "The display has gone back",
    text: "Type it again, or test again from what it shows now.",
  },
  wrong_connector: {
    title: "Another connector’s meter counted",
    text: "The meters are wired crosswise. Rewire them, then test both connectors.",
  },
  sign: {
    title: "The meter counts backwards",
    text: "It is wired the wrong way, or set to export. Rewire it, then test again.",
  },
  unit: {
    title: "What is read is a thousand times off",
    text: "The station calls kWh Wh. Update its firmware, or choose its quirk profile, then test again.",
  },
  meter_still: {
    title: "The display moved, and what is read did not",
    text: "See that the station reads its meter, then test again.",
  },
  display_differs: {
    title: "What is read is not what the display shows",
    text: "Type the display again, or have the meter looked at.",
  },
  meter_missing: { title: "The station sent no register that can be used", text: firmware },
  meter_contradicts: {
    title: "The readings contradict where the register began and ended",
    text: look,
  },
  meter_too_much: { title: "More was read than the connector can deliver", text: look },
  meter_above_power: { title: "More was read than the power that is reported", text: look },
  meter_below_power: { title: "Less was read than the power that is reported", text: look },
  meter_unusable: {
    title: "The meter says that its readings are not to be used",
    text: "Have the meter looked at, or exchanged.",
  },
};
