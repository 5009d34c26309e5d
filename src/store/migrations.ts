/** The list of all migrations, in order. Append only: a released migration never changes. */
import type { Migration } from './migrate.js';
import { migration0001 } from './migrations/0001-spine.js';
import { migration0002 } from './migrations/0002-lists.js';
import { migration0003 } from './migrations/0003-native-api.js';
import { migration0004 } from './migrations/0004-events.js';
import { migration0005 } from './migrations/0005-leases.js';
import { migration0006 } from './migrations/0006-access.js';
import { migration0007 } from './migrations/0007-names-and-markers.js';
import { migration0008 } from './migrations/0008-content-home.js';
import { migration0009 } from './migrations/0009-subjects.js';
import { migration0012 } from './migrations/0012-external-names.js';
import { migration0013 } from './migrations/0013-shared-names.js';
import { migration0014 } from './migrations/0014-networks.js';
import { migration0015 } from './migrations/0015-quotas.js';
import { migration0017 } from './migrations/0017-lasting-identities.js';
import { migration0018 } from './migrations/0018-baselines.js';
import { migration0019 } from './migrations/0019-unresponsive-guests.js';
import { migration0020 } from './migrations/0020-queue-indexes.js';
import { migration0021 } from './migrations/0021-hosts-of-a-fleet.js';
import { migration0022 } from './migrations/0022-placements.js';
import { migration0023 } from './migrations/0023-hosts-by-request.js';
import { migration0024 } from './migrations/0024-catalog.js';
import { migration0025 } from './migrations/0025-networks.js';
import { migration0026 } from './migrations/0026-addresses-and-machines.js';
import { migration0027 } from './migrations/0027-image-copies.js';

export const MIGRATIONS: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0017,
  migration0018,
  migration0019,
  migration0020,
  migration0021,
  migration0022,
  migration0023,
  migration0024,
  migration0025,
  migration0026,
  migration0027,
];
