/** What must be done with a credential before it comes to its end, on a machine of whatever speed. */

/**
 * Does it with a credential that is good for so long, and, where that was over before it was done, with another that is good for twice as
 * long, and so on. What fails in time has failed.
 */
export async function whileItLives<T>(lifeMs: number, work: (expiresAt: string) => Promise<T>): Promise<T> {
  const endMs = Date.now() + lifeMs;
  try {
    return await work(new Date(endMs).toISOString());
  } catch (error) {
    if (Date.now() < endMs) throw error;
  }
  return whileItLives(lifeMs * 2, work);
}
