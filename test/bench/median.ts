/** The median of some figures, and their spread. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)], sorted[middle]];
  return (low + high) / 2;
}

export function spread(figures: readonly number[], digits = 2): string {
  return `${median(figures).toFixed(digits)} [${Math.min(...figures).toFixed(digits)}–${Math.max(...figures).toFixed(digits)}]`;
}

/** The value that 99 of 100 figures do not exceed. */
export function percentile99(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
}

/** Formats durations like the aims in README.md. */
export function durations(figures: readonly number[], digits = 1): string {
  return `p50 ${median(figures).toFixed(digits)} ms, p99 ${percentile99(figures).toFixed(digits)} ms (${figures.length})`;
}
