/** Every migration there is, in order. Append only: a landed one never changes. */
import type { Migration } from './migrate.js';
import { migration0001 } from './migrations/0001-spine.js';

export const MIGRATIONS: readonly Migration[] = [migration0001];
