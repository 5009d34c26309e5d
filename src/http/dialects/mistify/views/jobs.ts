/** The view of operations as jobs. */
import type { MistifyJob } from '../../../../../generated/mistify/api-types.js';
import type { Operation } from '../../../../domain/operation.js';
import { ACTION_OF, STATUS_OF_JOB, timeOf } from '../words.js';

export function jobView(operation: Operation): MistifyJob {
  const { id, kind, state, subject, fault, createdAt, startedAt, finishedAt } = operation;
  return {
    ID: id,
    GuestID: subject.kind === 'guest' ? subject.id : '',
    Action: ACTION_OF[kind],
    QueuedAt: createdAt,
    StartedAt: timeOf(startedAt),
    UpdatedAt: finishedAt ?? startedAt ?? createdAt,
    Status: STATUS_OF_JOB[state],
    Message: fault?.detail ?? '',
  };
}
