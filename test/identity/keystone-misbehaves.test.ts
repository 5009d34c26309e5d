/** What no real Keystone answers on demand: lies, silence, refusals of others in its name; and what is asked of it, counted. */
import { expect } from 'chai';
import type { RequestListener } from 'node:http';
import { JsonClient } from '../../src/identity/json-client.js';
import { KeystoneSource } from '../../src/identity/keystone.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { eventually } from '../support/eventually.js';
import { HttpPeer, json } from '../support/peers/http-peer.js';
import { outcomeOf, TurnedClock } from '../support/access/identity.js';

const SECOND = 1_000;
const ROLES = { admin: 'admin', member: 'member' } as const;

describe('an odd Keystone', () => {
  let peer: HttpPeer;
  let clock: TurnedClock;
  let client: JsonClient;
  let source: KeystoneSource;
  beforeEach(async () => {
    clock = new TurnedClock();
    peer = await HttpPeer.start(good());
    // Where the machine has much else to do, an answer may take longer than anybody should wait for one.
    client = new JsonClient({ deadlineMs: 60_000 });
    source = new KeystoneSource({ url: `${peer.url}/v3/`, roles: ROLES }, { now: clock.now, client });
  });
  afterEach(async () => {
    await source.close();
    await peer.stop();
  });

  function token(name = 'a'): string {
    return `gAAAA${Buffer.from(name.padEnd(60, '-')).toString('base64url')}`;
  }
  /** What it says of a token, changed as a test likes. */
  function described(change: object = {}): object {
    const usual = {
      user: { id: 'u1', name: 'ada', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p1', name: 'web', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r1', name: 'member' }],
      expires_at: new Date(clock.now() + 3_600 * SECOND).toISOString(),
    };
    return { token: { ...usual, ...change } };
  }
  function good(change: object = {}): RequestListener {
    return (request, response) => json(described(change))(request, response);
  }
  function refusal(status: number): RequestListener {
    return json({ error: { code: status, message: 'x', title: 'x' } }, status);
  }

  it('is shown a token by itself, without the catalogue, and nothing else', async () => {
    await source.identify(token());
    const [request] = peer.requests;
    expect(request?.method).to.equal('GET');
    expect(request?.url).to.equal('/v3/auth/tokens?nocatalog');
    expect(request?.headers).to.include({ 'x-auth-token': token(), 'x-subject-token': token() });
  });

  it('is shown no credential that is none of its, whoever asks', async () => {
    const claims = (more: object): string => Buffer.from(JSON.stringify(more)).toString('base64url');
    const others = ['gh_abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs', '', 'gAAAA', 'gAAAA b', 'gAAAA\r\nx: y', 'x'];
    others.push(`eyJ.${claims({ iss: 'https://id.example', sub: 'x' })}.x`, `gAAAA${'x'.repeat(4_096)}`);
    others.push(`eyJ.${claims({ iss: 'https://id.example', openstack_methods: [] })}.x`, `eyJ.${claims([])}.x`);
    for (const credential of others) {
      expect(source.mayKnow(credential), credential).to.equal(false);
      expect(await source.identify(credential), credential).to.equal(null);
    }
    expect(peer.requests).to.have.length(0);
    expect(source.mayKnow(token())).to.equal(true);
    expect(source.mayKnow(`eyJ.${claims({ sub: 'x', openstack_methods: ['password'] })}.x`)).to.equal(true);
  });

  it('is asked once for one token, however many ask at once and within a minute', async () => {
    const found = await Promise.all([token(), token(), token()].map((each) => source.identify(each)));
    expect(found.map((each) => each?.subject)).to.deep.equal(['u1', 'u1', 'u1']);
    clock.turn(59 * SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(1);
    clock.turn(SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(2);
  });

  it('is asked again when the clock was set back', async () => {
    await source.identify(token());
    clock.turn(-3_600 * SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(2);
  });

  it('is not believed beyond the end of a token', async () => {
    peer.answer = good({ expires_at: new Date(clock.now() + 20 * SECOND).toISOString() });
    expect(await source.identify(token())).to.not.equal(null);
    clock.turn(20 * SECOND);
    expect(await source.identify(token())).to.equal(null);
    expect(peer.requests).to.have.length(2);
  });

  it('is asked again after five seconds where it refused', async () => {
    peer.answer = refusal(404);
    const found = await Promise.all([token(), token()].map((each) => source.identify(each)));
    expect(found).to.deep.equal([null, null]);
    peer.answer = good();
    clock.turn(4 * SECOND);
    expect(await source.identify(token())).to.equal(null);
    expect(peer.requests).to.have.length(1);
    clock.turn(SECOND);
    expect(await source.identify(token())).to.not.equal(null);
  });

  it('is asked again at once where it could not say', async () => {
    peer.answer = refusal(500);
    expect(await outcomeOf(source.identify(token()))).to.equal('unreachable');
    peer.answer = good();
    expect(await outcomeOf(source.identify(token()))).to.include({ subject: 'u1' });
  });

  it('does not forget a good token for thousands that are made up', async () => {
    await source.identify(token('good'));
    peer.answer = refusal(401);
    for (let from = 0; from < 2_000; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, index) => source.identify(token(`made-up-${from + index}`))));
    }
    const asked = peer.requests.length;
    expect(asked).to.equal(2_001);
    expect(await source.identify(token('good'))).to.not.equal(null);
    expect(peer.requests).to.have.length(asked);
  });

  it('gets no more connections than a few, and those that cannot wait are told so', async () => {
    peer.answer = (request, response) => void setImmediate(() => good()(request, response));
    const flood = Array.from({ length: 1_100 }, (_, index) => outcomeOf(source.identify(token(`${index}`))));
    const outcomes = await Promise.all(flood);
    expect(outcomes.filter((outcome) => outcome === 'unreachable')).to.have.length(100);
    expect(peer.connections).to.be.at.most(32);
  });

  describe('cannot say', () => {
    const answers: Record<string, () => RequestListener> = {
      'with an error of its own': () => refusal(500),
      'being busy': () => refusal(503),
      'being asked too often': () => refusal(429),
      'where its policy forbids to ask': () => refusal(403),
      'by a 404 that is somebody else’s': () => (_, response) => response.writeHead(404).end('<html>'),
      'by a 401 that is somebody else’s': () => json({ message: 'login first' }, 401),
      'by a refusal that says another code': () => json({ error: { code: 500 } }, 404),
      'by sending elsewhere': () => (_, response) =>
        response.writeHead(301, { location: `${peer.url}/v3/other` }).end(),
      'by a page': () => (_, response) => response.end('<html>'),
      'by nothing': () => (_, response) => response.end(),
      'by another status of success': () => json(described(), 203),
      'by what is no token': () => json({ token: null }),
      'without a user': () => good({ user: undefined }),
      'by a user without an id': () => good({ user: { name: 'root' } }),
      'by an id that is no text': () => good({ user: { id: 1, name: 'root' } }),
      'by an id that no database can keep': () => good({ user: { id: 'a\u0000', name: 'root' } }),
      'by a project without an id': () => good({ project: { name: 'web' } }),
      'by a project that is nothing': () => good({ project: null }),
      'without an end': () => good({ expires_at: undefined }),
      'by an end that is no time': () => good({ expires_at: 'soon' }),
      'by more than it can have to say': () => good({ padding: 'x'.repeat(1024 * 1024) }),
      'by hanging up': () => (request) => request.socket.destroy(),
    };
    for (const [how, make] of Object.entries(answers)) {
      it(how, async () => {
        peer.answer = make();
        const error = await source.identify(token()).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (!isGuesthouseError(error, 'identity_unreachable')) expect.fail(String(error));
        expect(error.logDetail).to.contain('/v3/auth/tokens');
        expect(
          JSON.stringify([error, error.message, error.logDetail, String(error.cause), error.stack]),
        ).to.not.contain(token());
        peer.answer = good();
        expect(await source.identify(token())).to.include({ subject: 'u1' });
      });
    }

    it('by silence, and is then waited for no longer', async () => {
      const impatient = new KeystoneSource(
        { url: `${peer.url}/v3`, roles: ROLES },
        { client: new JsonClient({ deadlineMs: 100 }) },
      );
      try {
        peer.answer = () => undefined;
        // More than have a connection: the others must not wait for the first ones' sake.
        const waiting = Array.from({ length: 100 }, (_, index) => outcomeOf(impatient.identify(token(`${index}`))));
        expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['unreachable']));
        peer.answer = good();
        await eventually(async () => (await outcomeOf(impatient.identify(token()))) !== 'unreachable');
      } finally {
        await impatient.close();
      }
    });

    it('any more once all has ended, even for those that are waiting', async () => {
      peer.answer = () => {
        peer.answer = () => undefined;
        void source.close();
      };
      const waiting = Array.from({ length: 100 }, (_, index) => outcomeOf(source.identify(token(`${index}`))));
      expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['unreachable']));
      const asked = peer.requests.length;
      expect(asked).to.be.within(1, 32);
      expect(await outcomeOf(source.identify(token('late')))).to.equal('unreachable');
      expect(peer.requests).to.have.length(asked);
    });
  });

  it('may name roles in any case, none, or no roles at all', async () => {
    const roleFor = async (roles: unknown): Promise<string | null | undefined> => {
      peer.answer = good({ roles });
      clock.turn(60 * SECOND);
      return (await source.identify(token()))?.role;
    };
    expect(await roleFor([{ name: 'Member' }, { name: 'ADMIN' }])).to.equal('admin');
    expect(await roleFor([{ name: 'member' }, { name: 'other' }])).to.equal('member');
    for (const roles of [
      [{ name: 'other' }],
      [],
      undefined,
      null,
      'admin',
      ['admin'],
      [{ name: 'constructor' }],
      [null],
    ]) {
      expect(await roleFor(roles), JSON.stringify(roles)).to.equal(null);
    }
  });

  it('may call users and projects what it likes', async () => {
    const domain = { id: 'd1', name: 'Eng' };
    peer.answer = good({ user: { id: 'u1', name: '' }, project: { id: 'p1', name: '\u0007/x ', domain } });
    expect(await source.identify(token())).to.deep.include({
      subject: 'u1',
      userName: 'u1',
      project: { externalId: 'p1', name: '--x @Eng' },
    });
  });
});
