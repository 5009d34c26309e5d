/**
 * updateGuest with both kinds of patches: what it can change in which state, how it combines with concurrent changes,
 * and that a rejected patch changes nothing. lifecycle.test.ts tests that a patch in each state gets the response of
 * the lifecycle table.
 */
import { expect } from 'chai';
import type { ErrorName, Guest, Operation } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest, uniqueName, type SendOptions } from '../support/api.js';
import { expectNothingChanged, jsonPatch, mergePatch, WAYS_TO_PATCH } from '../support/patches.js';
import { onHost, Service } from '../support/service.js';

/** The members of a guest that only the service writes, or that only a creation can set. */
const READ_ONLY = [
  ...['id', 'href', 'links', 'project_id', 'user_id', 'host', 'firmware', 'boot', 'disks', 'nics', 'state'],
  ...['power_state', 'target_power_state', 'fault', 'created_at', 'updated_at', 'launched_at'],
];

describe('updateGuest', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());
  afterEach(() => service.host.clearFaults());

  async function patched(guest: Guest, options: SendOptions): Promise<Guest> {
    return (await api.expect(200, 'PATCH', guest.href, options)).json<Guest>();
  }

  async function begun(guest: Guest, options: SendOptions): Promise<string> {
    return jobOf(await api.expect(202, 'PATCH', guest.href, options));
  }

  /** Starts an update that hangs while it defines the guest on the host, until `letGo` is called. */
  async function hanging(guest: Guest, members: object): Promise<string> {
    await service.host.slow('define', null, { guest: onHost(guest) });
    const id = await begun(guest, mergePatch(members));
    await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
    return id;
  }

  /** The hanging call fails without a response, and the worker repeats the step. */
  async function letGo(): Promise<void> {
    await service.host.clearFaults();
    await service.host.refuseConnections(0);
  }

  /** The hardware that the hypervisor gave the guest at its last boot. */
  async function bootedWith(guest: Guest): Promise<{ cpus: number; memoryMib: number }> {
    await api.done('start', guest.id);
    const log = (await api.expect(200, 'GET', `${guest.href}/console-log`)).text;
    const [, kib = ''] = /Memory: (\d+)K available/.exec(log.slice(log.lastIndexOf('Linux version'))) ?? [];
    const { data } = await api.client.GET('/v1/guests/{guest}/metrics/cpu', { params: { path: { guest: guest.id } } });
    await api.done('poweroff', guest.id);
    return { cpus: data?.vcpus.length ?? 0, memoryMib: Number(kib) / 1024 };
  }

  for (const [what, change] of WAYS_TO_PATCH) {
    describe(`with ${what}`, () => {
      it('changes name, description and metadata immediately, and returns the guest', async () => {
        const guest = await api.makeGuest({ metadata: { role: 'web' } }, '?start=true');
        const changes = { name: uniqueName('renamed'), description: 'Front end', metadata: { role: 'db', tier: '2' } };
        const response = await api.expect(200, 'PATCH', guest.href, change(changes));
        expect(response.headers.has('x-operation-id')).to.equal(false);
        const after = response.json<Guest>();
        expect(after).to.deep.equal({ ...guest, ...changes, updated_at: after.updated_at });
        expect(after.updated_at > guest.updated_at).to.equal(true);
        expect(await api.guest(changes.name)).to.deep.equal(after);
        await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.name}`);
      });

      it('can remove a value only if the member has a default', async () => {
        const guest = await api.makeGuest({ description: 'Front end', metadata: { role: 'web' } });
        expect(await patched(guest, change({ description: null, metadata: null }))).to.include({ description: '' });
        expect((await api.guest(guest.id)).metadata).to.deep.equal({});
        for (const member of ['name', 'vcpus', 'memory_mib']) {
          await expectNothingChanged(api, async () => {
            await api.refused(400, 'VALIDATION_FAILED', 'PATCH', guest.href, change({ [member]: null }));
          });
        }
      });

      it('changes the hardware of a stopped guest in an operation, with all other changes at its end', async () => {
        const guest = await api.makeGuest({ metadata: { role: 'web' } });
        const changes = { name: uniqueName('bigger'), vcpus: 4, memory_mib: 512, metadata: { role: 'db' } };
        await service.host.slow('define', null, { guest: onHost(guest) });
        const response = await api.expect(202, 'PATCH', guest.href, change(changes));
        expect(response.json()).to.include({ state: 'updating', name: guest.name, vcpus: 1, memory_mib: 128 });
        expect(response.headers.get('location')).to.equal(`${service.url}/v1/operations/${jobOf(response)}`);
        const seen = new Set<string>();
        await eventually(async () => {
          const { name, vcpus, memory_mib, metadata, state } = await api.guest(guest.id);
          seen.add(JSON.stringify({ name, vcpus, memory_mib, metadata }));
          await service.host.release();
          return state !== 'updating';
        });
        const before = { name: guest.name, vcpus: 1, memory_mib: 128, metadata: { role: 'web' } };
        expect([...seen].map((each) => JSON.parse(each) as unknown)).to.deep.equal([before, changes]);
        expect(await api.operation(jobOf(response))).to.include({ kind: 'guest.update', state: 'succeeded' });
        expect(await api.guest(changes.name)).to.include({ id: guest.id, state: 'stopped', fault: null });
        expect(await bootedWith(guest)).to.deep.equal({ cpus: 4, memoryMib: 512 });
      });

      it('starts no operation for values that the guest already has, in any state', async () => {
        const guest = await api.makeGuest({ description: 'same', metadata: { role: 'web' } }, '?start=true');
        const { name, description, vcpus, memory_mib, metadata } = guest;
        const etag = (await api.expect(200, 'GET', guest.href)).headers.get('etag');
        const response = await api.expect(
          200,
          'PATCH',
          guest.href,
          change({ name, description, vcpus, memory_mib, metadata }),
        );
        expect(response.json()).to.deep.equal(guest);
        expect(response.headers.get('etag')).to.equal(etag);
      });

      it('rejects read-only members, and changes nothing', async () => {
        const guest = await api.makeGuest();
        await expectNothingChanged(api, async () => {
          for (const member of READ_ONLY) {
            const fault = await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', guest.href, change({ [member]: 'x' }));
            expect(fault.errors?.[0]?.pointer, member).to.be.oneOf([`/${member}`, '/0/path']);
          }
        });
      });

      it('rejects values that no guest can have, and points at each', async () => {
        const guest = await api.makeGuest();
        const wrong: [member: string, value: unknown, pointer?: string][] = [
          ['colour', 'red'],
          ['name', ''],
          ['name', 'a/b'],
          ['name', ' a'],
          ['name', 3],
          ['name', '2f7dd1d5-8a5c-4c76-a9e2-0d0c1f3a5b11'],
          ['description', 'x'.repeat(4097)],
          ['description', 'a\u0000b'],
          ['vcpus', 0],
          ['vcpus', 257],
          ['vcpus', '2'],
          ['vcpus', 1.5],
          ['memory_mib', 15],
          ['memory_mib', 4194305],
          ['metadata', []],
          ['metadata', { 'a  b': 'x' }, '/metadata/a  b'],
          ['metadata', { role: 1 }, '/metadata/role'],
          ['metadata', { role: 'x'.repeat(4097) }, '/metadata/role'],
          ['metadata', Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`k${index}`, 'x'])), '/metadata'],
        ];
        await expectNothingChanged(api, async () => {
          for (const [member, value, pointer = `/${member}`] of wrong) {
            const options = change({ description: 'is not to be seen', [member]: value });
            const fault = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', guest.href, options);
            const pointers = (fault.errors ?? []).map((error) => error.pointer);
            // For an unknown member in a JSON Patch, the pointer can only point at the `path` that names it.
            const isPointedAt = pointers.some(
              (at) => at === '/0/path' || at === '/1/path' || `${pointer}/`.startsWith(`${at}/`),
            );
            expect(isPointedAt, `${member} ${JSON.stringify(value)?.slice(0, 60)}: ${pointers.join(' ')}`).to.equal(
              true,
            );
          }
        });
      });

      it('rejects the name of another guest in any case, but accepts its own name in another case', async () => {
        const [guest, other] = [await api.makeGuest(), await api.makeGuest()];
        await expectNothingChanged(api, async () => {
          for (const more of [{}, { vcpus: 2 }]) {
            const options = change({ ...more, name: other.name.toUpperCase() });
            await api.refused(409, 'GUEST_NAME_ALREADY_EXISTS', 'PATCH', guest.href, options);
          }
        });
        expect(await patched(guest, change({ name: guest.name.toUpperCase() }))).to.include({
          name: guest.name.toUpperCase(),
        });
      });

      it('rejects the whole patch if it changes the hardware of a guest that is not stopped', async () => {
        const guest = await api.makeGuest({}, '?start=true');
        const refused = (name: ErrorName): Promise<void> =>
          expectNothingChanged(api, async () => {
            const options = change({ memory_mib: 256, description: 'is not to be seen' });
            await api.refused(409, name, 'PATCH', guest.href, options);
          });
        await refused('GUEST_NOT_STOPPED');
        await api.done('suspend', guest.id);
        await refused('GUEST_NOT_STOPPED');
        await service.host.change(onHost(guest), 'crash');
        await eventually(async () => (await api.guest(guest.id)).state === 'error');
        await refused('GUEST_IN_ERROR');
      });
    });
  }

  describe('with features that only a JSON Patch has', () => {
    it('can read members that it cannot change', async () => {
      const guest = await api.makeGuest({ metadata: { role: 'web' } });
      const after = await patched(
        guest,
        jsonPatch([
          { op: 'test', path: '/state', value: 'stopped' },
          { op: 'test', path: '/host/id', value: guest.host.id },
          { op: 'test', path: '/fault', value: null },
          { op: 'copy', from: '/id', path: '/description' },
          { op: 'move', from: '/metadata/role', path: '/metadata/was' },
        ]),
      );
      expect(after).to.deep.include({ description: guest.id, metadata: { was: 'web' } });
    });

    it('changes nothing if a `test` fails, whatever the preceding operations did', async () => {
      const guest = await api.makeGuest();
      await expectNothingChanged(api, async () => {
        const options = jsonPatch([
          { op: 'replace', path: '/description', value: 'is not to be seen' },
          { op: 'test', path: '/state', value: 'running' },
        ]);
        const fault = await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', guest.href, options);
        expect(fault.errors?.[0]?.pointer).to.equal('/1/value');
      });
    });

    it('rejects access beyond the writable members, and invalid patches', async () => {
      const guest = await api.makeGuest();
      const wrong: [ErrorName, unknown][] = [
        ['READ_ONLY_FIELD', [{ op: 'move', from: '/state', path: '/description' }]],
        ['READ_ONLY_FIELD', [{ op: 'add', path: '/disks/-', value: { size_mib: 1 } }]],
        ['READ_ONLY_FIELD', [{ op: 'remove', path: '/host/name' }]],
        ['READ_ONLY_FIELD', [{ op: 'replace', path: '', value: {} }]],
        ['VALIDATION_FAILED', [{ op: 'add', path: '/colour', value: 'red' }]],
        ['VALIDATION_FAILED', [{ op: 'copy', from: '/colour', path: '/description' }]],
        ['VALIDATION_FAILED', [{ op: 'test', path: '/colour', value: 'red' }]],
        ['VALIDATION_FAILED', [{ op: 'replace', path: '/name' }]],
        ['VALIDATION_FAILED', [{ op: 'replace', path: 'name', value: 'x' }]],
        ['VALIDATION_FAILED', [{ op: 'rename', path: '/name', value: 'x' }]],
        ['VALIDATION_FAILED', [{ op: 'remove', path: '/metadata/role' }]],
        ['VALIDATION_FAILED', [{ op: 'copy', from: '/vcpus', path: '/name' }]],
        ['VALIDATION_FAILED', Array(501).fill({ op: 'test', path: '/vcpus', value: 1 })],
        ['VALIDATION_FAILED', { description: 'x' }],
      ];
      await expectNothingChanged(api, async () => {
        for (const [name, patch] of wrong) await api.refused(400, name, 'PATCH', guest.href, jsonPatch(patch));
      });
    });
  });

  it('rejects plain JSON, and one kind of patch under the media type of the other', async () => {
    const guest = await api.makeGuest();
    await expectNothingChanged(api, async () => {
      await api.refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'PATCH', guest.href, { json: { description: 'x' } });
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', guest.href, mergePatch([]));
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', guest.href, jsonPatch({}));
    });
  });

  it('merges the metadata of a merge patch into the existing metadata', async () => {
    const guest = await api.makeGuest({ metadata: { role: 'web', tier: '1' } });
    const after = await patched(guest, mergePatch({ metadata: { tier: null, zone: 'a' } }));
    expect(after.metadata).to.deep.equal({ role: 'web', zone: 'a' });
  });

  it('preserves metadata keys that have a special meaning in JavaScript', async () => {
    const guest = await api.makeGuest();
    const odd = '{"__proto__":"1","constructor":"2","toString":"3"}';
    const headers = { 'content-type': 'application/merge-patch+json' };
    await api.expect(200, 'PATCH', `${guest.href}/metadata`, { body: odd, headers });
    for (const [, change] of WAYS_TO_PATCH) await patched(guest, change({ description: uniqueName() }));
    await api.ended(await begun(guest, mergePatch({ vcpus: 2 })));
    const kept = (await api.expect(200, 'GET', `${guest.href}/metadata`)).json<object>();
    expect(Object.entries(kept).sort()).to.deep.equal([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
    ]);
  });

  it('changes name, description and metadata during any operation, and while the host is away', async () => {
    const changes = (): object => ({ name: uniqueName('any'), description: 'any', metadata: { any: 'time' } });
    const check = async (guest: Guest, state: Guest['state']): Promise<void> => {
      const wanted = changes();
      const after = await patched(guest, mergePatch(wanted));
      expect(after, state).to.deep.include({ ...wanted, state });
    };
    await service.host.slow('define', null);
    const creating = (await api.expect(201, 'POST', '/v1/guests', { json: newGuest() })).json<Guest>();
    await check(creating, 'creating');
    await service.host.clearFaults();
    const guest = await api.makeGuest();
    await service.host.slow('power-on', null, { guest: onHost(guest) });
    await api.begin('start', guest.id);
    await check(guest, 'starting');
    const updating = await api.makeGuest();
    await hanging(updating, { vcpus: 2 });
    await check(updating, 'updating');
    const deleting = await api.makeGuest();
    await service.host.slow('delete-volumes', null, { guest: onHost(deleting) });
    await api.begin('delete', deleting.id);
    await check(deleting, 'deleting');
    await service.host.refuseConnections();
    await eventually(async () => (await api.guest(updating.id)).state === 'unknown');
    await check(updating, 'unknown');
    await api.refused(503, 'HOST_UNREACHABLE', 'PATCH', updating.href, mergePatch({ vcpus: 3 }));
    await service.host.clearFaults();
    await eventually(async () => (await api.guest(updating.id)).state === 'stopped');
  });

  describe('of the hardware, with concurrent changes,', () => {
    it('keeps those changes', async () => {
      const guest = await api.makeGuest({ metadata: { role: 'web', tier: '1' } });
      const id = await hanging(guest, { memory_mib: 256, metadata: { role: 'db' } });
      await patched(guest, mergePatch({ description: 'meanwhile', metadata: { tier: null, zone: 'a' } }));
      expect((await api.operation(id)).state).to.equal('running');
      await letGo();
      expect((await api.ended(id)).state).to.equal('succeeded');
      const after = await api.guest(guest.id);
      expect(after).to.deep.include({ memory_mib: 256, description: 'meanwhile', metadata: { role: 'db', zone: 'a' } });
    });

    it('fails if another guest takes its new name meanwhile, and then changes nothing, not even on the host', async () => {
      const guest = await api.makeGuest();
      const name = uniqueName('coveted');
      const id = await hanging(guest, { name, vcpus: 2, memory_mib: 256, metadata: { role: 'db' } });
      const rival = await api.makeGuest({ name });
      await letGo();
      const { state, fault } = await api.ended(id);
      expect([state, fault?.error_name]).to.deep.equal(['failed', 'GUEST_NAME_ALREADY_EXISTS']);
      const after = await api.guest(guest.id);
      expect(after).to.deep.equal({ ...guest, updated_at: after.updated_at });
      expect((await api.guest(name)).id).to.equal(rival.id);
      // At that time the host had already received a definition with two vCPUs.
      expect(await bootedWith(guest)).to.deep.equal({ cpus: 1, memoryMib: 128 });
    });

    it('fails if the metadata would exceed the limit, and then changes nothing', async () => {
      const guest = await api.makeGuest();
      const id = await hanging(guest, { vcpus: 2, metadata: { one: 'more' } });
      const full = Object.fromEntries(Array.from({ length: 128 }, (_, index) => [`key-${index}`, 'x']));
      await api.expect(200, 'PATCH', `${guest.href}/metadata`, mergePatch(full));
      await letGo();
      const { state, fault } = await api.ended(id);
      expect([state, fault?.error_name]).to.deep.equal(['failed', 'VALIDATION_FAILED']);
      expect(await api.guest(guest.id)).to.deep.include({ vcpus: 1, metadata: full });
    });
  });

  describe('of the hardware that fails', () => {
    it('leaves the guest unchanged if the host refuses, and reports the reason', async () => {
      const guest = await api.makeGuest();
      await service.host.refuse('define');
      const operation: Operation = await api.ended(await begun(guest, mergePatch({ vcpus: 2, description: 'x' })));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      const after = await api.guest(guest.id);
      expect(after).to.deep.equal({ ...guest, updated_at: after.updated_at });
      expect(await bootedWith(guest)).to.deep.equal({ cpus: 1, memoryMib: 128 });
    });

    it('is undone by the next start if the host made the change but its responses were lost', async () => {
      const guest = await api.makeGuest();
      await service.host.loseReply('define', { times: 2 });
      const operation = await api.ended(await begun(guest, mergePatch({ vcpus: 8 })));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'OUTCOME_UNKNOWN']);
      expect(await bootedWith(guest)).to.deep.equal({ cpus: 1, memoryMib: 128 });
    });

    it('leaves the guest unchanged if a poweroff cancels it, also at the next start', async () => {
      const guest = await api.makeGuest();
      const id = await hanging(guest, { vcpus: 8 });
      await api.done('poweroff', guest.id);
      expect((await api.operation(id)).state).to.equal('cancelled');
      expect(await bootedWith(guest)).to.deep.equal({ cpus: 1, memoryMib: 128 });
    });
  });

  it('succeeds even if one response of the host was lost', async () => {
    const guest = await api.makeGuest();
    await service.host.loseReply('define');
    expect((await api.ended(await begun(guest, mergePatch({ vcpus: 3 })))).state).to.equal('succeeded');
    expect(await bootedWith(guest)).to.deep.equal({ cpus: 3, memoryMib: 128 });
  });

  it('continues after the service was killed in the middle of it', async () => {
    const guest = await api.makeGuest();
    const id = await hanging(guest, { vcpus: 2, name: uniqueName('survivor') });
    await service.stop('SIGKILL');
    await service.host.clearFaults();
    await service.start();
    api = new Api(service);
    expect((await api.ended(id)).state).to.equal('succeeded');
    expect(await api.guest(guest.id)).to.include({ vcpus: 2, state: 'stopped' });
    expect(await bootedWith(guest)).to.deep.equal({ cpus: 2, memoryMib: 128 });
  });
});
