/**
 * The hands of others: administrators and their programs change guests with `virsh`, `qemu-img`, signals and the file
 * system, past the service, in random order and at random moments, while callers use the API. After each step the rules
 * of handled-guest.ts hold, the domain and the files of someone else are byte-identical, and at the end nothing is left
 * of what was deleted.
 *
 *   GUESTHOUSE_SOAK   1: every hand, 20 times; otherwise a random choice of 10 hands
 *   GUESTHOUSE_SEED   replays a printed seed (the order of concurrent work still depends on the machine)
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { SEED } from '../support/fuzz/seed.js';
import { Dice } from '../support/fuzz/random.js';
import { countingDisk } from '../support/hands/counting-disk.js';
import { FOREIGN, HandHost } from '../support/hands/hand-host.js';
import { HandledGuest } from '../support/hands/handled-guest.js';
import type { Outcome, Verb } from '../support/hands/handled-guest.js';
import { HANDS } from '../support/hands/hands.js';
import type { Aftermath, Hand } from '../support/hands/hands.js';
import { whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const IS_SOAK = process.env['GUESTHOUSE_SOAK'] === '1';
const ROUNDS = IS_SOAK ? 20 : 1;
const HANDS_OF_A_ROUND = IS_SOAK ? HANDS.length : 10;
const GUESTS = 2;
/** What callers do after the hand of another. */
const VERBS: readonly Verb[] = ['start', 'poweroff', 'suspend', 'restart', 'shutdown', 'reboot', 'patch', 'delete'];
/** After every hand: what an old definition or an old saved state would lose, these verbs lose. */
const CYCLE: readonly Verb[] = ['poweroff', 'patch', 'start'];
/** A hand comes at most this long after the request that it meets. */
const MEANWHILE_MS = 1_500;

describe(`The hands of others (seed ${SEED})`, function () {
  this.timeout(30 * 60_000);

  const dice = new Dice(SEED);
  let host: HandHost;
  let service: Service | null = null;
  let api: Api;
  let foreigner: string;
  /** Null: the guest was deleted, or a rule was violated, so another guest takes this place. */
  const guests: (HandledGuest | null)[] = [];
  const makeGuest = () => HandledGuest.make(api, host, 'counting', 'iso');

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    host = await HandHost.start();
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: host.libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: host.pool,
      },
    });
    api = new Api(service);
    await api.makeImage(countingDisk(), { name: 'counting' });
    await api.makeImage(Buffer.alloc(2048), { name: 'iso', kind: 'iso' });
    while (guests.length < GUESTS) guests.push(await makeGuest());
    await host.addForeigner();
    foreigner = await host.foreigner();
  });
  after(async () => {
    await service?.leave();
    await host?.libvirtd.stop();
  });

  async function check(guest: HandledGuest): Promise<void> {
    await guest.check();
    expect(await host.foreigner(), FOREIGN).to.equal(foreigner);
  }

  /**
   * The hand, in the state that it needs or while the service changes the guest; then requests of callers, and then
   * someone decides what becomes of the change. Returns whether the guest is still there.
   */
  async function meet(guest: HandledGuest, hand: Hand): Promise<boolean> {
    await guest.bringTo(hand.from);
    await check(guest);
    const { aftermath, isDeleted } = await applyTo(guest, hand);
    if (isDeleted) {
      await aftermath.undo?.();
      return false;
    }
    let endOfDelete: (() => Promise<Outcome>) | null = null;
    try {
      if (aftermath.isRebased === true) await guest.rebase();
      guest.unreadable = aftermath.unreadable ?? null;
      await check(guest);
      if (aftermath.isStorageAway === true) {
        for (const verb of ['patch', 'start'] as const) await (await guest.actInVain(verb))();
        endOfDelete = await guest.actInVain('delete');
      } else {
        for (const verb of [...dice.some(VERBS, 2), ...CYCLE]) {
          await guest.read();
          if ((await guest.act(verb)) === 'succeeded' && verb === 'delete') return false;
          await check(guest);
        }
      }
    } finally {
      await aftermath.undo?.();
    }
    if (aftermath.undo !== undefined) guest.unreadable = null;
    if ((await endOfDelete?.()) === 'succeeded') {
      await guest.requireGone();
      return false;
    }
    await check(guest);
    // Nobody can bring its bytes back.
    if (guest.unreadable !== null) {
      await guest.deleteForGood();
      return false;
    }
    // Otherwise the next hand meets a guest that others have changed already.
    if (!dice.oneIn(4)) await guest.heal(dice.oneIn(2) ? 'accept' : 'discard');
    await check(guest);
    // The next hand needs a disk, which an accepted change can have taken away.
    if ((await host.virsh('domblklist', guest.domain, '--inactive')).includes('vda')) return true;
    await guest.deleteForGood();
    return false;
  }

  async function applyTo(guest: HandledGuest, hand: Hand): Promise<{ aftermath: Aftermath; isDeleted: boolean }> {
    const apply = () => hand.apply({ guest, host, dice });
    if (hand.isAnytime !== true || !dice.oneIn(3)) return { aftermath: (await apply()) ?? {}, isDeleted: false };
    let aftermath: Aftermath = {};
    const verb = dice.of(VERBS);
    const outcome = await guest.act(verb, async () => {
      await wait(dice.below(MEANWHILE_MS));
      // libvirt refuses what the state of the domain does not allow.
      aftermath = (await apply().catch(() => undefined)) ?? {};
    });
    return { aftermath, isDeleted: verb === 'delete' && outcome === 'succeeded' };
  }

  for (let round = 0; round < ROUNDS; round++) {
    for (const hand of dice.sample(HANDS, HANDS_OF_A_ROUND)) {
      it(hand.what, async () => {
        const index = dice.below(GUESTS);
        const guest = guests[index] ?? (await makeGuest());
        guests[index] = null;
        if (await meet(guest, hand)) guests[index] = guest;
      });
    }
  }

  it('leaves nothing of the guests that are deleted, and everything of others', async () => {
    for (const guest of guests) {
      if (guest === null) continue;
      await guest.heal('accept');
      await guest.deleteForGood();
    }
    expect(await host.foreigner()).to.equal(foreigner);
  });
});
