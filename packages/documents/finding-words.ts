/** What a finding of commissioning says, and what to do, in English: for the command line and the sheet that is kept. */

const words: Readonly<Record<string, string>> = {
  begin: "Begin: type the serial that is on the station's plate.",
  boot_missing: "The station has not said what it is yet: switch it on, or restart it.",
  boot_seen: "The station is the one of the plate.",
  serial_not_said: "The station says no serial. If its plate has none, say so; else restart it.",
  serial_undeclared: "The station says a serial, and none was typed: type the one of its plate.",
  serial_differs:
    "The station says another serial than its plate: type it again, or find the station that uses this one's name.",
  vendor_differs:
    "The station says another maker than its plate: type it again, or look which station this is.",
  model_differs:
    "The station says another model than its plate: type it again, or look which station this is.",
  place_missing: "The station stands nowhere: an operator places it at a location.",
  placed: "It stands at its location.",
  profile_known: "Its quirks are known.",
  configure: "Write the configuration and read it back.",
  configuration_unanswered: "The station has not answered yet: wait a moment, then write it again.",
  configuration_unknown: "The station does not know a key that billing needs: update its firmware.",
  configuration_not_there: "The station has no such key, and needs none.",
  configuration_kept: "It reads back as billing needs it.",
  configuration_differs:
    "The station keeps a value that billing cannot use: set it at the station itself, then write again.",
  scan_sticker: "Scan the sticker that is on this connector.",
  bind_sticker: "This sticker is blank: bind it to this connector, then scan it again.",
  sticker_revoked: "This sticker was withdrawn: take it off, and use another one.",
  sticker_elsewhere: "This sticker stands for another station: take it off, and bind another one.",
  stickers_swapped:
    "This sticker stands for another connector of this station: swap the two, then scan both again.",
  sticker_in_place: "The sticker stands for this connector.",
  begin_test: "Read the meters' displays, then begin a test session.",
  begin_test_again: "The test did not begin: see to what stands there, and begin it again.",
  plug_in: "Plug the car in.",
  let_charge: "Let it charge until the display has moved by 0.1 kWh at least, then stop the test.",
  stopping: "The station is ending the test: wait a moment.",
  type_display: "Read the display of the meter again.",
  too_little_energy: "Too little flowed to judge by: test once more, for longer.",
  test_failed: "The station did not do the test: see what it says, and test again.",
  test_good: "What was read is what the display shows.",
  evidence_missing: "What the test needs to be judged is missing: test again.",
  begin_missing:
    "The station never said where its register began: update its firmware, or choose its quirk profile.",
  end_missing:
    "The station never said where its register ended: update its firmware, or choose its quirk profile.",
  let_run_longer: "The station sent no readings yet: test once more, for some minutes.",
  clock_unknown: "The station gives no time: set its clock, or choose its quirk profile.",
  clock_hours_off: "The station's clock is whole hours off: set it to UTC, then test again.",
  clock_off: "The station's clock is wrong: set it, then test again.",
  display_backwards: "The display has gone back: type it again, or test again from what it shows now.",
  wrong_connector:
    "Another connector's meter counted: the meters are wired the wrong way round. Rewire them, then test both.",
  sign: "The meter counts backwards: it is wired the wrong way, or set to export.",
  unit: "What is read is a thousand times off: kWh are called Wh. Choose its quirk profile, or update its firmware.",
  meter_still: "The display moved, and what is read did not: see that the station reads its meter.",
  display_differs: "What is read is not what the display shows: type it again, or have the meter looked at.",
  meter_missing: "The station sent no register that can be used.",
  meter_contradicts: "The readings contradict where the register began and ended.",
  meter_too_much: "More was read than the connector can deliver.",
  meter_above_power: "More was read than the power that the station reports.",
  meter_below_power: "Less was read than the power that the station reports.",
  meter_unusable: "The meter itself says that its readings are not to be used.",
};

export const findingWords = (say: string): string => words[say] ?? say;
