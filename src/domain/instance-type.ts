/** An instance type: a named size of guests. A guest keeps a copy of the values that it was created with. */
import type { InstanceTypeId, ProjectId } from './ids.js';
import type { Metadata } from './metadata.js';
import type { Timestamp } from './timestamp.js';

export interface InstanceType {
  readonly id: InstanceTypeId;
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  /** The size of the first disk of a guest, unless the request gives one; null: the type has no such size. */
  readonly rootDiskMib: number | null;
  readonly metadata: Metadata;
  /** The only project that can use the type; null: all projects can. */
  readonly project: { readonly id: ProjectId; readonly name: string } | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Changes whenever anything that clients see changes, including the name of the project. */
  readonly version: number;
}
