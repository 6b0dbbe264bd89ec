/** A QR code as text: two rows of modules in a line of half blocks, dark on light whatever the terminal's colours. */
import { generate } from "lean-qr";

const quiet = 2;

export function terminalQr(text: string): string {
  const code = generate(text);
  const dark = (x: number, y: number): boolean => code.get(x, y);
  const lines: string[] = [];
  for (let y = -quiet; y < code.size + quiet; y += 2) {
    let line = "";
    for (let x = -quiet; x < code.size + quiet; x++) {
      const [upper, lower] = [dark(x, y), dark(x, y + 1)];
      line += upper ? (lower ? " " : "▄") : lower ? "▀" : "█";
    }
    lines.push(line);
  }
  return lines.join("\n");
}
