/**
 * The subject of an operation or event: the resource that the operation works on or that the event is about. It has its
 * own copies of the id and name of the resource, because operations and events outlive their subjects.
 */
import type { SubjectKind } from './words.js';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** The name that the resource had when the operation or event was recorded. */
  readonly name: string;
}

/** Returns a subject of this kind with the id and name of the resource. */
export function subjectOf(kind: SubjectKind, { id, name }: Pick<Subject, 'id' | 'name'>): Subject {
  return { kind, id, name };
}
