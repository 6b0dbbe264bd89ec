/** What a driver typed into the start form, as an action takes it, and as the form shows it again. */
import type { StartRequest } from "@barq/actions/plan-start";
import type { StartFormView } from "@barq/pages/start-form";
import type { InferOutput } from "valibot";
import type { startForm } from "../api/bodies/start.ts";

type Form = InferOutput<typeof startForm>;

/**
 * A decimal as people type it: "50,00", "1 000", "٥٠٫٥". Anything else stays as it is and is refused by whoever reads it.
 */
export function typedDecimal(text: string): string {
  return text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll(/[\s\u00a0\u202f]/g, "")
    .replace(/^(\d+)[,\u066b](\d+)$/, "$1.$2");
}

/** One field with a unit beside it, or a field of its own for each kind; what is empty sets no limit. */
export function limitOf(form: Form): StartRequest["limit"] {
  const kind = form.limit_kind ?? "";
  if (kind === "none") return null;
  const typed = form.limit ?? "";
  const amount = form.limit_amount || (kind === "energy" ? "" : typed);
  const energy = form.limit_energy || (kind === "energy" ? typed : "");
  if (energy !== "" && (kind === "energy" || amount === "")) {
    return { kind: "energy", kwhText: typedDecimal(energy) };
  }
  return amount === "" || kind === "energy" ? null : { kind: "amount", text: typedDecimal(amount) };
}

/** What was agreed to, as the box's own value says it; a box that was left empty sends nothing. */
export function consentOf({ collect_later: agreed }: Form): NonNullable<StartRequest["consent"]> | null {
  const [wording, mostText] = agreed?.split(":") ?? [];
  return wording === undefined || mostText === undefined ? null : { wording: Number(wording), mostText };
}

const yes: readonly string[] = ["yes", "on", "true", "1"];
export const carConfirmedOf = (form: Pick<Form, "car_confirmed">): boolean =>
  yes.includes(form.car_confirmed ?? "");

/** What was typed, whatever it was worth, under a key of its own. */
export function typedForm(fields: Readonly<Record<string, string>>, key: string): StartFormView {
  const energy = fields.limit_energy ?? "";
  const isEnergy = fields.limit_kind === "energy" || (energy !== "" && !fields.limit_amount);
  return {
    key,
    limit: fields.limit || (isEnergy ? energy : (fields.limit_amount ?? "")),
    limitKind: isEnergy ? "energy" : "amount",
    email: fields.email ?? "",
    agreesLater: fields.collect_later !== undefined,
  };
}
