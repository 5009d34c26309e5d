/** A project: it owns guests, images, operations and events, and users have roles in it. */
import type { ProjectId, ZoneId } from './ids.js';
import { fingerprintOf } from './quota.js';
import type { ProjectUsage, Quota } from './quota.js';
import type { Timestamp } from './timestamp.js';

export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  readonly description: string;
  /** The zone of its new guests, unless a request names another one; null: any zone. */
  readonly zone: { readonly id: ZoneId; readonly name: string } | null;
  readonly quota: Quota;
  readonly createdAt: Timestamp;
  /** Changes with every change that clients can see, except changes of the usage. */
  readonly version: number;
}

/** A project as clients see it. */
export interface ProjectWithUsage extends Omit<Project, 'version'> {
  readonly usage: ProjectUsage;
  /** Changes with every change that clients can see, changes of the usage included. */
  readonly version: string;
}

export function withUsage(project: Project, usage: ProjectUsage): ProjectWithUsage {
  return { ...project, usage, version: `${project.version}${fingerprintOf(usage)}` };
}
