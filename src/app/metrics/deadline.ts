/** A moment after which nobody waits any more: for a race with what may take longer. */
export interface Deadline {
  /** Rejects when it has passed. */
  readonly passed: Promise<never>;
  forget(): void;
}

export function deadlineOf(ms: number): Deadline {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return { passed, forget: () => clearTimeout(timer) };
}
