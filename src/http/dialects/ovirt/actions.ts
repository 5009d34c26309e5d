/**
 * Actions: how long a request waits for the operation that it started, and what the response says about it.
 *
 *   async=false                200 complete, or 202 in_progress if the operation has not ended after a minute
 *   otherwise                  202 pending, with the job to follow
 *   nothing to do              200 complete
 *   shutdown, reboot           200 complete when accepted: the operating system decides what it does
 *
 * A failed operation is the fault of the request that waited for it.
 */
import type { OvirtAction, OvirtStart } from '../../../../generated/ovirt/api-types.js';
import type { App } from '../../../app/app.js';
import type { ActedOnGuest } from '../../../app/guests.js';
import { waitForOutcome } from '../../../app/wait-for-outcome.js';
import type { Outcome } from '../../../app/wait-for-outcome.js';
import { GuesthouseError } from '../../../domain/errors.js';
import type { RequestContext } from '../../request-context.js';
import { referenceTo } from './links.js';
import { shown } from './responses.js';

const WAIT_MS = 60_000;

type Complete = ReturnType<typeof shown<200, OvirtAction>>;
type ActionResponse = Complete | ReturnType<typeof shown<202, OvirtAction>>;

/** The outcome of the operation, for which the request waits. */
export function settled(app: App, acted: ActedOnGuest, context: RequestContext): Promise<Outcome> {
  return waitForOutcome(app, context.projectCaller, acted, { waitMs: WAIT_MS, signal: context.gone });
}

export async function actionResponse(
  app: App,
  acted: ActedOnGuest,
  isAsync: boolean,
  context: RequestContext,
): Promise<ActionResponse> {
  const { operationId } = acted;
  if (operationId === null) return shown(200, complete(), context);
  if (isAsync) return shown(202, open('pending', operationId), context);
  const { kind } = await settled(app, acted, context);
  return kind === 'open' ? shown(202, open('in_progress', operationId), context) : shown(200, complete(), context);
}

/** The response to a request that only asks the operating system of the guest. */
export function askedResponse({ operationId }: ActedOnGuest, context: RequestContext): Complete {
  const job = operationId === null ? undefined : referenceTo('jobs', { id: operationId });
  return shown(200, { ...complete(), job }, context);
}

export function complete(): OvirtAction {
  return { status: 'complete', async: false };
}

function open(status: 'pending' | 'in_progress', id: string): OvirtAction {
  const job = referenceTo('jobs', { id });
  return { href: job.href, id, status, async: true, job };
}

const OPTIONS = ['use_cloud_init', 'use_sysprep', 'use_ignition', 'use_initialization'] as const;

/** The service never changes what is inside a guest. */
export function refuseInitialization(options: Pick<OvirtStart, (typeof OPTIONS)[number]>): void {
  const asked = OPTIONS.find((option) => options[option] === true);
  if (asked !== undefined) throw new GuesthouseError('not_implemented', `${asked} is not supported.`);
}
