/** A line that moves, on standard error of a terminal alone: whoever pipes the output is not bothered by it. */

const width = 24;
const everyMs = 100;

interface ProgressLine {
  /** `share` from 0 to 1; null where nobody knows how much there is */
  show(share: number | null, text: string): void;
  end(): void;
}

export function progressLine(): ProgressLine {
  const { stderr } = process;
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(share, text) {
      const now = process.uptime() * 1000;
      if (!stderr.isTTY || now - shownAt < everyMs) return;
      shownAt = now;
      const full = Math.round((share ?? 0) * width);
      const bar = share === null ? "" : `${"█".repeat(full)}${"░".repeat(width - full)} `;
      stderr.write(`\r\u001b[K${bar}${text}`);
    },
    end() {
      if (stderr.isTTY && shownAt > 0) stderr.write("\r\u001b[K");
    },
  };
}
