/** The views of events, and of operations as jobs. */
import type { OvirtEvent, OvirtJob, OvirtReference } from '../../../../../generated/ovirt/api-types.js';
import type { Event } from '../../../../domain/event.js';
import type { Operation } from '../../../../domain/operation.js';
import type { Subject } from '../../../../domain/subject.js';
import { hrefOf, referenceTo } from '../links.js';
import { STATUS_OF_OPERATION, timeOf } from '../words.js';

export function eventView({ id, kind, severity, at, subject, userId, requestId }: Event): OvirtEvent {
  return {
    href: hrefOf('events', String(id)),
    id: String(id),
    description: subject === null ? kind : `${kind} ${subject.name}`,
    severity,
    time: timeOf(at),
    index: id,
    origin: 'Guesthouse',
    correlation_id: requestId ?? undefined,
    user: userId === null ? undefined : referenceTo('users', { id: userId }),
    vm: ifIts(subject, 'guest', 'vms'),
    host: ifIts(subject, 'host', 'hosts'),
    template: ifIts(subject, 'image', 'templates'),
  };
}

/** The link to the subject if it is of this kind. */
function ifIts(subject: Subject | null, kind: Subject['kind'], collection: string): OvirtReference | undefined {
  return subject?.kind === kind ? referenceTo(collection, subject) : undefined;
}

export function jobView(operation: Operation): OvirtJob {
  const { id, kind, subject, state, userId, createdAt, startedAt, finishedAt } = operation;
  return {
    href: hrefOf('jobs', id),
    id,
    description: `${kind} ${subject.name}`,
    status: STATUS_OF_OPERATION[state],
    owner: userId === null ? undefined : referenceTo('users', { id: userId }),
    start_time: timeOf(startedAt ?? createdAt),
    end_time: timeOf(finishedAt),
    auto_cleared: true,
    external: false,
  };
}
