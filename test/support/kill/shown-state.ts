/**
 * The state that a guest must show, derived from its observed state and its open operation, if its host is up. This is
 * the tests' own model, so that the HTTP tests need no code of the service. Invariant: the model agrees with the
 * lifecycle of the service (`test/domain/shown-state.test.ts`).
 */
import type { GuestState, OperationKind, PowerTarget } from '../../../generated/api-types.js';

/** The kinds of operation that belong to the lifecycle of a guest. */
export type KindOfGuest = Exclude<OperationKind, 'image.copy'>;

export function isKindOfGuest(kind: OperationKind): kind is KindOfGuest {
  return kind.startsWith('guest.');
}

/** The possible results of observing a guest on the hypervisor. They are values of a column that no response shows. */
export type ObservedState = 'stopped' | 'running' | 'suspended' | 'crashed' | 'absent';

const STATE_WHILE_OPEN: Readonly<Record<KindOfGuest, GuestState>> = {
  'guest.create': 'creating',
  'guest.update': 'updating',
  'guest.start': 'starting',
  'guest.shutdown': 'stopping',
  'guest.reboot': 'rebooting',
  'guest.restart': 'rebooting',
  'guest.poweroff': 'stopping',
  'guest.suspend': 'suspending',
  'guest.delete': 'deleting',
  'guest.accept_drift': 'updating',
  'guest.discard_drift': 'updating',
};

const STATE_WHEN_OBSERVED: Readonly<Record<ObservedState, GuestState>> = {
  stopped: 'stopped',
  running: 'running',
  suspended: 'suspended',
  crashed: 'error',
  absent: 'error',
};

/** The `target_power_state` while an operation of this kind is open. */
export const TARGET_WHILE_OPEN: Readonly<Record<KindOfGuest, PowerTarget | null>> = {
  'guest.create': null,
  'guest.update': null,
  'guest.start': 'on',
  'guest.shutdown': 'soft_off',
  'guest.reboot': 'soft_reboot',
  'guest.restart': 'reboot',
  'guest.poweroff': 'off',
  'guest.suspend': 'suspend',
  'guest.delete': null,
  'guest.accept_drift': null,
  'guest.discard_drift': null,
};

export function shownState(observed: ObservedState | null, openKind: KindOfGuest | null): GuestState {
  if (openKind !== null) return STATE_WHILE_OPEN[openKind];
  return observed === null ? 'error' : STATE_WHEN_OBSERVED[observed];
}
