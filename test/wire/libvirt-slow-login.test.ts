/**
 * A libvirt daemon to which connecting takes long, as over ssh to a distant host. The time to connect must not count as
 * silence of a guest.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Daemon } from '../../backends/libvirt/daemon.js';
import { STATS } from '../../backends/libvirt/dialect.js';
import { DomainStats } from '../../backends/libvirt/domain-stats.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { afterHandshake, ScriptedLibvirt } from './scripted-libvirt.js';

/** Longer than the deadline for the control state of a domain. */
const LOGIN_MS = 800;

describe('A libvirt daemon to which connecting takes long', () => {
  it('has no guests that do not respond, if it replies when it is connected', async () => {
    const guest = newId<GuestId>();
    const asked: string[] = [];
    const replies = afterHandshake((call, peer) => {
      if (call.name === 'ConnectDomainEventCallbackRegisterAny') {
        peer.reply(call, 'ConnectDomainEventCallbackRegisterAny', { callbackID: 1 });
      } else if (call.name === 'DomainGetControlInfo') {
        asked.push(call.name);
        peer.reply(call, 'DomainGetControlInfo', { state: 0, details: 0, stateTime: 0n });
      } else if (call.name === 'ConnectGetAllDomainStats') {
        // Longer than the patience with a bulk call: the driver then asks which guests hang.
        void wait(LOGIN_MS).then(() => peer.reply(call, 'ConnectGetAllDomainStats', { retStats: [] }));
      }
    });
    const server = await ScriptedLibvirt.listen((call, peer) => {
      void (call.name === 'AuthList' ? wait(LOGIN_MS) : Promise.resolve()).then(() => replies(call, peer));
    });
    const { signal } = new AbortController();
    const listener = { onUp: () => undefined, onLoss: () => undefined, onEvent: () => undefined };
    const uri = parseLibvirtUri(`qemu+unix:///system?socket=${server.path}`);
    const daemon = await Daemon.open(uri, SILENT_LOG, listener, signal);
    try {
      const stats = new DomainStats(daemon, () => undefined);
      const { hung } = await stats.read([guest], { stats: STATS.block, flags: 0 }, signal);
      expect([...hung]).to.deep.equal([]);
      expect(asked).to.deep.equal(['DomainGetControlInfo']);
    } finally {
      await daemon.close();
      await server.close();
    }
  });
});
