/**
 * One guest of the driver `qmp` against a scripted monitor, its caller's signal one that reads a clock: what must not happen any more when
 * it says so, though nobody has been told.
 */
import { expect } from 'chai';
import { waitForEnd } from '../../backends/qmp/guest-process.js';
import { ScriptedQemu } from './scripted-qemu.js';

/** A signal as the fence of a host makes it: nobody is told when it is over, whoever asks is. */
class Clock {
  readonly reason = new Error('the host is another one’s');
  isOver = false;
  readonly signal: AbortSignal = Object.defineProperties(new AbortController().signal, {
    aborted: { get: () => this.isOver },
    reason: { get: () => (this.isOver ? this.reason : undefined) },
    throwIfAborted: {
      value: () => {
        if (this.isOver) throw this.reason;
      },
    },
  });
}

describe('a guest of qmp whose caller reads a clock', () => {
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

  it('is measured where the clock goes on', async () => {
    const clock = new Clock();
    expect(await qemu.guest.measure(clock.signal)).to.deep.equal({ vcpus: [], disks: [], nics: [] });
    expect(qemu.asked).to.deep.equal(['query-status', 'query-cpus-fast', 'query-blockstats']);
  });

  it('is asked nothing more once it is over', async () => {
    const clock = new Clock();
    qemu.onAsked = (command) => (clock.isOver ||= command === 'query-status');
    expect(await caught(qemu.guest.measure(clock.signal))).to.equal(clock.reason);
    expect(qemu.asked).to.deep.equal(['query-status']);
  });

  it('is not suspended once it is over', async () => {
    const clock = new Clock();
    qemu.onAsked = (command) => (clock.isOver ||= command === 'query-status');
    expect(await caught(qemu.guest.suspend(clock.signal))).to.equal(clock.reason);
    expect(qemu.asked).to.deep.equal(['query-status']);
  });

  it('is not taken for one that will not end, and so not killed, when the time to end has passed on that clock too', async () => {
    const clock = new Clock();
    const { id, mark } = qemu;
    expect(await waitForEnd(mark, id, 0, clock.signal)).to.equal(false);
    clock.isOver = true;
    expect(await caught(waitForEnd(mark, id, 0, clock.signal))).to.equal(clock.reason);
  });
});
