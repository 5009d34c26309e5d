/** A placement group: guests of a project whose hosts depend on each other. placement.ts applies the policy. */
import type { PlacementGroupId, ProjectId } from './ids.js';
import type { Timestamp } from './timestamp.js';
import type { PlacementPolicy } from './words.js';

export interface PlacementGroup {
  readonly id: PlacementGroupId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string;
  readonly policy: PlacementPolicy;
  /** Whether a host that violates the policy gets no guest of the group. */
  readonly isStrict: boolean;
  readonly createdAt: Timestamp;
  /** Changes whenever anything that clients see changes. */
  readonly version: number;
}
