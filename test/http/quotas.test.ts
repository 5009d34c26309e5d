/**
 * Quotas: what they limit, how they are set and shown, and that concurrent requests, however many, never exceed them.
 * Also the limits that need no quota: tokens of a user, and guests larger than their host.
 */
import { expect } from 'chai';
import type { Guest, Image, Project, Token, TokenWithSecret } from '../../generated/api-types.js';
import { makePerson, withToken } from '../support/access/people.js';
import { Api, newGuest, uniqueName, type CheckedResponse, type SendOptions } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { onHost, Service } from '../support/service.js';

type Resource = keyof Project['quota'];
type Limits = Partial<Project['quota']>;
/** The figures in a refusal: the quota, the usage, and what the request needs. */
type Figures = readonly [limit: number, uses: number, needs: number | string];

const NO_QUOTA = {
  guests: null,
  vcpus: null,
  memory_mib: null,
  disk_mib: null,
  images: null,
  image_bytes: null,
  tokens: null,
};
const WAIT = { prefer: 'wait=60' };
/** More than the database connections of one process. */
const CROWD = 50;

describe(`Quotas (seed ${SEED})`, () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  async function makeProject(quota: Limits = {}): Promise<Project> {
    const json = { name: uniqueName('project'), quota };
    return (await api.expect(201, 'POST', '/v1/projects', { json })).json<Project>();
  }

  async function read({ href }: { readonly href: string }, on = api): Promise<Project> {
    return (await on.expect(200, 'GET', href)).json<Project>();
  }

  async function used(project: Project, resource: Resource): Promise<number> {
    return (await read(project)).usage[resource].used;
  }

  function setQuota(project: Project, quota: Limits | null): Promise<CheckedResponse> {
    return api.expect(200, 'PATCH', project.href, mergePatch({ quota }));
  }

  function within(project: Project, options: SendOptions = {}): SendOptions {
    return { ...options, headers: { ...options.headers, 'x-project-id': project.id } };
  }

  async function makeGuest(project: Project, members: object = {}): Promise<Guest> {
    const options = within(project, { json: { ...newGuest(), ...members }, headers: WAIT });
    return (await api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
  }

  async function makeImage(project: Project): Promise<Image> {
    const json = { name: uniqueName('image'), kind: 'disk', format: 'raw' };
    return (await api.expect(201, 'POST', '/v1/images', within(project, { json }))).json<Image>();
  }

  function upload(
    project: Project,
    image: Image,
    body: Buffer | ReadableStream,
    by: Api = api,
  ): Promise<CheckedResponse> {
    const headers = { 'content-type': 'application/octet-stream' };
    return by.send('PUT', `${image.href}/content`, within(project, { body, headers }));
  }

  /** Expects a rejection that names the resource and the figures, and that changes nothing of the project. */
  async function expectExceeded(
    project: Project,
    resource: Resource,
    figures: Figures,
    send: () => Promise<CheckedResponse>,
  ): Promise<void> {
    const before = await read(project);
    const response = await send();
    expect(response.status, response.text).to.equal(403);
    const fault = response.fault();
    expect(fault.error_name).to.equal('QUOTA_EXCEEDED');
    const [limit, uses, needs] = figures;
    expect(fault.detail).to.equal(
      `The quota of the project for ${resource} is ${limit}. The project uses ${uses}, and this request needs ${needs}.`,
    );
    expect(await read(project)).to.deep.equal(before);
  }

  describe('are shown', () => {
    it('by a project that has none of its own, with the limits that apply to it by default', async () => {
      const project = await makeProject();
      expect(project.quota).to.deep.equal(NO_QUOTA);
      const [empty, ofRows] = [
        { used: 0, limit: null },
        { used: 0, limit: 10_000 },
      ];
      expect(project.usage).to.deep.equal({
        guests: ofRows,
        vcpus: empty,
        memory_mib: empty,
        disk_mib: empty,
        images: ofRows,
        image_bytes: empty,
        tokens: empty,
      });
      expect(await read(project)).to.deep.equal(project);
    });

    it('with the usage, to every member of the project, in lists too, and the ETag covers both', async () => {
      const project = await makeProject({ guests: 5 });
      const before = await api.expect(200, 'GET', project.href);
      const disks = [{ size_mib: 10 }, { size_mib: 5 }];
      await makeGuest(project, { vcpus: 2, memory_mib: 128, disks });
      const image = await makeImage(project);
      expect((await upload(project, image, Buffer.alloc(1024))).status).to.equal(200);
      const person = await makePerson(service, { role: 'viewer', project: project.id });
      await withToken(service, person.id, { project: project.id });

      const response = await person.api.expect(200, 'GET', project.href);
      const shown = response.json<Project>();
      expect(shown.quota).to.deep.equal({ ...NO_QUOTA, guests: 5 });
      expect(shown.usage).to.deep.equal({
        guests: { used: 1, limit: 5 },
        vcpus: { used: 2, limit: null },
        memory_mib: { used: 128, limit: null },
        disk_mib: { used: 15, limit: null },
        images: { used: 1, limit: 10_000 },
        image_bytes: { used: 1024, limit: null },
        tokens: { used: 1, limit: null },
      });
      const list = (await person.api.expect(200, 'GET', '/v1/projects')).json<{ projects: Project[] }>();
      expect(list.projects).to.deep.equal([shown]);
      const part = await person.api.expect(200, 'GET', `${project.href}?fields=usage`);
      expect(part.json<Project>().usage).to.deep.equal(shown.usage);

      const [old, now] = [before, response].map(({ headers }) => headers.get('etag') ?? '');
      expect(now).to.not.equal(old);
      await api.expect(200, 'GET', project.href, { headers: { 'if-none-match': old ?? '' } });
      await api.expect(304, 'GET', project.href, { headers: { 'if-none-match': now ?? '' } });
      const change = mergePatch({ description: 'seen' }, { 'if-match': old ?? '' });
      await api.refused(412, 'PRECONDITION_FAILED', 'PATCH', project.href, change);
    });

    it('without the CD-ROMs of guests, and without images that another project shares', async () => {
      const project = await makeProject();
      const iso = await api.makeImage(Buffer.alloc(1024), { kind: 'iso', shared: true });
      await makeGuest(project, { disks: [{ media: 'cdrom', image: iso.id }, { size_mib: 1 }] });
      const { usage } = await read(project);
      expect([usage.disk_mib.used, usage.images.used, usage.image_bytes.used]).to.deep.equal([1, 0, 0]);
    });
  });

  describe('are set', () => {
    it('at the creation of a project, by a merge patch and by a JSON Patch, and null restores the default', async () => {
      const project = await makeProject({ guests: 1, images: -1 });
      expect(project.quota).to.deep.equal({ ...NO_QUOTA, guests: 1, images: -1 });
      expect([project.usage.guests.limit, project.usage.images.limit]).to.deep.equal([1, null]);
      const merged = (await setQuota(project, { guests: null, vcpus: 7 })).json<Project>();
      expect(merged.quota).to.deep.equal({ ...NO_QUOTA, images: -1, vcpus: 7 });
      expect(merged.usage.guests.limit).to.equal(10_000);
      const steps = [
        { op: 'test', path: '/usage/vcpus/used', value: 0 },
        { op: 'replace', path: '/quota/vcpus', value: 0 },
        { op: 'remove', path: '/quota/images' },
        { op: 'add', path: '/quota/tokens', value: 3 },
      ];
      const patched = (await api.expect(200, 'PATCH', project.href, jsonPatch(steps))).json<Project>();
      expect(patched.quota).to.deep.equal({ ...NO_QUOTA, vcpus: 0, tokens: 3 });
      const renamed = await api.expect(200, 'PATCH', project.href, mergePatch({ description: 'the same quota' }));
      expect(renamed.json<Project>().quota).to.deep.equal(patched.quota);
      expect((await setQuota(project, null)).json<Project>().quota).to.deep.equal(NO_QUOTA);
    });

    it('only to null or whole numbers from -1, for known resources; the usage cannot be written', async () => {
      const project = await makeProject();
      await expectNothingChanged(api, async () => {
        for (const quota of [{ guests: -2 }, { vcpus: 1.5 }, { images: '3' }, { pets: 1 }, 7, { tokens: 2 ** 53 }]) {
          await api.refused(400, 'VALIDATION_FAILED', 'PATCH', project.href, mergePatch({ quota }));
          const json = { name: uniqueName('project'), quota };
          await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/projects', { json });
        }
        const usage = { guests: { used: 0, limit: 7 } };
        await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', project.href, mergePatch({ usage }));
      });
    });

    it('only by administrators, even if an owner asks', async () => {
      const project = await makeProject({ guests: 1 });
      const owner = await makePerson(service, { role: 'owner', project: project.id });
      await owner.api.refused(403, 'FORBIDDEN', 'PATCH', project.href, mergePatch({ quota: { guests: 9 } }));
      expect((await read(project, owner.api)).quota.guests).to.equal(1);
    });

    it('below the usage without any deletion, and then only shrinking is possible', async () => {
      const project = await makeProject();
      const guest = await makeGuest(project, { vcpus: 4, memory_mib: 256 });
      await makeGuest(project);
      await setQuota(project, { guests: 1, vcpus: 2, memory_mib: 100 });
      const send = (): Promise<CheckedResponse> =>
        api.send('POST', '/v1/guests', within(project, { json: newGuest() }));
      await expectExceeded(project, 'guests', [1, 2, 1], send);
      const smaller = mergePatch({ vcpus: 1, memory_mib: 128, description: 'smaller' }, WAIT);
      await api.expect(200, 'PATCH', guest.href, within(project, smaller));
      expect((await read(project)).usage.vcpus.used).to.equal(2);
    });
  });

  describe('are not exceeded', () => {
    const cases: readonly [resource: Resource, limit: number, first: object, second: object, figures: Figures][] = [
      ['guests', 1, {}, {}, [1, 1, 1]],
      ['vcpus', 4, { vcpus: 3 }, { vcpus: 2 }, [4, 3, 2]],
      ['memory_mib', 300, { memory_mib: 200 }, { memory_mib: 128 }, [300, 200, 128]],
      ['disk_mib', 10, { disks: [{ size_mib: 6 }] }, { disks: [{ size_mib: 2 }, { size_mib: 3 }] }, [10, 6, 5]],
    ];
    for (const [resource, limit, first, second, figures] of cases) {
      it(`by the ${resource} of a new guest, until another one is gone`, async () => {
        const project = await makeProject({ [resource]: limit });
        const guest = await makeGuest(project, first);
        const json = { ...newGuest(), ...second };
        const send = (): Promise<CheckedResponse> => api.send('POST', '/v1/guests', within(project, { json }));
        await expectExceeded(project, resource, figures, send);
        await api.expect(204, 'DELETE', guest.href, within(project, { headers: WAIT }));
        await makeGuest(project, second);
      });
    }

    it('by a new image, even while the others have no content', async () => {
      const project = await makeProject({ images: 2 });
      const [image] = [await makeImage(project), await makeImage(project)];
      const json = { name: uniqueName('image'), kind: 'disk' };
      const send = (): Promise<CheckedResponse> => api.send('POST', '/v1/images', within(project, { json }));
      await expectExceeded(project, 'images', [2, 2, 1], send);
      await api.expect(204, 'DELETE', image.href, within(project));
      await makeImage(project);
    });

    it('by the content of an image, with and without a declared size, and the content is discarded', async () => {
      const project = await makeProject({ image_bytes: 3000 });
      const full = await makeImage(project);
      expect((await upload(project, full, Buffer.alloc(2000))).status).to.equal(200);
      const files = await service.imageFiles();
      const image = await makeImage(project);
      await expectExceeded(project, 'image_bytes', [3000, 2000, 1001], () =>
        upload(project, image, Buffer.alloc(1001)),
      );
      const undeclared = (): ReadableStream =>
        new ReadableStream({
          start(controller) {
            for (let part = 0; part < 3; part++) controller.enqueue(Buffer.alloc(500));
            controller.close();
          },
        });
      await expectExceeded(project, 'image_bytes', [3000, 2000, 'more than 1000'], () =>
        upload(project, image, undeclared()),
      );
      expect(await service.imageFiles()).to.deep.equal(files);
      const after = await api.expect(200, 'GET', image.href, within(project));
      expect(after.json<Image>()).to.include({ state: 'pending', size_bytes: null });
      expect((await upload(project, image, Buffer.alloc(1000))).status).to.equal(200);
    });

    it('by several uploads that arrive at the same time', async () => {
      const project = await makeProject({ image_bytes: 2500 });
      // Each user sends fewer uploads than a user can have in progress.
      const people = await Promise.all(
        Array.from({ length: 4 }, () => makePerson(service, { role: 'member', project: project.id })),
      );
      const senders = [...people, ...people].map((person) => person.api);
      const images = await Promise.all(senders.map(() => makeImage(project)));
      const sent = images.map((image, nth) => upload(project, image, Buffer.alloc(1000), senders[nth]));
      const rejected = (await Promise.all(sent)).filter(({ status }) => status !== 200);
      expect(rejected.map((response) => response.fault().error_name)).to.deep.equal(Array(6).fill('QUOTA_EXCEEDED'));
      expect(await used(project, 'image_bytes')).to.equal(2000);
    });

    it('by a token that is bound to the project, until another one is revoked or expires', async () => {
      const project = await makeProject({ tokens: 1 });
      const { id: user } = await makePerson(service, { role: 'member', project: project.id });
      const token = (expires_at?: string): object => ({
        name: uniqueName('token'),
        user,
        project: project.id,
        expires_at,
      });
      const made = await api.expect(201, 'POST', '/v1/tokens', { json: token() });
      await expectExceeded(project, 'tokens', [1, 1, 1], () => api.send('POST', '/v1/tokens', { json: token() }));
      await withToken(service, user);
      await api.expect(204, 'DELETE', made.json<Token>().href);
      const soon = new Date(Date.now() + 1_000).toISOString();
      await api.expect(201, 'POST', '/v1/tokens', { json: token(soon) });
      await eventually(async () => (await used(project, 'tokens')) === 0);
      await api.expect(201, 'POST', '/v1/tokens', { json: token() });
    });

    it('by a patch of a guest, and a change in progress counts with the larger of the two sizes', async () => {
      const project = await makeProject({ vcpus: 6, memory_mib: 1000 });
      const [first, second] = [await makeGuest(project, { vcpus: 2 }), await makeGuest(project, { vcpus: 1 })];
      const patch = ({ href }: Guest, change: object, headers: Readonly<Record<string, string>> = WAIT) =>
        api.send('PATCH', href, within(project, mergePatch(change, headers)));
      await expectExceeded(project, 'vcpus', [6, 3, 4], () => patch(second, { vcpus: 5 }));
      await expectExceeded(project, 'memory_mib', [1000, 256, 872], () => patch(second, { memory_mib: 1000 }));

      await service.host.slow('define', null, { guest: onHost(first) });
      expect((await patch(first, { vcpus: 5 }, {})).status).to.equal(202);
      expect(await used(project, 'vcpus')).to.equal(6);
      await expectExceeded(project, 'vcpus', [6, 6, 1], () => patch(second, { vcpus: 2 }));
      await service.host.release();
      await api.noneUnderWay();
      expect(await used(project, 'vcpus')).to.equal(6);
      expect((await patch(first, { vcpus: 1 })).status).to.equal(200);
      expect((await patch(second, { vcpus: 5 })).status).to.equal(200);
    });

    it('by a guest that is still being deleted when the next one is created', async () => {
      const project = await makeProject({ guests: 1 });
      const guest = await makeGuest(project);
      await service.host.slow('undefine', null, { guest: onHost(guest) });
      await api.expect(202, 'DELETE', guest.href, within(project));
      const send = (): Promise<CheckedResponse> =>
        api.send('POST', '/v1/guests', within(project, { json: newGuest() }));
      expect((await send()).fault().error_name).to.equal('QUOTA_EXCEEDED');
      await service.host.release();
      await api.noneUnderWay();
      await makeGuest(project);
    });

    it('by replays: a repeated request with an idempotency key counts once, and is replayed at the limit', async () => {
      const project = await makeProject({ guests: 1, images: 1 });
      const bodies = { guests: newGuest(), images: { name: uniqueName('image'), kind: 'disk' } };
      for (const [collection, json] of Object.entries(bodies)) {
        const options = within(project, { json, headers: { 'idempotency-key': uniqueName('key') } });
        const first = await api.expect(201, 'POST', `/v1/${collection}`, options);
        const again = await api.expect(201, 'POST', `/v1/${collection}`, options);
        expect(again.json<{ id: string }>().id).to.equal(first.json<{ id: string }>().id);
        expect(again.headers.get('idempotency-replayed')).to.equal('true');
      }
      // A rejection is not stored: the same request succeeds when there is room.
      const options = within(project, { json: newGuest(), headers: { 'idempotency-key': uniqueName('key') } });
      await api.refused(403, 'QUOTA_EXCEEDED', 'POST', '/v1/guests', options);
      await setQuota(project, { guests: 2 });
      await api.expect(201, 'POST', '/v1/guests', options);
    });

    it(`by ${CROWD} concurrent requests to two replicas: exactly as many succeed as the quota allows`, async () => {
      const replica = await Service.start({ databaseUrl: service.databaseUrl, dataFolder: service.dataFolder });
      try {
        const other = new Api({ url: replica.url, token: service.token });
        const project = await makeProject({ guests: 5, images: 5 });
        for (const [collection, body] of [
          ['guests', newGuest],
          ['images', () => ({ name: uniqueName('image'), kind: 'disk' })],
        ] as const) {
          const responses = await Promise.all(
            Array.from({ length: CROWD }, (_none, index) =>
              (index % 2 === 0 ? api : other).send('POST', `/v1/${collection}`, within(project, { json: body() })),
            ),
          );
          const statuses = responses.map(({ status }) => status).sort();
          expect(statuses, collection).to.deep.equal([...Array<number>(5).fill(201), ...Array<number>(45).fill(403)]);
          expect(await used(project, collection)).to.equal(5);
        }
        await api.noneUnderWay();
      } finally {
        await replica.stop();
      }
    });

    it('by random creations, patches and deletions of several clients at any moment', async () => {
      const dice = new Dice(SEED);
      const quota = { guests: 6, vcpus: 12, memory_mib: 2_000 };
      const project = await makeProject(quota);
      const statuses = new Set<string>();
      let isOver = false;
      const watch = async (): Promise<void> => {
        while (!isOver) {
          const { usage } = await read(project);
          for (const [resource, limit] of Object.entries(quota)) {
            expect(usage[resource as Resource].used, resource).to.be.at.most(limit);
          }
        }
      };
      const step = async (): Promise<void> => {
        const list = await api.expect(200, 'GET', '/v1/guests?limit=100', within(project));
        const guests = list.json<{ guests: Guest[] }>().guests;
        const guest = dice.below(10) < 4 || guests.length === 0 ? null : dice.of(guests);
        const size = { vcpus: 1 + dice.below(6), memory_mib: 100 + dice.below(700) };
        const response =
          guest === null
            ? await api.send('POST', '/v1/guests', within(project, { json: { ...newGuest(), ...size } }))
            : dice.below(10) < 6
              ? await api.send('PATCH', guest.href, within(project, mergePatch(size)))
              : await api.send('DELETE', guest.href, within(project));
        statuses.add(`${guest === null ? 'POST' : ''}${response.status}`);
        expect(response.status, response.text).to.be.oneOf([200, 201, 202, 403, 404, 409]);
      };
      const client = async (): Promise<void> => {
        for (let turn = 0; turn < 30; turn++) await step();
      };
      const watching = watch();
      await Promise.all(Array.from({ length: 6 }, client)).finally(() => (isOver = true));
      await watching;
      await api.noneUnderWay();
      expect([...statuses]).to.include.members(['POST201', 'POST403', '202']);
    });
  });
});

describe('The limits of a service', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    const env = { GUESTHOUSE_QUOTA: 'guests=1,images=-1,vcpus=4', GUESTHOUSE_TOKENS_MAX: '5' };
    service = await Service.start({ env });
    api = new Api(service);
  });
  after(() => service.leave());

  it('apply to every project without a quota of its own, and a quota takes precedence', async () => {
    const { quota, usage } = (await api.expect(200, 'GET', '/v1/projects/default')).json<Project>();
    expect(quota).to.deep.equal(NO_QUOTA);
    expect([usage.guests.limit, usage.images.limit, usage.vcpus.limit]).to.deep.equal([1, null, 4]);
    await api.refused(403, 'QUOTA_EXCEEDED', 'POST', '/v1/guests', { json: { ...newGuest(), vcpus: 5 } });
    const first = await api.makeGuest();
    await api.refused(403, 'QUOTA_EXCEEDED', 'POST', '/v1/guests', { json: newGuest() });
    await api.expect(200, 'PATCH', '/v1/projects/default', mergePatch({ quota: { guests: -1 } }));
    const second = await api.makeGuest();
    for (const { id } of [first, second]) await api.done('delete', id);
    await api.expect(200, 'PATCH', '/v1/projects/default', mergePatch({ quota: null }));
  });

  it('allow a user, even one without a role, only so many tokens that are not revoked or expired', async () => {
    const stranger = await makePerson(service);
    const create = (expires_at?: string): Promise<CheckedResponse> =>
      stranger.api.send('POST', '/v1/tokens', { json: { name: uniqueName('token'), expires_at } });
    const responses = await Promise.all(Array.from({ length: 20 }, () => create()));
    const made = responses.filter(({ status }) => status === 201).map((response) => response.json<TokenWithSecret>());
    expect(made, 'the fifth is the one that authenticates').to.have.length(4);
    const refused = responses.filter(({ status }) => status !== 201);
    expect(new Set(refused.map((response) => response.fault().error_name))).to.deep.equal(new Set(['QUOTA_EXCEEDED']));
    expect(refused[0]?.fault().detail).to.contain('at most 5 tokens');
    // An administrator cannot exceed the limit for the user either.
    const json = { name: uniqueName('token'), user: stranger.id };
    await api.refused(403, 'QUOTA_EXCEEDED', 'POST', '/v1/tokens', { json });
    await stranger.api.expect(204, 'DELETE', made[0]?.href ?? '');
    expect((await create(new Date(Date.now() + 1_000).toISOString())).status).to.equal(201);
    await eventually(async () => (await create()).status === 201);
    expect((await create()).status).to.equal(403);
  });

  it('reject a guest that is larger than its host, at its creation and by a patch, and let it shrink', async () => {
    await api.expect(200, 'PATCH', '/v1/projects/default', mergePatch({ quota: { guests: -1, vcpus: -1 } }));
    const large = await api.makeGuest({ vcpus: 16, memory_mib: 4096 });
    const small = await api.makeGuest();
    await service.host.setCapacity({ cpus: 8, memoryMib: 2048 });
    await service.stop();
    await service.start();
    api = new Api(service);
    // Only the size of the host itself limits the guests.
    const ratios = { ratios: { vcpus: 100, memory: 100 } };
    await api.expect(200, 'PATCH', `/v1/hosts/${large.host.id}`, mergePatch(ratios));
    await expectNothingChanged(api, async () => {
      for (const size of [{ vcpus: 9 }, { memory_mib: 2049 }]) {
        const options = { json: { ...newGuest(), ...size } };
        const fault = await api.refused(507, 'CAPACITY_EXHAUSTED', 'POST', '/v1/guests', options);
        expect(fault.detail).to.match(/^The host \S+ has (8 vCPUs|2048 MiB of memory), and the guest would have /);
        await api.refused(507, 'CAPACITY_EXHAUSTED', 'PATCH', small.href, mergePatch(size));
      }
    });
    await api.makeGuest({ vcpus: 8, memory_mib: 2048 });
    const smaller = await api.expect(200, 'PATCH', large.href, mergePatch({ vcpus: 12 }, WAIT));
    expect(smaller.json<Guest>().vcpus, 'still larger than the host').to.equal(12);
  });
});
