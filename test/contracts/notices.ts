/** What every sender of notices must do, whatever it is made of. Each adapter runs this suite. */
import type { Notice, Notices } from "@barq/notices/port";
import { mostAttachedBytes } from "@barq/notices/port";
import type { Email } from "postal-mime";
import { describe, expect, it } from "vitest";

export const notice = (more: Partial<Notice> = {}): Notice => ({
  id: "receipt.ses_abc.1",
  to: "driver@example.org",
  language: "fr",
  subject: "Votre reçu",
  text: "Bonjour",
  html: null,
  attachments: [],
  at: Date.parse("2026-11-24T09:05:07Z"),
  ...more,
});

interface Delivery {
  readonly notices: Notices;
  /** what the readers' side has, parsed by somebody else's parser */
  arrived(): Promise<readonly Email[]>;
}

const lines = (text: string | undefined): string => (text ?? "").replaceAll("\r\n", "\n").trimEnd();

export function describeNotices(name: string, make: () => Promise<Delivery>): void {
  describe(`notices, ${name}`, () => {
    it("refuses an address that could name a second reader or end a header, and sends nothing", async () => {
      const { notices, arrived } = await make();
      const wrong = [
        "",
        "a",
        "a@",
        "@b.c",
        "a@b.c, d@e.f",
        "a@b.c d@e.f",
        "a@b.c\r\nBcc: d@e.f",
        "a@b.c\n",
        "<a@b.c>",
        '"a b"@c.d',
        "a@b..c",
        "é@b.c",
        `${"a".repeat(65)}@b.c`,
        `a@${"b".repeat(255)}`,
      ];
      for (const to of wrong)
        expect(await notices.send(notice({ to })), to).toEqual({ kind: "refused", code: "address" });
      expect(await arrived()).toEqual([]);
    });

    it("refuses more than mailboxes take", async () => {
      const { notices, arrived } = await make();
      const bytes = new Uint8Array(mostAttachedBytes + 1);
      expect(await notices.send(notice({ attachments: [{ name: "a", type: "a/b", bytes }] }))).toEqual({
        kind: "refused",
        code: "too_large",
      });
      expect(await arrived()).toEqual([]);
    });

    it("takes no id that could be a path or an address", async () => {
      const { notices } = await make();
      for (const id of ["", "../a", ".a", "a/b", "a b", "a@b", "é", "a\n", "a".repeat(101)])
        await expect(notices.send(notice({ id })), id).rejects.toThrow("id");
    });

    it("says whether a repeat is the same message, and it is so", async () => {
      const { notices, arrived } = await make();
      for (let n = 0; n < 2; n++) expect(await notices.send(notice())).toEqual({ kind: "sent" });
      expect(await notices.send(notice({ id: "receipt.ses_abc.2" }))).toEqual({ kind: "sent" });
      const ids = (await arrived()).map(({ messageId }) => messageId);
      const first = "<receipt.ses_abc.1@barq.example>";
      expect(ids.toSorted()).toEqual([
        first,
        ...(notices.isOnce ? [] : [first]),
        "<receipt.ses_abc.2@barq.example>",
      ]);
    });

    it("brings every letter across: three writings, long subjects, control signs that end nothing", async () => {
      const { notices, arrived } = await make();
      const subjects = [
        "Your receipt R-1",
        "Votre reçu nº 12, 237,60 DH",
        "إيصالك رقم CAS-01-2026-000123",
        `${"برق 🔌 é ".repeat(40)}end`,
        "=?UTF-8?B?QUJD?=",
        "a\r\nBcc: other@example.org",
        "x".repeat(300),
        "",
      ];
      for (const [n, subject] of subjects.entries()) {
        const text = `${subject}\nsecond line\n.\n${"long ".repeat(300)}\n--=_a_receipt\n`;
        const html = `<p lang="ar" dir="rtl">إيصال ${n} &amp; ${"x".repeat(2000)}</p>`;
        const language = n % 2 === 0 ? "ar" : "fr";
        await notices.send(notice({ id: `n.${n}`, subject, text, html, language }));
        const mail = (await arrived()).find(({ messageId }) => messageId === `<n.${n}@barq.example>`);
        expect(mail?.subject ?? "").toBe(subject.replaceAll(/[\r\n]+/g, " "));
        expect(lines(mail?.text)).toBe(text.replaceAll("\r\n", "\n").trimEnd());
        expect(lines(mail?.html)).toBe(html);
        expect(mail?.to).toEqual([{ name: "", address: "driver@example.org" }]);
        expect(mail?.bcc ?? []).toEqual([]);
        expect(mail?.from).toEqual({ name: "برق Barq", address: "receipts@barq.example" });
        expect(mail?.date).toBe("2026-11-24T09:05:07.000Z");
        expect(mail?.headers.find(({ key }) => key === "content-language")?.value).toBe(language);
        expect(mail?.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
      }
    });

    it("brings every byte of what is attached, under its own name", async () => {
      const { notices, arrived } = await make();
      const attachments = [
        {
          name: "إيصال (1).pdf",
          type: "application/pdf",
          bytes: Uint8Array.from({ length: 5000 }, (_, n) => n % 256),
        },
        { name: 'a"b\r\nc.txt', type: "text/plain\r\nX: y", bytes: new Uint8Array() },
      ];
      for (const html of [null, "<p>one</p>"])
        await notices.send(notice({ id: `a.${html === null}`, html, attachments }));
      for (const mail of await arrived()) {
        expect(lines(mail.text)).toBe("Bonjour");
        expect(mail.attachments.map(({ filename }) => filename)).toEqual(["إيصال (1).pdf", 'a"b\r\nc.txt']);
        expect(mail.attachments.map(({ mimeType }) => mimeType)).toEqual([
          "application/pdf",
          "application/octet-stream",
        ]);
        const got = mail.attachments.map(({ content }) =>
          typeof content === "string" ? Buffer.from(content) : new Uint8Array(content),
        );
        expect(got.map((bytes, n) => Buffer.compare(bytes, attachments[n]?.bytes ?? bytes))).toEqual([0, 0]);
        expect(mail.headers.map(({ key }) => key)).not.toContain("x");
      }
      expect(await arrived()).toHaveLength(2);
    });
  });
}
