/** A project: what guests, images, operations and events belong to, and what roles are had in. */
import type { ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Timestamp;
  /** Raised with everything that clients see. */
  readonly version: number;
}
