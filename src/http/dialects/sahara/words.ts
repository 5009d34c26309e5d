/** The words of Sahara for ours, as tables. */
import type { ErrorKind } from '../../../domain/errors.js';
import type { GuestState } from '../../../domain/words.js';

export const CLUSTER_STATUSES = ['Spawning', 'Starting', 'Active', 'Deleting', 'Error'] as const;
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number];

/** Null: the state is not known. Sahara has no word for it. */
export const STATUS_OF_CLUSTER = {
  creating: 'Spawning',
  stopped: 'Active',
  starting: 'Starting',
  running: 'Active',
  stopping: 'Active',
  rebooting: 'Active',
  suspending: 'Active',
  suspended: 'Active',
  updating: 'Active',
  deleting: 'Deleting',
  error: 'Error',
  unknown: null,
} as const satisfies Record<GuestState, ClusterStatus | null>;

/** The names of faults about a cluster that differ from those about a guest. */
export const FAULT_OF_CLUSTER: Readonly<Partial<Record<ErrorKind, string>>> = {
  guest_not_found: 'CLUSTER_NOT_FOUND',
  guest_name_already_exists: 'CLUSTER_NAME_ALREADY_EXISTS',
};
