/**
 * The words of Mistify for those of Guesthouse, and the form of its times. The tables are total: a new state, kind of
 * operation or kind of image does not compile until it has a word here.
 */
import type { MistifyGuest, MistifyImage, MistifyJob } from '../../../../generated/mistify/api-types.js';
import type { Timestamp } from '../../../domain/timestamp.js';
import type { GuestState, ImageKind, ImageState, OperationKind, OperationState } from '../../../domain/words.js';

export const STATE_OF = {
  creating: 'create',
  stopped: 'shutoff',
  starting: 'shutoff',
  running: 'running',
  stopping: 'shutdown',
  rebooting: 'running',
  suspending: 'running',
  suspended: 'suspended',
  updating: 'shutoff',
  deleting: 'delete',
  error: 'crashed',
  unknown: 'unknown',
} as const satisfies Record<GuestState, MistifyGuest['state']>;

export const ACTION_OF = {
  'guest.create': 'create',
  'guest.update': 'update',
  'guest.start': 'start',
  'guest.shutdown': 'shutdown',
  'guest.reboot': 'reboot',
  'guest.restart': 'restart',
  'guest.poweroff': 'poweroff',
  'guest.suspend': 'suspend',
  'guest.delete': 'delete',
  'guest.accept_drift': 'acceptDrift',
  'guest.discard_drift': 'discardDrift',
  'image.copy': 'copyImage',
} as const satisfies Record<OperationKind, MistifyJob['Action']>;

export const STATUS_OF_JOB = {
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Complete',
  failed: 'Error',
  cancelled: 'Error',
} as const satisfies Record<OperationState, MistifyJob['Status']>;

/** Mistify's word for an image of a virtual machine is that of the guest. */
export const TYPE_OF_IMAGE = {
  disk: 'kvm',
  iso: 'iso',
  kernel: 'kernel',
  initrd: 'initrd',
} as const satisfies Record<ImageKind, MistifyImage['type']>;

export const KIND_OF_IMAGE = {
  kvm: 'disk',
  iso: 'iso',
  kernel: 'kernel',
  initrd: 'initrd',
} as const satisfies Record<MistifyImage['type'], ImageKind>;

export const STATUS_OF_IMAGE = {
  pending: 'pending',
  available: 'complete',
  error: 'error',
} as const satisfies Record<ImageState, MistifyImage['status']>;

/** The zero time of Go, in which Mistify's clients are written: a time that has not come yet. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

export function timeOf(time: Timestamp | null): string {
  return time ?? ZERO_TIME;
}

/** The member of a body here that the pointer of a mistake means: some members have other names in the native API. */
export function memberOf(pointer: string): string {
  return pointer.replace(/^(\/disks\/\d+)\/size_mib$/, '$1/size');
}
