/**
 * One guest of the driver `qmp` with a scripted monitor. Its caller loses the host without an abort: the driver must
 * stop changing the guest although no signal was aborted (B5).
 */
import { expect } from 'chai';
import { waitForEnd } from '../../backends/qmp/guest-process.js';
import { ScriptedQemu } from './scripted-qemu.js';

/**
 * A caller like the one that the fence of a host creates. Its signal never aborts, and `requireOwnership` reads a
 * clock.
 */
class FencedCaller {
  readonly reason = new Error('another service owns the host');
  hasLostHost = false;
  readonly signal = new AbortController().signal;
  readonly requireOwnership = (): void => {
    if (this.hasLostHost) throw this.reason;
  };
}

describe('A guest of qmp', () => {
  let qemu: ScriptedQemu;

  beforeEach(async () => {
    qemu = await ScriptedQemu.launch();
  });

  afterEach(async () => {
    await qemu.close();
  });

  const caught = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      return { resolved: await work };
    } catch (error) {
      return error;
    }
  };

  it('is measured while its caller owns the host', async () => {
    const caller = new FencedCaller();
    expect(await qemu.guest.measure(caller)).to.deep.equal({ vcpus: [], disks: [], nics: [] });
    expect(qemu.commands).to.deep.equal(['query-status', 'query-cpus-fast', 'query-blockstats']);
  });

  it('gets no further query after its caller has lost the host', async () => {
    const caller = new FencedCaller();
    qemu.onCommand = (command) => (caller.hasLostHost ||= command === 'query-status');
    expect(await caught(qemu.guest.measure(caller))).to.equal(caller.reason);
    expect(qemu.commands).to.deep.equal(['query-status']);
  });

  it('is not suspended after its caller has lost the host', async () => {
    const caller = new FencedCaller();
    qemu.onCommand = (command) => (caller.hasLostHost ||= command === 'query-status');
    expect(await caught(qemu.guest.suspend(caller))).to.equal(caller.reason);
    expect(qemu.commands).to.deep.equal(['query-status']);
  });

  it('is not killed when its time to end has passed, if its caller lost the host meanwhile', async () => {
    const caller = new FencedCaller();
    const { id, mark } = qemu;
    expect(await waitForEnd(mark, id, 0, caller)).to.equal(false);
    caller.hasLostHost = true;
    expect(await caught(waitForEnd(mark, id, 0, caller))).to.equal(caller.reason);
  });
});
