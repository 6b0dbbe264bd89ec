/** A proof that somebody sends to be checked: a file of a form, or JSON. Nothing of it is kept. */
import type { ProofVerdict } from "@barq/actions/judge-proof";
import { judgeProof } from "@barq/actions/judge-proof";
import { kwhText } from "@barq/domain/decimal";
import { Fault } from "@barq/domain/fault";
import type { VerdictView } from "@barq/pages/verify-page";
import { verifyPage } from "@barq/pages/verify-page";
import type { JSONWebKeySet } from "jose";
import type { DoorContext } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import { pageLocale } from "../pages/page-face.ts";

/** A session of days at a reading a minute has some hundred kilobytes. */
const mostBytes = 1_000_000;

/** @throws Fault payload_too_large, invalid_request (a form that is none) */
export async function verifyAnswer(c: DoorContext, published: JSONWebKeySet): Promise<Response> {
  const type = c.req.header("content-type") ?? "";
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > mostBytes) {
    throw new Fault("payload_too_large", `A proof has at most ${mostBytes} bytes.`);
  }
  const isJson = /^application\/json\b/i.test(type);
  const text = isJson ? new TextDecoder().decode(bytes) : await fileOf(bytes, type);
  const verdict = await judgeProof(jsonOf(text), published);
  if (isJson) return c.json(verdict);
  return htmlAnswer(verifyPage({ locale: pageLocale(c), verdict: shown(verdict) }));
}

async function fileOf(bytes: ArrayBuffer, type: string): Promise<string> {
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const proof = form.get("proof");
    return proof === null ? "" : typeof proof === "string" ? proof : await proof.text();
  } catch {
    throw new Fault("invalid_request", "This form is sent as multipart/form-data with a file named proof.");
  }
}

/** What is no JSON is no proof. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const shown = (verdict: ProofVerdict): VerdictView =>
  verdict.kind === "good"
    ? {
        kind: "good",
        price: { amount: verdict.priceAfterTax, currency: verdict.currency },
        energyKwh: kwhText(BigInt(verdict.energyMwh)),
        readings: verdict.readings,
        session: verdict.session,
      }
    : verdict;
