/** A zone: a part of the fleet, such as a room or a site. Every host is in one zone. */
import type { ZoneId } from './ids.js';
import type { Timestamp } from './timestamp.js';

export interface Zone {
  readonly id: ZoneId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Timestamp;
  /** Changes whenever anything that clients see changes. */
  readonly version: number;
}

export interface ZoneReference {
  readonly id: ZoneId;
  readonly name: string;
}
