/**
 * Names of resources in paths. A client that does not encode a path would reach another resource, so new names cannot
 * have the characters that end or change a path. Names from earlier versions are written into the database directly.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Host } from '../../generated/api-types.js';
import { makeAbsentNetwork } from '../support/access/absent-network.js';
import { Api, jobOf, newGuest, uniqueName } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { jsonPatch, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

/** The bodies that create a resource of each kind whose name can be in a path. */
const CREATIONS: Readonly<Record<string, (name: string) => object>> = {
  guests: (name) => ({ ...newGuest(), name }),
  images: (name) => ({ name, kind: 'disk', format: 'raw' }),
  hosts: (name) => ({ name, backend: 'fake', uri: `fake:///${uniqueName('host')}`, schedulable: false }),
  zones: (name) => ({ name }),
  'placement-groups': (name) => ({ name, policy: 'spread' }),
  'instance-types': (name) => ({ name, vcpus: 1, memory_mib: 64 }),
  projects: (name) => ({ name }),
  users: (name) => ({ name }),
  groups: (name) => ({ name }),
};
/** Each has a character that ends or changes a path, or that some clients and proxies treat as if it did. */
const UNSAFE = ['web#2', 'web?force=true', '100%', 'a%2Fb', 'web;v=1', 'a\\b', '#', 'a/b'];
const OTHERS = ['', '.', '..', ' web', 'web ', '\u00a0web', 'a\u0000b', 'a\tb', 'a\u0085b', '\ud800', 'x'.repeat(256)];
const SAFE = ['ü 😀', "a&b=c+d$e,f@g:h!i~j*k'l(m)", '[x]', '...', '<"{|}`^>', '😀'.repeat(255)];

interface Named {
  readonly id: string;
  readonly name: string;
}

describe('The names of resources', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  async function make(kind: string, name: string): Promise<Named> {
    const response = await api.expect(201, 'POST', `/v1/${kind}`, { json: CREATIONS[kind]?.(name) });
    const made = response.json<Named>();
    if (kind === 'guests') await api.ended(jobOf(response));
    // A host becomes up by itself, which changes how it is shown.
    const isUp = async (): Promise<boolean> =>
      (await api.expect(200, 'GET', `/v1/hosts/${made.id}`)).json<Host>().state === 'up';
    if (kind === 'hosts') await eventually(isUp);
    return made;
  }

  /** A resource whose name an earlier version accepted. */
  async function makeOld(kind: string): Promise<Named> {
    const { id } = await make(kind, uniqueName('old'));
    const name = `${uniqueName('old')}#2;a?b%20\\c`;
    await sql.query(`update ${kind.replaceAll('-', '_')} set name = $2, name_folded = $2 where id = $1`, [id, name]);
    return { id, name };
  }

  for (const kind of Object.keys(CREATIONS)) {
    describe(`of ${kind}`, () => {
      it('cannot get a character that ends or changes a path (400)', async () => {
        const { id } = await make(kind, uniqueName('kept'));
        const before = (await api.expect(200, 'GET', `/v1/${kind}/${id}`)).text;
        for (const name of UNSAFE) {
          const refusals = [
            await api.refused(400, 'VALIDATION_FAILED', 'POST', `/v1/${kind}`, { json: CREATIONS[kind]?.(name) }),
            await api.refused(400, 'VALIDATION_FAILED', 'PATCH', `/v1/${kind}/${id}`, mergePatch({ name })),
            await api.refused(
              400,
              'VALIDATION_FAILED',
              'PATCH',
              `/v1/${kind}/${id}`,
              jsonPatch([{ op: 'replace', path: '/name', value: name }]),
            ),
          ];
          for (const { errors } of refusals) {
            expect(
              errors?.map(({ pointer }) => pointer),
              name,
            ).to.deep.equal(['/name']);
            expect(errors?.[0]?.detail, name).to.match(/^must not contain .*(# % .*\\|"\/")$/);
          }
        }
        expect((await api.expect(200, 'GET', `/v1/${kind}/${id}`)).text).to.equal(before);
      });

      it('cannot be empty, too long, "." or "..", end with a blank, or have control characters or half characters', async () => {
        const { id } = await make(kind, uniqueName('kept'));
        for (const name of [...OTHERS, id]) {
          const json = CREATIONS[kind]?.(name);
          const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'POST', `/v1/${kind}`, { json });
          expect(
            errors?.map(({ pointer }) => pointer),
            name,
          ).to.deep.equal(['/name']);
          await api.refused(400, 'VALIDATION_FAILED', 'PATCH', `/v1/${kind}/${id}`, mergePatch({ name }));
        }
      });

      it('can have any other characters', async () => {
        for (const name of SAFE) {
          const { id } = await make(kind, name);
          expect((await api.expect(200, 'GET', `/v1/${kind}/${encodeURIComponent(name)}`)).json()).to.include({
            id,
            name,
          });
        }
      });

      it('stay as they are if an earlier version accepted them: everything else can be changed', async () => {
        const { id, name } = await makeOld(kind);
        const path = `/v1/${kind}/${id}`;
        for (const each of [path, `/v1/${kind}/${encodeURIComponent(name)}`])
          expect((await api.expect(200, 'GET', each)).json()).to.include({ id, name });
        expect((await api.expect(200, 'PATCH', path, mergePatch({}))).json()).to.include({ name });
        expect((await api.expect(200, 'PATCH', path, mergePatch({ name }))).json()).to.include({ name });
        const test = [{ op: 'test', path: '/name', value: name }];
        expect((await api.expect(200, 'PATCH', path, jsonPatch(test))).json()).to.include({ name });
        if (kind !== 'users' && kind !== 'groups') {
          const described = await api.expect(200, 'PATCH', path, mergePatch({ description: 'changed' }));
          expect(described.json()).to.include({ name, description: 'changed' });
        }
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, mergePatch({ name: `${name}#` }));
        const renamed = uniqueName('renamed');
        expect((await api.expect(200, 'PATCH', path, mergePatch({ name: renamed }))).json()).to.include({
          name: renamed,
        });
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, mergePatch({ name }));
      });
    });
  }

  it('of a guest from an earlier version stay valid when its host must be told of a change', async () => {
    const { id, name } = await makeOld('guests');
    const response = await api.expect(202, 'PATCH', `/v1/guests/${id}`, mergePatch({ vcpus: 2 }));
    expect((await api.ended(jobOf(response))).state).to.equal('succeeded');
    expect(await api.guest(id)).to.include({ name, vcpus: 2 });
    await api.done('start', encodeURIComponent(name));
    await api.done('delete', id);
  });

  it('that no path takes, those of tokens, can have every character but "/" and control characters', async () => {
    const name = 'deploy #2; 100%? \\o';
    const made = (await api.expect(201, 'POST', '/v1/tokens', { json: { name } })).json<Named>();
    expect(made.name).to.equal(name);
    for (const refused of ['a/b', 'a\tb', ' a'])
      await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/tokens', { json: { name: refused } });
  });

  it('are in a warning at the start if a client that does not encode them would reach another resource', async () => {
    const old: Named[] = [];
    for (const kind of Object.keys(CREATIONS)) old.push(await makeOld(kind));
    const kinds = Object.keys(CREATIONS).map((kind) => kind.slice(0, -1).replaceAll('-', '_'));
    // The names of networks come from hosts or from the operator. No request changes them.
    old.push(await makeAbsentNetwork(sql, uniqueName('lan#')));
    kinds.push('network');
    await service.stop();
    const from = service.log.length;
    await service.start();
    api = new Api(service);
    const warnings = service.log.slice(from).filter(({ msg }) => msg.startsWith('names contain'));
    expect(warnings).to.have.length(1);
    const { level, count, examples } = warnings[0] as unknown as { level: number; count: number; examples: Named[] };
    expect(level).to.equal(40);
    expect(count).to.equal(old.length);
    expect(examples).to.have.deep.members(old.map(({ id, name }, nth) => ({ kind: kinds[nth], id, name })));
    for (const [nth, kind] of Object.keys(CREATIONS).entries()) {
      const path = `/v1/${kind}/${old[nth]?.id}`;
      await api.expect(200, 'PATCH', path, mergePatch({ name: uniqueName('renamed') }));
    }
    await api.expect(204, 'DELETE', `/v1/networks/${old.at(-1)?.id}`);
    await service.stop();
    const later = service.log.length;
    await service.start();
    api = new Api(service);
    expect(
      service.log
        .slice(later)
        .map(({ msg }) => msg)
        .filter((msg) => msg.startsWith('names contain')),
    ).to.be.empty;
  });
});
