/** The view of operations. */
import type { Operation as OperationView } from '../../../generated/api-types.js';
import type { Operation } from '../../domain/operation.js';
import { faultView } from '../faults.js';
import { hrefOf, linksOf } from './links.js';
import { subjectView } from './subject.js';

export function operationView(operation: Operation, origin: string): OperationView {
  return {
    id: operation.id,
    href: hrefOf('operations', operation.id),
    links: linksOf(origin, 'operations', operation.id),
    kind: operation.kind,
    state: operation.state,
    subject: subjectView(operation.subject),
    project_id: operation.projectId,
    user_id: operation.userId,
    request_id: operation.requestId,
    progress: operation.progress,
    attempts: operation.attempts,
    fault: faultView(operation.fault),
    created_at: operation.createdAt,
    started_at: operation.startedAt,
    finished_at: operation.finishedAt,
  };
}
