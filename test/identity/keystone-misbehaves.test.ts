/**
 * A Keystone that sends wrong responses or none, or in whose place another server responds, which a real Keystone does
 * not do on demand. The tests also check how many requests Keystone gets.
 */
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

describe('A Keystone that misbehaves', () => {
  let peer: HttpPeer;
  let clock: TurnedClock;
  let client: JsonClient;
  let source: KeystoneSource;
  beforeEach(async () => {
    clock = new TurnedClock();
    peer = await HttpPeer.start(good());
    // The usual deadline is too short on a busy machine.
    client = new JsonClient({ deadlineMs: 60_000 });
    source = new KeystoneSource(
      { url: `${peer.url}/v3/`, roles: ROLES, adminProject: 'p1' },
      { now: clock.now, client },
    );
  });
  afterEach(async () => {
    await source.close();
    await peer.stop();
  });

  function token(name = 'a'): string {
    return `gAAAA${Buffer.from(name.padEnd(60, '-')).toString('base64url')}`;
  }
  /** Keystone's description of a token, with the changes that a test needs. */
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

  it('receives only the token, as both subject and credential, in a request that excludes the catalogue', async () => {
    await source.identify(token());
    const [request] = peer.requests;
    expect(request?.method).to.equal('GET');
    expect(request?.url).to.equal('/v3/auth/tokens?nocatalog');
    expect(request?.headers).to.include({ 'x-auth-token': token(), 'x-subject-token': token() });
  });

  it('receives no credential of another kind', async () => {
    const claims = (more: object): string => Buffer.from(JSON.stringify(more)).toString('base64url');
    const others = ['gh_abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs', '', 'gAAAA', 'gAAAA b', 'gAAAA\r\nx: y', 'x'];
    others.push(`eyJ.${claims({ iss: 'https://id.example', sub: 'x' })}.x`, `gAAAA${'x'.repeat(4_096)}`);
    others.push(`eyJ.${claims({ iss: 'https://id.example', openstack_methods: [] })}.x`, `eyJ.${claims([])}.x`);
    for (const credential of others) {
      expect(source.acceptsForm(credential), credential).to.equal(false);
      expect(await source.identify(credential), credential).to.equal(null);
    }
    expect(peer.requests).to.have.length(0);
    expect(source.acceptsForm(token())).to.equal(true);
    expect(source.acceptsForm(`eyJ.${claims({ sub: 'x', openstack_methods: ['password'] })}.x`)).to.equal(true);
  });

  it('is queried once a minute for one token, even by concurrent lookups', async () => {
    const found = await Promise.all([token(), token(), token()].map((each) => source.identify(each)));
    expect(found.map((each) => each?.subject)).to.deep.equal(['u1', 'u1', 'u1']);
    clock.turn(59 * SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(1);
    clock.turn(SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(2);
  });

  it('is queried again after the clock was set back', async () => {
    await source.identify(token());
    clock.turn(-3_600 * SECOND);
    await source.identify(token());
    expect(peer.requests).to.have.length(2);
  });

  it('is not trusted beyond the expiry of a token', async () => {
    peer.handler = good({ expires_at: new Date(clock.now() + 20 * SECOND).toISOString() });
    expect(await source.identify(token())).to.not.equal(null);
    clock.turn(20 * SECOND);
    expect(await source.identify(token())).to.equal(null);
    expect(peer.requests).to.have.length(2);
  });

  it('is queried again five seconds after it rejected a token', async () => {
    peer.handler = refusal(404);
    const found = await Promise.all([token(), token()].map((each) => source.identify(each)));
    expect(found).to.deep.equal([null, null]);
    peer.handler = good();
    clock.turn(4 * SECOND);
    expect(await source.identify(token())).to.equal(null);
    expect(peer.requests).to.have.length(1);
    clock.turn(SECOND);
    expect(await source.identify(token())).to.not.equal(null);
  });

  it('is queried again immediately after it could not validate a token', async () => {
    peer.handler = refusal(500);
    expect(await outcomeOf(source.identify(token()))).to.equal('unreachable');
    peer.handler = good();
    expect(await outcomeOf(source.identify(token()))).to.include({ subject: 'u1' });
  });

  it('rejects thousands of invented tokens without making the source forget a valid one', async () => {
    await source.identify(token('good'));
    peer.handler = refusal(401);
    for (let from = 0; from < 2_000; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, index) => source.identify(token(`made-up-${from + index}`))));
    }
    const requests = peer.requests.length;
    expect(requests).to.equal(2_001);
    expect(await source.identify(token('good'))).to.not.equal(null);
    expect(peer.requests).to.have.length(requests);
  });

  it('gets few connections, and lookups beyond the length of the queue fail as unreachable', async () => {
    peer.handler = (request, response) => void setImmediate(() => good()(request, response));
    const flood = Array.from({ length: 1_100 }, (_, index) => outcomeOf(source.identify(token(`${index}`))));
    const outcomes = await Promise.all(flood);
    expect(outcomes.filter((outcome) => outcome === 'unreachable')).to.have.length(100);
    expect(peer.connections).to.be.at.most(32);
  });

  describe('counts as unreachable', () => {
    const handlers: Record<string, () => RequestListener> = {
      'after an internal error': () => refusal(500),
      'when it is busy': () => refusal(503),
      'when it limits the request rate': () => refusal(429),
      'when its policy forbids the lookup': () => refusal(403),
      'after a 404 that is not its own': () => (_, response) => response.writeHead(404).end('<html>'),
      'after a 401 that is not its own': () => json({ message: 'login first' }, 401),
      'after a rejection whose body names another code': () => json({ error: { code: 500 } }, 404),
      'after a redirect': () => (_, response) => response.writeHead(301, { location: `${peer.url}/v3/other` }).end(),
      'after an HTML page': () => (_, response) => response.end('<html>'),
      'after an empty response': () => (_, response) => response.end(),
      'after another success status': () => json(described(), 203),
      'after a response without a token': () => json({ token: null }),
      'after a token without a user': () => good({ user: undefined }),
      'after a user without an id': () => good({ user: { name: 'root' } }),
      'after an id that is not text': () => good({ user: { id: 1, name: 'root' } }),
      'after an id that no database can store': () => good({ user: { id: 'a\u0000', name: 'root' } }),
      'after a project without an id': () => good({ project: { name: 'web' } }),
      'after a null project': () => good({ project: null }),
      'after a token without an expiry': () => good({ expires_at: undefined }),
      'after an expiry that is not a time': () => good({ expires_at: 'soon' }),
      'after an oversized response': () => good({ padding: 'x'.repeat(1024 * 1024) }),
      'after it closed the connection': () => (request) => request.socket.destroy(),
    };
    for (const [how, make] of Object.entries(handlers)) {
      it(how, async () => {
        peer.handler = make();
        const error = await source.identify(token()).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (!isGuesthouseError(error, 'identity_unreachable')) expect.fail(String(error));
        expect(error.logDetail).to.contain('/v3/auth/tokens');
        expect(
          JSON.stringify([error, error.message, error.logDetail, String(error.cause), error.stack]),
        ).to.not.contain(token());
        peer.handler = good();
        expect(await source.identify(token())).to.include({ subject: 'u1' });
      });
    }

    it('after silence until the deadline, and works again when it responds', async () => {
      const shortDeadline = new KeystoneSource(
        { url: `${peer.url}/v3`, roles: ROLES, adminProject: null },
        { client: new JsonClient({ deadlineMs: 100 }) },
      );
      try {
        peer.handler = () => undefined;
        // More lookups than connections: the later lookups must not wait for longer than the deadline.
        const waiting = Array.from({ length: 100 }, (_, index) => outcomeOf(shortDeadline.identify(token(`${index}`))));
        expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['unreachable']));
        peer.handler = good();
        await eventually(async () => (await outcomeOf(shortDeadline.identify(token()))) !== 'unreachable');
      } finally {
        await shortDeadline.close();
      }
    });

    it('once the source is closed, even for lookups that wait', async () => {
      peer.handler = () => {
        peer.handler = () => undefined;
        void source.close();
      };
      const waiting = Array.from({ length: 100 }, (_, index) => outcomeOf(source.identify(token(`${index}`))));
      expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['unreachable']));
      const requests = peer.requests.length;
      expect(requests).to.be.within(1, 32);
      expect(await outcomeOf(source.identify(token('late')))).to.equal('unreachable');
      expect(peer.requests).to.have.length(requests);
    });
  });

  it('can name several roles, unknown roles, or none', async () => {
    const roleFor = async (roles: unknown): Promise<string | null | undefined> => {
      peer.handler = good({ roles });
      clock.turn(60 * SECOND);
      return (await source.identify(token()))?.role;
    };
    expect(await roleFor([{ name: 'member' }, { name: 'admin' }])).to.equal('admin');
    expect(await roleFor([{ name: 'member' }, { name: 'other' }])).to.equal('member');
    for (const roles of [
      [{ name: 'other' }],
      [{ name: 'Member' }, { name: 'ADMIN' }],
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

  it('makes an administrator only for the whole system or for the configured project, and never against `is_admin_project: false`', async () => {
    const roles = [{ name: 'admin' }];
    const roleFor = async (change: object): Promise<string | null | undefined> => {
      peer.handler = good({ roles, ...change });
      clock.turn(60 * SECOND);
      return (await source.identify(token()))?.role;
    };
    expect(await roleFor({})).to.equal('admin');
    expect(await roleFor({ is_admin_project: true })).to.equal('admin');
    expect(await roleFor({ is_admin_project: false })).to.equal('owner');
    expect(await roleFor({ project: { id: 'p2', name: 'web' }, is_admin_project: true })).to.equal('owner');
    expect(await roleFor({ project: undefined, system: { all: true } })).to.equal('admin');
    expect(await roleFor({ project: undefined, system: { all: true }, roles: [{ name: 'member' }] })).to.equal(null);
    for (const system of [{ all: false }, { all: 'yes' }, {}, true]) {
      expect(await roleFor({ project: undefined, system }), JSON.stringify(system)).to.equal(null);
    }
    expect(await roleFor({ project: undefined, domain: { id: 'default' } })).to.equal(null);
    expect(await roleFor({ project: undefined })).to.equal(null);
  });

  it('can use any names for users and projects', async () => {
    const domain = { id: 'd1', name: 'Eng' };
    peer.handler = good({ user: { id: 'u1', name: '' }, project: { id: 'p1', name: '\u0007/x ', domain } });
    expect(await source.identify(token())).to.deep.include({
      subject: 'u1',
      userName: 'u1@127.0.0.1',
      project: { externalId: 'p1', name: '--x @Eng' },
    });
  });
});
