/**
 * Kinds of operation that the service does not have, registered through the same interface as its own kinds: one on a
 * subject other than a guest, and one that runs beside the lifecycle of a guest. The tests also cover the progress that
 * an operation's row shows while the operation runs.
 */
import { expect } from 'chai';
import type { Backend, CallOptions, GuestDefinition, Observation } from '../../backends/backend.js';
import { EVERYTHING } from '../../src/domain/access.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Image } from '../../src/domain/image.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, ImageId, OperationId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Operation } from '../../src/domain/operation.js';
import type { OperationKind } from '../../src/domain/words.js';
import { cancelOperation, enqueueOperation, enqueueVerb } from '../../src/operations/enqueue.js';
import type { Cancellation } from '../../src/operations/enqueue.js';
import { GUEST } from '../../src/operations/guest-subject.js';
import type { GuestKind } from '../../src/operations/guest-subject.js';
import type { Kinds, NoParams, OperationKindDefinition, SubjectDefinition } from '../../src/operations/kind.js';
import { KINDS } from '../../src/operations/kinds.js';
import { Worker } from '../../src/operations/worker.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { listEventsAfter, numberEvents } from '../../src/store/events.js';
import { deleteGuest, findGuestById } from '../../src/store/guests.js';
import { deleteImage, insertImage, listImagesByIds, lockImage } from '../../src/store/images.js';
import { SharedSession } from '../../src/hosts/shared-session.js';
import { endAllOpen, findOperationById, listOperations } from '../../src/store/operations.js';
import { inTransaction } from '../../src/store/transaction.js';
import { parseSearch } from '../../src/domain/search/parse.js';
import { OPERATIONS } from '../../src/domain/collections.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';

const REQUESTER = { userId: null, clientAddress: '127.0.0.1', requestId: 'test', precondition: null };

/** The word lists of the service do not contain these kinds. */
const SEAL = 'image.seal' as OperationKind;
const EXEC = 'guest.exec' as OperationKind;

const IMAGE: SubjectDefinition<Image, never> = {
  kind: 'image',
  find: async (sql, id) => (await listImagesByIds(sql, [id as ImageId]))[0] ?? null,
  lock: (trx, id) => lockImage(trx, id as ImageId),
  missing: () => new GuesthouseError('image_not_found', 'The image is gone.'),
  observe: () => Promise.reject(new Error('images are never observed')),
  isConclusive: () => true,
  unresponsive: () => null,
};

const BESIDES = {
  verb: null,
  stateMeanwhile: null,
  isAbsenceExpected: false,
  isCancellable: true,
  isAlwaysAdmitted: false,
  observation: 'none',
  isReached: () => false,
  contradiction: () => null,
  onQueued: () => Promise.resolve(),
} as const;

/** The work of these kinds, which a test can set. By default they do nothing. */
type Run = (work: {
  readonly signal: AbortSignal;
  readonly subjectName: string;
  readonly onProgress: (percent: number) => void;
}) => Promise<void>;

describe('Operations of a registered kind', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;
  let session: SharedSession;
  let worker: Worker;
  let run: Run;
  let define: (options: CallOptions) => Promise<void>;
  let start: () => Promise<void>;
  const observed = new Map<GuestId, Observation>();

  const seal: OperationKindDefinition<{ readonly note: string }, Image, never> = {
    ...BESIDES,
    kind: SEAL,
    subject: IMAGE,
    isBeside: false,
    steps: { seal: 100 },
    readParams: ({ note }) => ({ note: typeof note === 'string' ? note : 'no note' }),
    run: ({ signal, subject, step }) =>
      step('seal', (onProgress) => run({ signal, subjectName: subject.name, onProgress })),
    commit: async (trx, { subject, state, params }) =>
      void (await trx('images')
        .where({ id: subject.id })
        .update({ description: `${state}: ${params.note}` })),
  };
  const exec: GuestKind<NoParams> = {
    ...BESIDES,
    kind: EXEC,
    subject: GUEST,
    isBeside: true,
    steps: { run: 100 },
    readParams: () => ({}),
    run: ({ signal, subject, step }) =>
      step('run', (onProgress) => run({ signal, subjectName: subject.name, onProgress })),
    commit: () => Promise.resolve(),
  };
  const kinds: Kinds = { ...KINDS, [SEAL]: seal, [EXEC]: exec };

  /** A hypervisor with only the functions that these tests need. */
  const backend = {
    name: 'fake',
    observeGuests: (which: readonly GuestId[]) =>
      Promise.resolve(new Map([...observed].filter(([id]) => which.includes(id)))),
    defineGuest: async ({ id, vcpus, memoryMib }: GuestDefinition, options: CallOptions) => {
      await define(options);
      observed.set(id, { state: 'stopped' });
      return { vcpus, memoryMib, parts: {}, definition: '', shownBy: 'test' };
    },
    startGuest: async (id: GuestId) => {
      await start();
      observed.set(id, { state: 'running' });
      return { isRestored: false };
    },
    poweroffGuest: (id: GuestId) => Promise.resolve(void observed.set(id, { state: 'stopped' })),
  } as unknown as Backend;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
  });
  beforeEach(async () => {
    await db.knex('operations').delete();
    await db.knex('events').delete();
    run = define = start = () => Promise.resolve();
    world = await makeWorld(db);
    [session, worker] = await beginToWork();
  });
  afterEach(async () => {
    await worker.stop();
    await session.stop();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  async function beginToWork(): Promise<[SharedSession, Worker]> {
    const shared = new SharedSession(db, SILENT_LOG);
    shared.start();
    const opened = await shared.join(new AbortController().signal);
    await eventually(() => opened.tryToOwn(world.host));
    const watch = { operationBegan: () => undefined, operationEnded: () => undefined };
    const content = {
      pathOf: (id: string) => id,
      has: async () => true,
      bring: async () => false,
      mayHaveReleased: () => undefined,
    };
    const made = new Worker({
      db,
      backend,
      hostId: world.host,
      session: opened,
      kinds,
      content,
      watch,
      tracer: null,
      log: SILENT_LOG,
    });
    shared.add(world.host, made);
    return [shared, made];
  }

  async function makeImage(): Promise<Image> {
    const id = newId<ImageId>();
    const name = `image-${id.slice(0, 8)}`;
    const texts = { name, description: '', kind: 'iso', format: 'raw' } as const;
    await inTransaction(db, (trx) =>
      insertImage(trx, { id, projectId: world.project, ...texts, sha256: null, isShared: false }),
    );
    return imageNow(id);
  }
  async function imageNow(id: ImageId): Promise<Image> {
    const [image] = await listImagesByIds(db.knex, [id]);
    if (image === undefined) throw new Error('the image is gone');
    return image;
  }
  /** Makes a guest that is created and stopped. */
  async function madeGuest(): Promise<GuestId> {
    const { id, operation } = await makeGuest(db, world);
    worker.wake();
    expect((await ended(operation)).state).to.equal('succeeded');
    return id;
  }

  const sealImage = (image: Image, note = 'for good'): Promise<OperationId> =>
    inTransaction(db, (trx) => enqueueOperation(trx, seal, image, world.host, { note }, REQUESTER));
  const execIn = async (id: GuestId): Promise<OperationId> => {
    const guest = await findGuestById(db.knex, id);
    if (guest === null) throw new Error('the guest is gone');
    return inTransaction(db, (trx) => enqueueOperation(trx, exec, guest, guest.hostId, {}, REQUESTER));
  };
  const now = async (id: OperationId): Promise<Operation> => {
    const operation = await findOperationById(db.knex, id);
    if (operation === null) throw new Error('the operation is gone');
    return operation;
  };
  async function ended(id: OperationId): Promise<Operation> {
    await eventually(async () => (await now(id)).finishedAt !== null);
    return now(id);
  }
  const cancel = async (id: OperationId): Promise<Cancellation> => {
    const operation = await now(id);
    return inTransaction(db, (trx) => cancelOperation(trx, operation, REQUESTER, kinds));
  };
  async function eventsOf(id: OperationId): Promise<string[]> {
    while ((await inTransaction(db, numberEvents)) !== 0);
    const events = ((await listEventsAfter(db.knex, { id: 0, mark: null })) ?? []).filter(
      ({ operationId }) => operationId === id,
    );
    return events.map(({ kind, subject }) => `${kind} ${subject?.kind} ${subject?.name}`);
  }

  /** Work that a test can hold: `begun` reports that it has started, `go` lets it continue. */
  function gate(): { readonly run: Run; readonly begun: Promise<AbortSignal>; go(): void; isBegun: boolean } {
    let go = (): void => undefined;
    let begin: (signal: AbortSignal) => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    const begun = new Promise<AbortSignal>((resolve) => (begin = resolve));
    const made = {
      isBegun: false,
      begun,
      go: () => go(),
      run: async ({ signal }: { readonly signal: AbortSignal }) => {
        made.isBegun = true;
        begin(signal);
        const aborted = new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
        await Promise.race([gone, aborted]);
      },
    };
    return made;
  }

  describe('on a subject other than a guest', () => {
    it('go through the queue like operations on guests, and commit the state of their subject', async () => {
      const image = await makeImage();
      const names: string[] = [];
      run = ({ subjectName }) => Promise.resolve(void names.push(subjectName));
      const id = await sealImage(image);
      const operation = await ended(id);
      expect(operation).to.deep.include({
        kind: SEAL,
        state: 'succeeded',
        subject: { kind: 'image', id: image.id, name: image.name },
        projectId: world.project,
        attempts: 1,
        progress: 100,
        fault: null,
      });
      expect(names).to.deep.equal([image.name]);
      expect((await imageNow(image.id)).description).to.equal('succeeded: for good');
      const about = `image ${image.name}`;
      expect(await eventsOf(id)).to.deep.equal([
        `operation.queued ${about}`,
        `operation.started ${about}`,
        `operation.succeeded ${about}`,
      ]);
    });

    it('can be searched by the kind of their subject', async () => {
      const [image, guest] = [await makeImage(), await madeGuest()];
      const id = await sealImage(image);
      await ended(id);
      const found = async (text: string): Promise<string[]> => {
        const search = parseSearch(text, OPERATIONS, { now: new Date() });
        const page = { limit: 100, marker: null, sortBy: null, search, isCaseSensitive: false };
        return (await listOperations(db.knex, EVERYTHING, page)).rows.map(({ subject }) => subject.id);
      };
      expect(await found('subject.kind=image')).to.deep.equal([image.id]);
      expect(await found('subject.kind=guest')).to.deep.equal([guest]);
    });

    it('run one after the other on the same subject, and concurrently on different subjects', async () => {
      const [one, other] = [await makeImage(), await makeImage()];
      const held = gate();
      const begun: string[] = [];
      run = async (work) => {
        begun.push(work.subjectName);
        await held.run(work);
      };
      const ids = [await sealImage(one, 'first'), await sealImage(one, 'second'), await sealImage(other)];
      await eventually(() => begun.length === 2);
      expect(begun).to.have.members([one.name, other.name]);
      expect((await now(ids[1] as OperationId)).state).to.equal('queued');
      held.go();
      for (const id of ids) expect((await ended(id)).state).to.equal('succeeded');
      expect((await imageNow(one.id)).description).to.equal('succeeded: second');
    });

    it('can be cancelled in the queue, and their kind then commits the resulting state', async () => {
      const image = await makeImage();
      const held = gate();
      run = held.run;
      const first = await sealImage(image);
      const id = await sealImage(image, 'too late');
      await held.begun;
      expect(await cancel(id)).to.equal('cancelled');
      expect((await imageNow(image.id)).description).to.equal('cancelled: too late');
      expect(await cancel(id)).to.equal('ended');
      held.go();
      expect((await ended(first)).state).to.equal('succeeded');
    });

    it('can be cancelled while they run', async () => {
      const image = await makeImage();
      const held = gate();
      run = held.run;
      const id = await sealImage(image);
      const signal = await held.begun;
      expect(await cancel(id)).to.equal('requested');
      expect(await ended(id)).to.include({ state: 'cancelled', fault: null });
      expect(signal.aborted).to.equal(true);
      expect((await imageNow(image.id)).description).to.equal('cancelled: for good');
    });

    it('are retried after the host was lost', async () => {
      const image = await makeImage();
      let attempts = 0;
      run = () =>
        ++attempts === 1
          ? Promise.reject(new GuesthouseError('host_unreachable', 'The host is away.'))
          : Promise.resolve();
      expect(await ended(await sealImage(image))).to.include({ state: 'succeeded', attempts: 2 });
    });

    it('are taken over from a dead worker', async () => {
      const image = await makeImage();
      const held = gate();
      run = held.run;
      const id = await sealImage(image);
      await held.begun;
      run = () => Promise.resolve();
      await session.stop();
      await worker.stop();
      [session, worker] = await beginToWork();
      expect(await ended(id)).to.include({ state: 'succeeded', attempts: 2 });
    });

    it('fail with the fault of their work, or when their subject is gone', async () => {
      const [image, gone] = [await makeImage(), await makeImage()];
      run = () => Promise.reject(new GuesthouseError('backend_refused', 'No.'));
      const refused = await ended(await sealImage(image));
      expect([refused.state, refused.fault?.kind, refused.progress]).to.deep.equal(['failed', 'backend_refused', null]);
      expect((await imageNow(image.id)).description).to.equal('failed: for good');
      await worker.stop();
      const id = await sealImage(gone);
      await inTransaction(db, (trx) => deleteImage(trx, gone.id));
      await session.stop();
      [session, worker] = await beginToWork();
      expect((await ended(id)).fault?.kind).to.equal('image_not_found');
    });

    it('fail if the program does not have their kind', async () => {
      const image = await makeImage();
      const unknown = { ...seal, kind: 'image.unheard' as OperationKind };
      const id = await inTransaction(db, (trx) => enqueueOperation(trx, unknown, image, world.host, {}, REQUESTER));
      const { state, fault } = await ended(id);
      expect([state, fault?.kind]).to.deep.equal(['failed', 'internal']);
    });
  });

  describe('beside the lifecycle of a guest', () => {
    const stateOf = async (id: GuestId): Promise<unknown> => {
      const guest = await findGuestById(db.knex, id);
      return [guest?.state, guest?.openOperation?.kind ?? null];
    };
    const verb = async (id: GuestId, name: 'start' | 'poweroff'): Promise<OperationId> => {
      const { operationId } = await inTransaction(db, (trx) => enqueueVerb(trx, id, name, {}, REQUESTER));
      if (operationId === null) throw new Error('nothing was queued');
      return operationId;
    };

    it('run while a verb of the same guest runs, and neither waits for the other', async () => {
      const guest = await madeGuest();
      const [held, starting] = [gate(), gate()];
      run = held.run;
      start = () =>
        starting.run({ signal: new AbortController().signal, subjectName: '', onProgress: () => undefined });
      const beside = await execIn(guest);
      await held.begun;
      expect(await stateOf(guest), 'while it runs').to.deep.equal(['stopped', null]);

      const begins = await verb(guest, 'start');
      await starting.begun;
      expect(await stateOf(guest)).to.deep.equal(['starting', 'guest.start']);
      run = () => Promise.resolve();
      expect((await ended(await execIn(guest))).state, 'a second one beside').to.equal('succeeded');
      expect(await stateOf(guest), 'after one beside has ended').to.deep.equal(['starting', 'guest.start']);

      starting.go();
      expect((await ended(begins)).state).to.equal('succeeded');
      expect(await stateOf(guest)).to.deep.equal(['running', null]);
      expect((await now(beside)).state).to.equal('running');
      held.go();
      expect((await ended(beside)).state).to.equal('succeeded');
    });

    it('continue when a verb pre-empts an operation of the lifecycle', async () => {
      const guest = await madeGuest();
      const [held, starting] = [gate(), gate()];
      run = held.run;
      start = () =>
        starting.run({ signal: new AbortController().signal, subjectName: '', onProgress: () => undefined });
      const beside = await execIn(guest);
      const begins = await verb(guest, 'start');
      await Promise.all([held.begun, starting.begun]);
      const stops = await verb(guest, 'poweroff');
      starting.go();
      await Promise.all([ended(begins), ended(stops)]);
      expect((await now(beside)).state).to.equal('running');
      expect(await cancel(beside)).to.equal('requested');
      expect((await ended(beside)).state).to.equal('cancelled');
    });

    it('are limited in number, and delay no verb on any guest', async () => {
      const [guest, other] = [await madeGuest(), await madeGuest()];
      const held = gate();
      let begun = 0;
      run = (work) => {
        begun++;
        return held.run(work);
      };
      const many: OperationId[] = [];
      for (let index = 0; index < 40; index++) many.push(await execIn(guest));
      await eventually(() => begun === 32);
      expect((await ended(await verb(other, 'start'))).state).to.equal('succeeded');
      expect((await ended(await verb(guest, 'start'))).state).to.equal('succeeded');
      expect(begun).to.equal(32);
      held.go();
      for (const id of many) expect((await ended(id)).state).to.equal('succeeded');
    });

    it('end when their guest is forgotten', async () => {
      const guest = await madeGuest();
      const held = gate();
      run = held.run;
      const beside = await execIn(guest);
      const signal = await held.begun;
      await inTransaction(db, async (trx) => {
        expect(await endAllOpen(trx, { id: guest, projectId: world.project })).to.deep.equal([EXEC]);
        await deleteGuest(trx, guest);
      });
      expect((await now(beside)).state).to.equal('cancelled');
      await eventually(() => signal.aborted);
    });
  });

  describe('show their progress', () => {
    it('while a driver reports it, and 100 when they have succeeded', async () => {
      const held = gate();
      let reportProgress: (percent: number) => void = () => undefined;
      define = async ({ signal, onProgress = () => undefined }) => {
        reportProgress = onProgress;
        await held.run({ signal, subjectName: '', onProgress });
      };
      const { operation } = await makeGuest(db, world);
      worker.wake();
      await held.begun;
      expect((await now(operation)).progress).to.equal(null);
      const before = (await now(operation)).version;
      reportProgress(50);
      await eventually(async () => (await now(operation)).progress === 47);
      expect((await now(operation)).version).to.not.equal(before);
      held.go();
      expect(await ended(operation)).to.include({ state: 'succeeded', progress: 100 });
    });

    it('as last reported when they fail', async () => {
      const image = await makeImage();
      const held = gate();
      run = async (work) => {
        work.onProgress(30);
        await held.run(work);
        throw new GuesthouseError('backend_refused', 'No.');
      };
      const id = await sealImage(image);
      await eventually(async () => (await now(id)).progress === 30);
      held.go();
      expect(await ended(id)).to.include({ state: 'failed', progress: 30 });
    });

    it('without reports that arrive after their worker has lost them', async () => {
      const guest = await madeGuest();
      const held = gate();
      let reportProgress: (percent: number) => void = () => undefined;
      run = async (work) => {
        reportProgress = work.onProgress;
        await held.run(work);
      };
      const beside = await execIn(guest);
      await held.begun;
      await inTransaction(db, (trx) => endAllOpen(trx, { id: guest, projectId: world.project }));
      const { version } = await now(beside);
      reportProgress(60);
      await worker.stop();
      expect(await now(beside)).to.include({ state: 'cancelled', progress: null, version });
    });
  });
});
