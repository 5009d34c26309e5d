/** Subjects of operations and events as clients see them. */
import type { Subject as SubjectView } from '../../../generated/api-types.js';
import type { Subject } from '../../domain/subject.js';

/**
 * Member by member: a response that is kept for an idempotency key must be the same again, and the database keeps no
 * order of members.
 */
export function subjectView({ kind, id, name }: Subject): SubjectView {
  return { kind, id, name };
}
