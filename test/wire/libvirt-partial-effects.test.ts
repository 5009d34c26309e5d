/**
 * What the driver `libvirt` reports if its daemon is lost during a call that consists of several messages: between any
 * two messages, and in the middle of any message (B3). The lists contain the messages that change something; queries
 * are between them.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, DiskDefinition, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { POOL_MARKER } from '../../backends/libvirt/names.js';
import type { ProcedureName } from '../../backends/libvirt/rpc/procedures.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { eventually } from '../support/eventually.js';
import { SimulatedLibvirt } from './simulated-libvirt.js';

const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });

const { signal } = new AbortController();

interface Verb {
  readonly what: string;
  /** Prepares the daemon. */
  readonly before: (libvirt: SimulatedLibvirt, backend: Backend) => Promise<unknown>;
  readonly run: (backend: Backend) => Promise<unknown>;
  readonly changes: readonly ProcedureName[];
}

describe('The libvirt driver, if its daemon is lost midway,', () => {
  let folder: string;
  let definition: GuestDefinition;
  let id: GuestId;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-half-way-'));
    const kernel = await addImage('kernel', 'raw');
    const raw = await addImage('raw', 'raw');
    const qcow2 = await addImage('qcow2', 'qcow2');
    const disk = (device: string, image: ImageFile | null, format: 'raw' | 'qcow2'): DiskDefinition => ({
      ...{ device, media: 'disk', sizeMib: 1, bus: 'virtio', format, image },
    });
    id = newId<GuestId>();
    definition = {
      ...{ id, name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', nics: [] },
      boot: { kernel, initrd: null, cmdline: '' },
      disks: [disk('vda', raw, 'raw'), disk('vdb', qcow2, 'raw'), disk('vdc', null, 'qcow2')],
    };
  });

  after(() => rm(folder, { recursive: true }));

  async function addImage(name: string, format: 'raw' | 'qcow2'): Promise<ImageFile> {
    const path = join(folder, name);
    await writeFile(path, name);
    const sha256 = createHash('sha256').update(name).digest('hex');
    return { id: newId<ImageId>(), path, format, sha256, sizeBytes: name.length, virtualSizeMib: 1 };
  }

  const define = (backend: Backend) => backend.defineGuest(definition, { disks: 'make', signal });
  const poweredOff = (_libvirt: SimulatedLibvirt, backend: Backend) => define(backend);
  const running = async (_libvirt: SimulatedLibvirt, backend: Backend) => {
    await define(backend);
    await backend.startGuest(id, { signal });
  };

  const VERBS: readonly Verb[] = [
    {
      what: 'defining a guest',
      before: () => Promise.resolve(),
      run: define,
      changes: [
        ...(['StoragePoolDefineXML', 'StoragePoolBuild', 'StoragePoolSetAutostart', 'StoragePoolCreate'] as const),
        // The free space of the pool.
        'StoragePoolRefresh',
        // The kernel and the image of vdb.
        ...(['StorageVolCreateXML', 'StorageVolUpload', 'StorageVolCreateXML', 'StorageVolUpload'] as const),
        // vda: the marker, the disk, its content and its size. Then the marker is removed.
        ...(['StorageVolCreateXML', 'StorageVolCreateXML', 'StorageVolUpload', 'StorageVolResize'] as const),
        'StorageVolDelete',
        // vdb: the marker and the disk. Then the marker is removed.
        ...(['StorageVolCreateXML', 'StoragePoolRefresh', 'StorageVolCreateXMLFrom', 'StorageVolDelete'] as const),
        // vdc, and two logs of the console.
        ...(['StorageVolCreateXML', 'StorageVolCreateXML', 'StorageVolCreateXML'] as const),
        'DomainDefineXMLFlags',
        // The image of vdb, which no guest needs any longer.
        'StorageVolDelete',
      ],
    },
    {
      what: 'removing a guest that runs',
      before: running,
      run: (backend) => backend.removeGuest(id, { signal }),
      // The files of the pool, which are read again, and the marker of the pool. Then its disks, the logs of its
      // console, and the kernel.
      changes: [
        ...(['DomainDestroyFlags', 'DomainUndefineFlags', 'StoragePoolRefresh', 'StorageVolCreateXML'] as const),
        ...Array.from({ length: 6 }, () => 'StorageVolDelete' as const),
      ],
    },
    {
      what: 'starting a guest that had crashed',
      async before(libvirt, backend) {
        await running(libvirt, backend);
        libvirt.endsAs = 'crashed';
        await backend.poweroffGuest(id, { signal });
      },
      run: (backend) => backend.startGuest(id, { signal }),
      changes: ['DomainSetMetadata', 'DomainCreateWithFlags'],
    },
    {
      what: 'restarting a suspended guest',
      async before(libvirt, backend) {
        await running(libvirt, backend);
        await backend.suspendGuest(id, { signal });
      },
      run: (backend) => backend.restartGuest(id, { signal }),
      changes: ['DomainReset', 'DomainResume'],
    },
    {
      what: 'powering off a guest that crashes over it',
      async before(libvirt, backend) {
        await running(libvirt, backend);
        libvirt.endsAs = 'crashed';
      },
      run: (backend) => backend.poweroffGuest(id, { signal }),
      changes: ['DomainDestroyFlags', 'DomainSetMetadata'],
    },
    {
      what: 'starting a guest',
      before: poweredOff,
      run: (backend) => backend.startGuest(id, { signal }),
      changes: ['DomainCreateWithFlags'],
    },
  ];

  /**
   * Returns the outcome of the call after `lose` has arranged the loss of the daemon, and the changes that were made.
   */
  async function outcomeOf(
    { before, run }: Pick<Verb, 'before' | 'run'>,
    lose: (libvirt: SimulatedLibvirt, backend: Backend) => void | Promise<void> = () => undefined,
  ): Promise<{ outcome: string; changes: readonly ProcedureName[] }> {
    const libvirt = await SimulatedLibvirt.listen();
    const config = { uri: libvirt.uri, accel: 'tcg', room: NO_RESERVE, log: SILENT_LOG } as const;
    const backend = await libvirtFactory.open(config, { signal });
    try {
      await before(libvirt, backend);
      const done = libvirt.changes.length;
      await lose(libvirt, backend);
      const outcome = await run(backend).then(() => 'resolved', kindOf);
      return { outcome, changes: libvirt.changes.slice(done) };
    } finally {
      await backend.close();
      await libvirt.close();
    }
  }

  /**
   * The daemon is gone before anything is sent, and the driver has noticed it. Anything that is written to a connection
   * before its loss is noticed counts as sent.
   */
  async function atOnce(libvirt: SimulatedLibvirt, backend: Backend): Promise<void> {
    libvirt.leave();
    await eventually(() =>
      backend.describe({ signal }).then(
        () => false,
        () => true,
      ),
    );
  }

  function kindOf(error: unknown): string {
    if (!isGuesthouseError(error)) throw error;
    return isGuesthouseError(error.cause, 'host_unreachable') ? `${error.kind}, half-way` : error.kind;
  }

  for (const verb of VERBS) {
    describe(`while ${verb.what}`, () => {
      const { changes } = verb;

      it('sends exactly the listed messages if nothing is lost', async () => {
        expect(await outcomeOf(verb)).to.deep.equal({ outcome: 'resolved', changes });
      });

      it('reports host_unreachable if nothing was sent', async () => {
        const lost = await outcomeOf(verb, atOnce);
        expect(lost).to.deep.equal({ outcome: 'host_unreachable', changes: [] });
      });

      if (changes.length > 1) {
        it('reports outcome_unknown after a loss between any two messages, and sends nothing more', async () => {
          for (let count = 1; count < changes.length; count++) {
            const lost = await outcomeOf(verb, (libvirt) => libvirt.loseAfter(count));
            const done = changes.slice(0, count);
            expect(lost, `after ${count}`).to.deep.equal({ outcome: 'outcome_unknown, half-way', changes: done });
          }
        });
      }

      it('never reports host_unreachable after the loss of a reply, or after the last reply', async () => {
        for (let count = 1; count <= changes.length; count++) {
          const lost = await outcomeOf(verb, (libvirt) => libvirt.loseReplyTo(count));
          expect(lost.outcome, `reply ${count}`).to.equal('outcome_unknown');
        }
        const last = await outcomeOf(verb, (libvirt) => libvirt.loseAfter(changes.length));
        expect(last.outcome).to.be.oneOf(['resolved', 'outcome_unknown, half-way']);
      });
    });
  }

  it('removes the only guest again if the reply was lost: the pool, now without volumes, is known to be mounted', async () => {
    const libvirt = await SimulatedLibvirt.listen();
    const config = { uri: libvirt.uri, accel: 'tcg', room: NO_RESERVE, log: SILENT_LOG } as const;
    const backend = await libvirtFactory.open(config, { signal });
    try {
      const expected = await define(backend);
      await backend.removeGuest(id, { expected, signal });
      expect([...libvirt.volumes.keys()]).to.deep.equal([POOL_MARKER]);
      await backend.removeGuest(id, { expected, signal });
      // Its file system is no longer mounted.
      libvirt.volumes.clear();
      const error = await backend.removeGuest(id, { expected, signal }).catch((thrown: unknown) => thrown);
      expect(isGuesthouseError(error, 'host_unreachable')).to.equal(true);
    } finally {
      await backend.close();
      await libvirt.close();
    }
  });

  it('reports outcome_unknown for a shutdown once it has sent a request, because a shutdown repeats its request', async () => {
    const shutdown = { before: running, run: (backend: Backend) => backend.shutdownGuest(id, { signal }) };
    const changes = ['DomainShutdownFlags'];
    const beforeRequest = await outcomeOf(shutdown, atOnce);
    expect(beforeRequest).to.deep.equal({ outcome: 'host_unreachable', changes: [] });
    const afterReply = await outcomeOf(shutdown, (libvirt) => libvirt.loseAfter(1));
    expect(afterReply).to.deep.equal({ outcome: 'outcome_unknown, half-way', changes });
    const withoutReply = await outcomeOf(shutdown, (libvirt) => libvirt.loseReplyTo(1));
    expect(withoutReply).to.deep.equal({ outcome: 'outcome_unknown', changes });
  });
});
