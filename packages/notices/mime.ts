/**
 * A notice as a message of RFC 5322 with MIME (RFC 2045 to 2047, 2231): the same notice makes the same bytes. Text goes as
 * base64, which every relay leaves alone; a boundary has signs that base64 has not, so that it is never found inside.
 */
import { civilDate, dayNumberOf, weekdayOf } from "@barq/domain/civil-day";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Attachment, Notice } from "./port.ts";

export interface Sender {
  /** as readers see it */
  readonly name: string;
  /** the mailbox that the messages come from */
  readonly address: string;
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "Tue, 24 Nov 2026 09:00:00 +0000" (RFC 5322, 3.3). */
function dateText(at: Instant): string {
  const written = isoText(at);
  const dayNumber = dayNumberOf(written.slice(0, 10)) ?? 0;
  const date = civilDate(dayNumber);
  const on = `${days[weekdayOf(dayNumber) - 1]}, ${date.day} ${months[date.month - 1]} ${date.year}`;
  return `${on} ${written.slice(11, 19)} +0000`;
}

/** 45 bytes are 60 signs of base64: with its frame an encoded word stays below the 75 that RFC 2047 allows. */
const wordBytes = 45;

/** A header's text in one line of words; what is not plain ASCII goes as encoded words, cut between signs. */
function headerText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  if (/^[\x20-\x7e]{0,60}$/.test(line) && !line.includes("=?")) return line;
  const words: string[] = [];
  let word = "";
  for (const sign of line) {
    if (Buffer.byteLength(word + sign) > wordBytes) {
      words.push(word);
      word = "";
    }
    word += sign;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join("\r\n ");
}

const base64Lines = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("base64")
    .replaceAll(/.{76}(?=.)/g, "$&\r\n");

interface Part {
  readonly headers: readonly string[];
  readonly body: string;
}

const textPart = (type: string, text: string): Part => ({
  headers: [`Content-Type: ${type}; charset=utf-8`, "Content-Transfer-Encoding: base64"],
  body: base64Lines(Buffer.from(text.replaceAll(/\r\n|\r|\n/g, "\r\n"))),
});

/** RFC 2231 for readers that know it, letters of ASCII for the others. */
function attached({ name, type, bytes }: Attachment): Part {
  const plain = name.replaceAll(/[^A-Za-z0-9._ -]+/g, "_");
  const escaped = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) =>
    sign === "'" ? "%27" : sign === "(" ? "%28" : sign === ")" ? "%29" : "%2A",
  );
  const isType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i.test(type);
  return {
    headers: [
      `Content-Type: ${isType ? type : "application/octet-stream"}`,
      "Content-Transfer-Encoding: base64",
      `Content-Disposition: attachment; filename="${plain}";\r\n filename*=UTF-8''${escaped}`,
    ],
    body: base64Lines(bytes),
  };
}

const written = ({ headers, body }: Part): string => [...headers, "", body].join("\r\n");

function multipart(kind: "alternative" | "mixed", boundary: string, parts: readonly Part[]): Part {
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: [...parts.map((part) => `--${boundary}\r\n${written(part)}`), `--${boundary}--`, ""].join("\r\n"),
  };
}

/** Nothing of the message is in it but the notice's own id. */
export const messageIdOf = ({ id }: Notice, from: Sender): string =>
  `<${id}@${from.address.split("@")[1] ?? "localhost"}>`;

/** The message, with CRLF as it goes over the wire. */
export function mimeOf(notice: Notice, from: Sender): string {
  const text = textPart("text/plain", notice.text);
  const shown =
    notice.html === null
      ? text
      : multipart("alternative", `=_a_${notice.id.slice(0, 50)}_=`, [
          text,
          textPart("text/html", notice.html),
        ]);
  const whole =
    notice.attachments.length === 0
      ? shown
      : multipart("mixed", `=_m_${notice.id.slice(0, 50)}_=`, [shown, ...notice.attachments.map(attached)]);
  return written({
    headers: [
      `From: ${nameText(from.name)} <${from.address}>`,
      `To: ${notice.to}`,
      `Subject: ${headerText(notice.subject)}`,
      `Date: ${dateText(notice.at)}`,
      `Message-ID: ${messageIdOf(notice, from)}`,
      `Content-Language: ${notice.language}`,
      // Nobody's absence note answers it (RFC 3834).
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      ...whole.headers,
    ],
    body: whole.body,
  });
}

/** A name of plain words stands as it is; any other one goes as encoded words. */
function nameText(name: string): string {
  const text = headerText(name);
  return /^[A-Za-z0-9 ]+$/.test(text) || text.startsWith("=?")
    ? text
    : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
}
