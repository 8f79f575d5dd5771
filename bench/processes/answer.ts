/** What a child process of the benchmark reports: figures by name, as its last line of output. */
export type Answer = Readonly<Record<string, number>>;

export function answer(figures: Answer): void {
  process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit(0));
}

/** Resident memory of this process in MB (millions of bytes), as the system counts it. */
export function residentMB(): number {
  return process.memoryUsage.rss() / 1e6;
}
