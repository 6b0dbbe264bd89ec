/** Prints the sample receipt in a process of its own and says the SHA-256 of its bytes. */
import { createHash } from "node:crypto";
import { receiptPdf } from "@barq/documents/receipt-pdf";
import { receipt } from "./sold-session.ts";

const bytes = await receiptPdf(receipt, { locale: "fr", origin: "https://barq.example" });
console.log(createHash("sha256").update(bytes).digest("hex"));
