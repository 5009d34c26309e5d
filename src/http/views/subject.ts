/** Subjects of operations and events as clients see them. */
import type { Subject as SubjectView } from '../../../generated/api-types.js';
import type { Subject } from '../../domain/subject.js';

/**
 * Copies member by member: a response that is stored for an idempotency key must be repeated exactly, and the database
 * does not keep the order of members.
 */
export function subjectView({ kind, id, name }: Subject): SubjectView {
  return { kind, id, name };
}
