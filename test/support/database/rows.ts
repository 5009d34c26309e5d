/** Rows for tests of the store and the worker: a project, a host and guests, created as the service creates them. */
import { randomUUID } from 'node:crypto';
import { newId } from '../../../src/domain/ids.js';
import type { GuestId, HostId, OperationId, ProjectId } from '../../../src/domain/ids.js';
import { subjectOf } from '../../../src/domain/subject.js';
import type { OperationKind } from '../../../src/domain/words.js';
import type { Database } from '../../../src/store/database.js';
import { insertGuest } from '../../../src/store/guests.js';
import { insertHost } from '../../../src/store/hosts.js';
import { insertOperation } from '../../../src/store/operations.js';
import { ensureProject } from '../../../src/store/projects.js';
import { inTransaction } from '../../../src/store/transaction.js';

export interface World {
  readonly project: ProjectId;
  readonly host: HostId;
}

export async function makeWorld(db: Database): Promise<World> {
  const host = newId<HostId>();
  const project = await ensureProject(db.knex, 'default');
  await inTransaction(db, (trx) =>
    insertHost(trx, {
      id: host,
      name: `host-${host.slice(0, 8)}`,
      backend: 'fake',
      uri: 'fake:///nowhere',
      machineId: null,
      dataFolder: null,
      hypervisorId: null,
      state: 'up',
      hypervisorVersion: '1',
      vcpus: 4,
      memoryMib: 4096,
      diskMib: null,
      capabilities: {
        firmwares: ['bios'],
        diskBuses: ['virtio'],
        nicModels: ['virtio'],
        directKernelBoot: true,
        consoleLog: true,
        cpuMetrics: true,
        diskMetrics: true,
        nicMetrics: true,
        userNetworkIsolation: true,
      },
    }),
  );
  return { project, host };
}

/** Makes a guest whose creation is queued. */
export async function makeGuest(
  db: Database,
  { project, host }: World,
  name: string = randomUUID().slice(0, 13),
): Promise<{ id: GuestId; name: string; projectId: ProjectId; operation: OperationId }> {
  const id = newId<GuestId>();
  const operation = newId<OperationId>();
  await inTransaction(db, async (trx) => {
    await insertGuest(trx, {
      id,
      projectId: project,
      userId: null,
      hostId: host,
      instanceType: null,
      placementGroup: null,
      name,
      description: '',
      vcpus: 1,
      memoryMib: 64,
      firmware: 'bios',
      boot: null,
      disks: [],
      nics: [],
      metadata: {},
      openOperation: { id: operation, kind: 'guest.create', state: 'creating', target: null },
    });
    await queueOperation(trx, { project, host }, { id, name }, 'guest.create', operation);
  });
  return { id, name, projectId: project, operation };
}

export async function queueOperation(
  trx: Parameters<typeof insertOperation>[0],
  { project, host }: World,
  guest: { id: GuestId; name: string },
  kind: OperationKind,
  id: OperationId = newId<OperationId>(),
): Promise<OperationId> {
  await insertOperation(trx, {
    id,
    kind,
    hostId: host,
    subject: subjectOf('guest', guest),
    projectId: project,
    userId: null,
    requestId: 'test',
    params: {},
    isBeside: false,
    traceparent: null,
  });
  return id;
}
