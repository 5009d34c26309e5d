/** A deadline as a promise, to race against work that can take longer. */
export interface Deadline {
  /** Rejects when the deadline has passed. */
  readonly passed: Promise<never>;
  forget(): void;
}

export function deadlineOf(ms: number): Deadline {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response within ${ms} ms`)), ms);
  });
  return { passed, forget: () => clearTimeout(timer) };
}
