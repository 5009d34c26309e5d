/**
 * What the driver `qmp` reports if a guest's monitor is lost during a call that consists of several messages: between
 * two messages, and in the middle of one (B3).
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { ScriptedQemu } from './scripted-qemu.js';

const { signal } = new AbortController();
const RESTART = ['query-status', 'system_reset', 'cont'];
const SHUTDOWN = ['query-status', 'query-chardev', 'system_powerdown'];

describe('A guest of qmp whose monitor is lost midway', () => {
  let qemu: ScriptedQemu;

  afterEach(async () => {
    await qemu.close();
  });

  async function launch(status: ScriptedQemu['status'], binary?: string): Promise<void> {
    qemu = await ScriptedQemu.launch(binary);
    qemu.status = status;
    // STOP makes a caller that waits for a change of the guest query immediately, instead of at its next interval.
    qemu.eventsOf = (command) =>
      command === 'system_reset' ? ['RESET'] : command === 'system_powerdown' ? ['STOP'] : [];
  }

  async function outcomeOf(verb: Promise<void>): Promise<string> {
    try {
      await verb;
      return 'resolved';
    } catch (error) {
      if (!isGuesthouseError(error)) throw error;
      return isGuesthouseError(error.cause, 'guest_unresponsive') ? `${error.kind}, half-way` : error.kind;
    }
  }

  describe('during a restart while it is suspended', () => {
    beforeEach(() => launch('paused'));

    it('gets the expected messages', async () => {
      expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('resolved');
      expect(qemu.commands).to.deep.equal(RESTART);
    });

    it('makes the call fail with guest_unresponsive if nothing was sent', async () => {
      qemu.leave();
      expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('guest_unresponsive');
      expect(qemu.commands).to.deep.equal([]);
    });

    it('makes the call fail with guest_unresponsive if only its state was queried', async () => {
      qemu.loseAfter('query-status');
      expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('guest_unresponsive');
      expect(qemu.commands).to.deep.equal(RESTART.slice(0, 1));
    });

    it('makes the call fail with outcome_unknown after it was reset', async () => {
      qemu.loseAfter('system_reset');
      expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('outcome_unknown, half-way');
      expect(qemu.commands).to.deep.equal(RESTART.slice(0, 2));
    });

    for (const lost of ['system_reset', 'cont']) {
      it(`makes the call fail with outcome_unknown if the reply to ${lost} was lost`, async () => {
        qemu.loseReplyTo(lost);
        expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('outcome_unknown');
      });
    }
  });

  it('has been restarted, if it was running, as soon as the reset is done', async () => {
    await launch('running');
    qemu.loseAfter('system_reset');
    expect(await outcomeOf(qemu.guest.restart({ signal }))).to.equal('resolved');
  });

  describe('during a shutdown', () => {
    beforeEach(() => launch('running'));

    it('makes the call fail with outcome_unknown after it has received a request', async () => {
      qemu.loseAfter('system_powerdown');
      expect(await outcomeOf(qemu.guest.shutdown({ signal }))).to.equal('outcome_unknown, half-way');
      expect(qemu.commands).to.deep.equal(SHUTDOWN);
    });

    it('makes the call fail with outcome_unknown if it may have received a request', async () => {
      qemu.loseReplyTo('system_powerdown');
      expect(await outcomeOf(qemu.guest.shutdown({ signal }))).to.equal('outcome_unknown, half-way');
      expect(qemu.commands).to.deep.equal(SHUTDOWN);
    });

    it('makes the call fail with guest_unresponsive if it cannot have received a request', async () => {
      qemu.loseAfter('query-chardev');
      qemu.eventsOf = () => ['STOP'];
      expect(await outcomeOf(qemu.guest.shutdown({ signal }))).to.equal('guest_unresponsive');
      expect(qemu.commands).to.deep.equal(SHUTDOWN.slice(0, 2));
    });
  });

  describe('during a start with a QEMU whose monitor never responds', () => {
    let folder: string;
    let binary: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'guesthouse-binary-'));
      binary = join(folder, 'qemu');
      // QEMU inherits the sockets of its monitors as these descriptors (launch.ts).
      await writeFile(binary, '#!/bin/sh\nexec 3<&- 4<&- 5<&- 6<&-\nexec sleep 60\n');
      await chmod(binary, 0o755);
    });

    after(() => rm(folder, { recursive: true }));

    it('makes the call fail with guest_unresponsive, and nothing of the start is left', async () => {
      await launch('running', binary);
      await qemu.kill();
      await qemu.guest.poweroff({ signal });
      expect(await outcomeOf(qemu.guest.start({ signal }))).to.equal('guest_unresponsive');
      expect(await qemu.guest.observe({ signal })).to.deep.equal({ state: 'stopped' });
    });

    it('makes the call fail with outcome_unknown if its crashed QEMU was ended first, and is no longer crashed afterwards', async () => {
      await launch('guest-panicked', binary);
      let killed: Promise<void> | undefined;
      qemu.onCommand = (command) => {
        if (command === 'quit') killed = qemu.kill();
      };
      expect(await qemu.guest.observe({ signal })).to.deep.equal({ state: 'crashed' });
      expect(await outcomeOf(qemu.guest.start({ signal }))).to.equal('outcome_unknown, half-way');
      await killed;
      expect(await qemu.guest.observe({ signal })).to.deep.equal({ state: 'stopped' });
    });
  });
});
