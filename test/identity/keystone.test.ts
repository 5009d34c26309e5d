/** Tokens of a real Keystone: what they identify, and that revocations and outages of Keystone take effect. */
import { expect } from 'chai';
import { JsonClient } from '../../src/identity/json-client.js';
import { KeystoneSource } from '../../src/identity/keystone.js';
import type { KeystoneSettings } from '../../src/identity/keystone.js';
import { outcomeOf, TurnedClock } from '../support/access/identity.js';
import { Keystone, whyNoKeystone, type Resource } from '../support/peers/keystone.js';
import { skip } from '../support/skip.js';

const ROLES = { admin: 'admin', manager: 'owner', member: 'member', reader: 'viewer' } as const;

describe('A token of Keystone', function () {
  // Python takes seconds to load Keystone at each start, and a minute on a busy machine.
  this.timeout(240_000);
  let keystone: Keystone;
  let ada: Resource;
  let web: Resource;
  let shop: Resource;
  let clock: TurnedClock;
  let source: KeystoneSource;
  before(async function () {
    const why = await whyNoKeystone();
    if (why !== null) skip(this, 'keystone', why);
    keystone = await Keystone.make();
    ada = await keystone.makeUser('ada');
    web = await keystone.make('project', { name: 'web', domain_id: 'default' });
    shop = await keystone.make('project', { name: 'shop', domain_id: 'default' });
    await keystone.grant('reader', ada.id, { kind: 'project', id: web.id });
    await keystone.grant('member', ada.id, { kind: 'project', id: web.id });
    await keystone.grant('reader', ada.id, { kind: 'project', id: shop.id });
  });
  beforeEach(() => {
    clock = new TurnedClock();
    source = open();
  });
  function open(settings: Partial<KeystoneSettings> = {}): KeystoneSource {
    return new KeystoneSource(
      { url: keystone.url, roles: ROLES, adminProject: null, ...settings },
      { now: clock.now, client: new JsonClient({ deadlineMs: 60_000 }) },
    );
  }
  // Undefined if Keystone is not installed, because then no test has begun.
  afterEach(() => source.close());
  after(async () => (keystone as Keystone | undefined)?.leave());

  it('identifies the user and the project, with the best of the user’s roles there', async () => {
    const identity = await source.identify(await keystone.issue({ kind: 'project', id: web.id }, ada.id));
    expect(identity).to.deep.include({
      source: 'keystone',
      subject: ada.id,
      userName: 'ada@127.0.0.1',
      groups: [],
      project: { externalId: web.id, name: 'web' },
      role: 'member',
    });
    expect(identity?.expiresAtMs)
      .to.be.greaterThan(Date.now())
      .and.at.most(Date.now() + 3_600_000);
    expect(identity).to.be.frozen;
  });

  it('can have a different role in another project', async () => {
    const identity = await source.identify(await keystone.issue({ kind: 'project', id: shop.id }, ada.id));
    expect(identity).to.deep.include({ project: { externalId: shop.id, name: 'shop' }, role: 'viewer' });
  });

  /** Identifies a token with a separate source that has these settings. */
  async function identify(token: string, settings: Partial<KeystoneSettings> = {}) {
    const other = open(settings);
    try {
      return await other.identify(token);
    } finally {
      await other.close();
    }
  }

  it('makes an administrator of one project the owner of that project, and of no other', async () => {
    const domain = await keystone.make('domain', { name: 'Elsewhere' });
    const own = await keystone.make('project', { name: 'own', domain_id: domain.id });
    const mallory = await keystone.makeUser('mallory', domain.id);
    await keystone.grant('admin', mallory.id, { kind: 'project', id: own.id });
    const token = await keystone.issue({ kind: 'project', id: own.id }, mallory.id);
    expect(await source.identify(token)).to.deep.include({ role: 'owner' });
    expect(await identify(token, { adminProject: web.id })).to.deep.include({ role: 'owner' });
  });

  it('identifies an administrator by the scope of the whole system, or by the configured project', async () => {
    const ops = await keystone.make('project', { name: 'ops', domain_id: 'default' });
    const admin = (await source.identify(await keystone.issue(null)))?.subject ?? '';
    await keystone.grant('admin', admin, { kind: 'project', id: ops.id });
    const system = await source.identify(await keystone.issue({ kind: 'system' }));
    expect(system).to.deep.include({ userName: 'admin@127.0.0.1', project: null, role: 'admin' });
    const token = await keystone.issue({ kind: 'project', id: ops.id });
    expect(await identify(token, { adminProject: ops.id })).to.deep.include({ role: 'admin' });
    // The name of the project is not its id.
    expect(await identify(token, { adminProject: 'ops' })).to.deep.include({ role: 'owner' });
  });

  it('identifies the project even if none of the roles is known', async () => {
    await keystone.make('role', { name: 'Auditor' });
    const grace = await keystone.makeUser('grace');
    await keystone.grant('Auditor', grace.id, { kind: 'project', id: web.id });
    const token = await keystone.issue({ kind: 'project', id: web.id }, grace.id);
    expect(await source.identify(token)).to.deep.include({ project: { externalId: web.id, name: 'web' }, role: null });
    expect(await identify(token, { roles: { Auditor: 'operator' } })).to.include({ role: 'operator' });
    // Two roles can differ only in the case of their names.
    expect(await identify(token, { roles: { auditor: 'operator' } })).to.include({ role: null });
  });

  it('has no project and no role if it is unscoped, or scoped to a domain', async () => {
    const admin = await source.identify(await keystone.issue(null));
    expect(admin).to.deep.include({ userName: 'admin@127.0.0.1', project: null, role: null });
    await keystone.grant('admin', admin?.subject ?? '', { kind: 'domain', id: 'default' });
    const domain = await source.identify(await keystone.issue({ kind: 'domain', id: 'default' }));
    expect(domain).to.deep.include({ subject: admin?.subject, project: null, role: null });
  });

  it('adds the domain to names that are unique only within it', async () => {
    const domain = await keystone.make('domain', { name: 'Engineering' });
    const other = await keystone.makeUser('ada', domain.id);
    const lab = await keystone.make('project', { name: 'a/b', domain_id: domain.id });
    await keystone.make('role', { name: 'manager' });
    await keystone.grant('manager', other.id, { kind: 'project', id: lab.id });
    expect(await source.identify(await keystone.issue({ kind: 'project', id: lab.id }, other.id))).to.deep.include({
      subject: other.id,
      userName: 'ada@Engineering@127.0.0.1',
      project: { externalId: lab.id, name: 'a-b@Engineering' },
      role: 'owner',
    });
  });

  it('is rejected if it is wrong, changed, foreign or empty', async () => {
    const token = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    const changed = token.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'));
    for (const credential of [changed, `${token}AAAA`, token.slice(0, -4), `gAAAA${'B'.repeat(178)}`, 'gAAAA', '']) {
      expect(await source.identify(credential), credential).to.equal(null);
    }
    expect(await source.identify(token)).to.not.equal(null);
  });

  it('is rejected at most a minute after it was revoked', async () => {
    const token = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    expect(await source.identify(token)).to.not.equal(null);
    await keystone.revoke(token);
    clock.turn(59_999);
    expect(await source.identify(token)).to.not.equal(null);
    clock.turn(1);
    expect(await source.identify(token)).to.equal(null);
    const fresh = open();
    try {
      expect(await fresh.identify(token)).to.equal(null);
    } finally {
      await fresh.close();
    }
  });

  it('from an application credential is accepted, unless it is restricted to certain requests, because the service would not check the restriction', async () => {
    const owner = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    const at = `/users/${ada.id}/application_credentials`;
    const login = (made: Resource): Promise<string> => {
      const credential = { id: made.id, secret: made['secret'] };
      return keystone.issueBy({ methods: ['application_credential'], application_credential: credential }, null);
    };
    const free = await keystone.make('application_credential', { name: 'free' }, at, owner);
    const role = 'member';
    expect(await source.identify(await login(free))).to.deep.include({ subject: ada.id, role });
    const rules = [{ service: 'compute', method: 'GET', path: '/v2.1/servers' }];
    const bound = await keystone.make('application_credential', { name: 'bound', access_rules: rules }, at, owner);
    expect(await source.identify(await login(bound))).to.equal(null);
  });

  it('is accepted while Keystone is away only if it is cached, and always when Keystone is back', async () => {
    const known = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    const other = await keystone.issue({ kind: 'project', id: shop.id }, ada.id);
    expect(await source.identify(known)).to.not.equal(null);
    await keystone.stop();
    expect(await outcomeOf(source.identify(other))).to.equal('unreachable');
    expect(await outcomeOf(source.identify(known))).to.include({ subject: ada.id });
    clock.turn(60_000);
    expect(await outcomeOf(source.identify(known))).to.equal('unreachable');
    await keystone.start();
    expect(await outcomeOf(source.identify(known))).to.include({ subject: ada.id });
    expect(await outcomeOf(source.identify(other))).to.include({ subject: ada.id });
  });

  it('is accepted if it is signed instead of encrypted, until it expires', async () => {
    await keystone.stop();
    await keystone.start({ tokenSeconds: 1, provider: 'jws' });
    const brief = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    await keystone.stop();
    // The start takes longer than the token is valid, so the token has expired afterwards.
    await keystone.start({ provider: 'jws' });
    const token = await keystone.issue({ kind: 'project', id: web.id }, ada.id);
    expect(token).to.match(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await source.identify(token)).to.deep.include({ subject: ada.id, role: 'member' });
    expect(await source.identify(brief)).to.equal(null);
    expect(await source.identify(token.replace(/.{4}$/, 'AAAA'))).to.equal(null);
  });
});
