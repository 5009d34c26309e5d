/**
 * The input and the reports of the attackers of test/live/hostile-tenant.test.ts. Everything that they do is bounded in
 * count and in time, and stays on loopback.
 */

/** The size of each upload. */
export const UPLOAD_BYTES = 16 * 1024 * 1024;

/** The line that the attackers print when an upload was rejected for lack of room. */
export const UPLOAD_REFUSED = 'upload refused';

export interface AttackPlan {
  readonly url: string;
  /** The tokens of a member and a viewer of the hostile project. */
  readonly memberToken: string;
  readonly viewerToken: string;
  /** The href of a guest of the hostile project, which the member changes again and again. */
  readonly guestHref: string;
  /** A text that is in every name of the honest project, so no attacker may ever receive it. */
  readonly marker: string;
  /** Hrefs of the honest project's resources. */
  readonly foreignHrefs: readonly string[];
  /** The maximum number of bytes that the member uploads. */
  readonly uploadMaxBytes: number;
  /** The maximum number of guests that the member makes, and also of tokens and of images. */
  readonly rowsMax: number;
}

export interface AttackReport {
  /** How often each kind of request, such as `upload`, had each status. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Responses that contained the marker, and faults that are defects. Must be empty. */
  readonly found: readonly string[];
}
