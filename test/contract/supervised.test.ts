/** What backends/supervised.ts guarantees for every driver, tested with a driver that each test scripts. */
import { expect } from 'chai';
import type { Backend, Baseline, CallOptions, Capabilities } from '../../backends/backend.js';
import { supervise, type CallReport, type SuperviseOptions } from '../../backends/supervised.js';
import { GuesthouseError, isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import { newId, type GuestId, type OperationId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';

const CAPABILITIES: Capabilities = {
  firmwares: ['bios'],
  diskBuses: ['virtio'],
  nicModels: ['virtio'],
  directKernelBoot: false,
  consoleLog: false,
  cpuMetrics: false,
  diskMetrics: false,
  nicMetrics: false,
  userNetworkIsolation: false,
  isMachineLocal: true,
  hasOwnImages: false,
};
const { signal } = new AbortController();

const BASELINE: Baseline = { vcpus: 1, memoryMib: 16, parts: {}, definition: '', shownBy: 'stub' };
const STARTED = { isRestored: false };

function makeDriver(overrides: Partial<Backend> = {}): Backend {
  const nothing = async () => undefined;
  return {
    name: 'fake',
    capabilities: CAPABILITIES,
    describe: async () => ({
      ...{ name: 'stub', uri: 'stub:///', hypervisorId: null },
      ...{ hypervisorVersion: '0', vcpus: 1, memoryMib: 1, diskMib: null },
    }),
    listNetworks: async () => [{ name: 'user', kind: 'user' }],
    listSubnets: async () => new Map(),
    copyImage: nothing,
    removeImage: async () => false,
    listImages: async () => null,
    defineGuest: async () => BASELINE,
    inspectGuest: async () => null,
    removeGuest: async () => ({ left: [] }),
    startGuest: async () => STARTED,
    shutdownGuest: nothing,
    restartGuest: nothing,
    poweroffGuest: nothing,
    suspendGuest: nothing,
    observeGuests: async () => new Map(),
    measureGuests: async () => new Map(),
    readConsoleLog: async () => Buffer.alloc(0),
    listenToEvents: async function* () {
      yield { kind: 'observe_everything' };
    },
    close: nothing,
    ...overrides,
  };
}

function superviseDriver(driver: Backend, options: Partial<SuperviseOptions> = {}): Backend {
  return supervise({ name: 'fake', open: async () => driver }, { log: SILENT_LOG, ...options });
}

/** A point of a test that another part of the test waits for. */
class Moment {
  come: () => void = () => undefined;
  readonly hasCome = new Promise<void>((resolve) => (this.come = resolve));
}

/** Settles only when its signal aborts it. */
function hang({ signal: bounded }: CallOptions): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(bounded.reason as Error);
    if (bounded.aborted) onAbort();
    else bounded.addEventListener('abort', onAbort);
  });
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('the call succeeded'),
    (error: unknown) => error,
  );
}

async function expectKind(kind: ErrorKind, call: Promise<unknown>): Promise<GuesthouseError> {
  const error = await failureOf(call);
  expect(isGuesthouseError(error, kind), `${kind}, not ${String(error)}`).to.equal(true);
  return error as GuesthouseError;
}

describe('A supervised backend', () => {
  describe('while opening its driver', () => {
    it('opens it once, when the first calls need it', async () => {
      let opened = 0;
      const backend = supervise(
        {
          name: 'fake',
          open: async () => {
            opened++;
            return makeDriver();
          },
        },
        { log: SILENT_LOG },
      );
      expect(opened).to.equal(0);
      await Promise.all([backend.describe({ signal }), backend.listNetworks({ signal })]);
      await backend.describe({ signal });
      expect(opened).to.equal(1);
    });

    it('opens it again after a failed attempt, which fails for all of its callers', async () => {
      let attempts = 0;
      const backend = supervise(
        {
          name: 'fake',
          open: async () => {
            if (++attempts === 1) throw new GuesthouseError('host_unreachable', 'no host listens');
            return makeDriver();
          },
        },
        { log: SILENT_LOG },
      );
      await Promise.all([
        expectKind('host_unreachable', backend.describe({ signal })),
        expectKind('host_unreachable', backend.listNetworks({ signal })),
      ]);
      await backend.describe({ signal });
      expect(attempts).to.equal(2);
    });

    it('continues for the other callers if one of them aborts', async () => {
      let finish: (driver: Backend) => void = () => undefined;
      const backend = supervise(
        { name: 'fake', open: () => new Promise((resolve) => (finish = resolve)) },
        { log: SILENT_LOG },
      );
      const abort = new AbortController();
      const [one, other] = [backend.describe({ signal: abort.signal }), backend.describe({ signal })];
      abort.abort(new Error('the caller gave up'));
      expect(await failureOf(one)).to.equal(abort.signal.reason);
      finish(makeDriver());
      expect((await other).name).to.equal('stub');
    });

    it('reports host_unreachable after its deadline, because nothing was sent', async () => {
      const backend = supervise({ name: 'fake', open: hang }, { log: SILENT_LOG, deadlinesMs: { open: 5 } });
      await expectKind('host_unreachable', backend.startGuest(newId<GuestId>(), { signal }));
    });

    it('closes a driver that arrives too late', async () => {
      let finish: (driver: Backend) => void = () => undefined;
      const backend = supervise(
        { name: 'fake', open: () => new Promise((resolve) => (finish = resolve)) },
        { log: SILENT_LOG, deadlinesMs: { open: 1 }, abortGraceMs: 1 },
      );
      await expectKind('host_unreachable', backend.describe({ signal }));
      await new Promise<void>((resolve) => finish(makeDriver({ close: async () => resolve() })));
    });

    it('never opens it again after a close', async () => {
      let closed = 0;
      const backend = superviseDriver(makeDriver({ close: async () => void closed++ }));
      await backend.describe({ signal });
      await backend.close();
      expect(closed).to.equal(1);
      await expectKind('host_unreachable', backend.describe({ signal }));
    });

    it("has the driver's capabilities once it is open, and none before", async () => {
      const backend = superviseDriver(makeDriver());
      expect(() => backend.capabilities).to.throw(GuesthouseError);
      await backend.describe({ signal });
      expect(backend.capabilities).to.equal(CAPABILITIES);
    });
  });

  describe('during a call', () => {
    it('enforces the deadline, after which the outcome is unknown, because the call may have been sent', async () => {
      const backend = superviseDriver(makeDriver({ startGuest: (_, options) => hang(options) }), {
        deadlinesMs: { startGuest: 5 },
      });
      await expectKind('outcome_unknown', backend.startGuest(newId<GuestId>(), { signal }));
    });

    it('bounds shutdownGuest only by its caller’s signal', async () => {
      const backend = superviseDriver(makeDriver({ shutdownGuest: (_, options) => hang(options) }), {
        deadlinesMs: { poweroffGuest: 1 },
      });
      const abort = new AbortController();
      const reason = new Error('the operation was cancelled');
      const outcome = failureOf(backend.shutdownGuest(newId<GuestId>(), { signal: abort.signal }));
      await backend.poweroffGuest(newId<GuestId>(), { signal });
      abort.abort(reason);
      expect(await outcome).to.equal(reason);
    });

    it('abandons a call whose driver ignores its abort, with an unknown outcome (B5)', async () => {
      const begun = new Moment();
      const backend = superviseDriver(
        makeDriver({
          startGuest: () => {
            begun.come();
            return new Promise(() => undefined);
          },
        }),
        { abortGraceMs: 5 },
      );
      const abort = new AbortController();
      const outcome = expectKind('outcome_unknown', backend.startGuest(newId<GuestId>(), { signal: abort.signal }));
      await begun.hasCome;
      abort.abort(new Error('no longer needed'));
      expect((await outcome).cause).to.equal(abort.signal.reason);
    });

    it('reports success if the driver completes in spite of its abort', async () => {
      const [begun, done] = [new Moment(), new Moment()];
      const backend = superviseDriver(
        makeDriver({
          startGuest: () => {
            begun.come();
            return done.hasCome.then(() => STARTED);
          },
        }),
      );
      const abort = new AbortController();
      const outcome = backend.startGuest(newId<GuestId>(), { signal: abort.signal });
      await begun.hasCome;
      abort.abort(new Error('too late'));
      done.come();
      await outcome;
    });

    it('rejects with the reason of the abort, even if Node has wrapped it in an AbortError', async () => {
      const abort = new AbortController();
      const begun = new Moment();
      const backend = superviseDriver(
        makeDriver({
          startGuest: async (_, options) => {
            begun.come();
            await hang(options).catch((cause: unknown) => {
              throw new DOMException(String(cause), 'AbortError');
            });
            return STARTED;
          },
        }),
      );
      const outcome = failureOf(backend.startGuest(newId<GuestId>(), { signal: abort.signal }));
      await begun.hasCome;
      abort.abort(new Error('the reason'));
      expect(await outcome).to.equal(abort.signal.reason);
    });

    it('does not call the driver at all if the signal was already aborted', async () => {
      let received = 0;
      const backend = superviseDriver(
        makeDriver({
          startGuest: async () => {
            received++;
            return STARTED;
          },
        }),
      );
      const reason = new Error('never wanted');
      expect(await failureOf(backend.startGuest(newId<GuestId>(), { signal: AbortSignal.abort(reason) }))).to.equal(
        reason,
      );
      expect(received).to.equal(0);
    });
  });

  describe('reporting on calls', () => {
    it('reports guest and outcome to the log and to the hook', async () => {
      const reports: CallReport[] = [];
      const logged: object[] = [];
      const log = { ...SILENT_LOG, debug: (fields: object) => void logged.push(fields), child: () => log };
      const guest = newId<GuestId>();
      const backend = superviseDriver(
        makeDriver({
          suspendGuest: async () => {
            throw new GuesthouseError('backend_refused', 'no');
          },
          restartGuest: (_, options) => hang(options),
        }),
        { log, onCall: (report) => reports.push(report) },
      );
      await backend.startGuest(guest, { signal });
      await expectKind('backend_refused', backend.suspendGuest(guest, { signal }));
      await failureOf(backend.restartGuest(guest, { signal: AbortSignal.abort() }));
      expect(reports.map(({ call, guest: about, outcome }) => [call, about, outcome])).to.deep.equal([
        ['open', null, 'succeeded'],
        ['startGuest', guest, 'succeeded'],
        ['suspendGuest', guest, 'backend_refused'],
        ['restartGuest', guest, 'aborted'],
      ]);
      expect(logged).to.deep.equal(reports);
    });

    it('passes the request and the operation behind a call to the log and to the driver', async () => {
      const logged: object[] = [];
      const received: unknown[] = [];
      const log = { ...SILENT_LOG, debug: (fields: object) => void logged.push(fields), child: () => log };
      const driver = makeDriver({
        startGuest: async (_, options) => {
          received.push(options.about);
          return STARTED;
        },
      });
      const about = { requestId: 'asked-1', operation: newId<OperationId>() };
      const guest = newId<GuestId>();
      await superviseDriver(driver, { log }).startGuest(guest, { signal, about });
      expect(received).to.deep.equal([about]);
      expect(logged.at(-1)).to.include({ ...about, call: 'startGuest', guest });
    });

    it('is not disturbed by a hook that throws', async () => {
      const backend = superviseDriver(makeDriver(), {
        onCall: () => {
          throw new Error('a defect in the metrics');
        },
      });
      await backend.describe({ signal });
    });
  });

  it('turns an unexpected error of a driver into an internal one that keeps its cause', async () => {
    const defect = new TypeError('undefined is not a function');
    const backend = superviseDriver(
      makeDriver({
        observeGuests: async () => {
          throw defect;
        },
      }),
    );
    expect((await expectKind('internal', backend.observeGuests('all', { signal }))).cause).to.equal(defect);
  });

  it('passes the progress of a call from its driver to its caller', async () => {
    const percents: number[] = [];
    const backend = superviseDriver(
      makeDriver({
        defineGuest: async (_, { onProgress }) => {
          for (const percent of [0, 50, 100]) onProgress?.(percent);
          return BASELINE;
        },
      }),
    );
    const guest = { id: newId<GuestId>(), name: 'web', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null } as const;
    const onProgress = (percent: number): void => void percents.push(percent);
    await backend.defineGuest({ ...guest, disks: [], nics: [] }, { signal, disks: 'make', onProgress });
    expect(percents).to.deep.equal([0, 50, 100]);
  });

  it('passes on arguments and results', async () => {
    const received: unknown[] = [];
    const backend = superviseDriver(
      makeDriver({
        defineGuest: async (guest, { disks }) => {
          received.push(guest.name, disks);
          return BASELINE;
        },
        readConsoleLog: async (_, { bytes }) => {
          received.push(bytes);
          return Buffer.from('log');
        },
      }),
    );
    const guest = {
      id: newId<GuestId>(),
      name: 'web',
      vcpus: 1,
      memoryMib: 16,
      firmware: 'bios',
      boot: null,
      disks: [],
      nics: [],
    } as const;
    await backend.defineGuest(guest, { signal, disks: 'keep' });
    expect((await backend.readConsoleLog(guest.id, { signal, bytes: 7 })).toString()).to.equal('log');
    expect(received).to.deep.equal(['web', 'keep', 7]);
  });

  it('passes on the driver’s events, and throws if no driver can be opened', async () => {
    const events = [];
    for await (const event of superviseDriver(makeDriver()).listenToEvents({ signal })) events.push(event);
    expect(events).to.deep.equal([{ kind: 'observe_everything' }]);

    const away = supervise(
      {
        name: 'fake',
        open: async () => {
          throw new GuesthouseError('host_unreachable', 'no host listens');
        },
      },
      { log: SILENT_LOG },
    );
    const iterator = away.listenToEvents({ signal })[Symbol.asyncIterator]();
    await expectKind('host_unreachable', iterator.next());
  });
});
