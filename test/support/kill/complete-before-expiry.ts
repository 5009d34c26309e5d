/** Completes work before a credential expires, on a machine of any speed. */

/**
 * Does the work with a credential that is valid for `lifeMs`. If the credential expires first, it repeats the work with
 * one that is valid for twice as long, and so on. An error before the expiry is a failure.
 */
export async function completeBeforeExpiry<T>(lifeMs: number, work: (expiresAt: string) => Promise<T>): Promise<T> {
  const endMs = Date.now() + lifeMs;
  try {
    return await work(new Date(endMs).toISOString());
  } catch (error) {
    if (Date.now() < endMs) throw error;
  }
  return completeBeforeExpiry(lifeMs * 2, work);
}
