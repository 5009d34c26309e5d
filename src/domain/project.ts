/** A project: it owns guests, images, operations and events, and users have roles in it. */
import type { ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Timestamp;
  /** Changes with every change that clients can see. */
  readonly version: number;
}
