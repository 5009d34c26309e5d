/** What an operation is done to, and what an event is about. Holds id and name by value: operations and events outlive their subjects. */
import type { SubjectKind } from './words.js';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** The name that it had then. */
  readonly name: string;
}

/** The subject that a row of this kind is. */
export function subjectOf(kind: SubjectKind, { id, name }: Pick<Subject, 'id' | 'name'>): Subject {
  return { kind, id, name };
}
