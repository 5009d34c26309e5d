/**
 * The subject of an operation or event: the resource that the operation works on or that the event is about. It
 * contains id and name by value, because operations and events outlive their subjects.
 */
import type { SubjectKind } from './words.js';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** The name that the subject had at the time. */
  readonly name: string;
}

/** The row as a subject of this kind. */
export function subjectOf(kind: SubjectKind, { id, name }: Pick<Subject, 'id' | 'name'>): Subject {
  return { kind, id, name };
}
