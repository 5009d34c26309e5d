/**
 * Lists that are read forwards and backwards: each element appears once and in the same order, even while other
 * elements are added and deleted.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Markers } from '../../generated/api-types.js';
import { Api, uniqueName, type CheckedResponse } from '../support/api.js';
import { Service } from '../support/service.js';

const COUNT = 23;
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

interface Page {
  readonly ids: readonly string[];
  readonly markers: Markers;
  readonly links: Readonly<Record<string, string>>;
}

describe('A list', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  let guest: string;
  let host: string;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    const made = await api.makeGuest();
    guest = made.href;
    host = made.host.id;
    for (let index = 1; index < COUNT; index++) await api.makeGuest();
    for (let index = 0; index < COUNT; index++) await api.announceImage();
    // Most of the rows have the same creation time, so only the id determines their order.
    await sql.query(`update images set created_at = '2026-01-01T00:00:00Z' where name <> 'image-1'`);
    await sql.query(
      `insert into operations (id, kind, state, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params)
       select gen_random_uuid(), 'guest.start', 'succeeded', $1, 'guest', $2, $3, $3, $4, 'x', '{}' from generate_series(1, ${COUNT - 1})`,
      [host, made.id, made.name, made.project_id],
    );
    // The service itself makes one zone, one project and one user. The other rows come in pairs with the same creation
    // time.
    const many = (more: number): string =>
      `select gen_random_uuid(), 'some-' || n, 'some-' || n, timestamptz '2026-01-01' + n / 2 * interval '1 s' from generate_series(1, ${more}) n`;
    await sql.query(`insert into users (id, name, name_folded, created_at) ${many(COUNT - 1)}`);
    await sql.query(`insert into zones (id, name, name_folded, created_at) ${many(COUNT - 1)}`);
    await sql.query(
      `insert into instance_types (id, name, name_folded, created_at, description, description_folded, vcpus, memory_mib, metadata,
         metadata_folded, project_id)
       select made.*, '', '', 1, 64, '{}', '{}', case when random() < 0.5 then null else $1::uuid end from (${many(COUNT)}) made`,
      [made.project_id],
    );
    await sql.query(
      `insert into placement_groups (id, name, name_folded, created_at, description, description_folded, policy, is_strict, project_id)
       select made.*, '', '', 'spread', false, $1::uuid from (${many(COUNT)}) made`,
      [made.project_id],
    );
    await sql.query(`insert into groups (id, name, name_folded, created_at) ${many(COUNT)}`);
    await sql.query(
      `insert into projects (id, name, name_folded, created_at, description_folded) select *, '' from (${many(COUNT - 1)}) made`,
    );
    // The simulated host has the networks `user` and `lab`.
    await sql.query(
      `insert into networks (kind, id, name, name_folded, created_at) select 'bridge', made.* from (${many(COUNT - 2)}) made`,
    );
    // The service itself makes one token and the first permission of the project.
    await sql.query(
      `insert into tokens (id, name, name_folded, user_id, secret_sha256, created_at)
       select gen_random_uuid(), 'some-' || n, 'some-' || n, user_id, sha256(n::text::bytea), timestamptz '2026-01-01' + n / 2 * interval '1 s'
       from tokens, generate_series(1, ${COUNT - 1}) n`,
    );
    for (const role of ['viewer', 'operator', 'member']) {
      for (const place of [guest, '/v1/projects/default']) {
        await api.expect(201, 'POST', `${place}/permissions`, { json: { user: 'admin', role } });
      }
    }
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  function readPage(response: CheckedResponse): Page {
    const { markers, ...rest } = response.json<{ markers: Markers } & Record<string, { id: string }[]>>();
    const [elements] = Object.values(rest) as { id: string }[][];
    const links = [...(response.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
    return {
      ids: (elements ?? []).map(({ id }) => id),
      markers,
      links: Object.fromEntries(links.map(([, url = '', rel = '']) => [rel, url])),
    };
  }

  async function page(path: string, query: Record<string, string | number> = {}): Promise<Page> {
    const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
    const text = new URLSearchParams(pairs).toString();
    return readPage(await api.expect(200, 'GET', text === '' ? path : `${path}?${text}`));
  }

  async function follow(url: string): Promise<Page> {
    const { origin, pathname, search } = new URL(url);
    expect(origin).to.equal(service.url);
    return readPage(await api.expect(200, 'GET', pathname + search));
  }

  /** Reads all pages by markers, and checks that the links lead to the same pages. */
  async function walk(path: string, limit: number): Promise<Page[]> {
    const pages = [await page(path, { limit })];
    for (let last = pages[0]; last !== undefined && last.markers.next !== null; last = pages.at(-1)) {
      const next = await page(path, { limit, marker: last.markers.next });
      expect(await follow(last.links['next'] ?? '')).to.deep.equal(next);
      pages.push(next);
    }
    return pages;
  }

  const collections: [string, () => string, number][] = [
    ['listGuests', () => '/v1/guests', COUNT],
    ['listImages', () => '/v1/images', COUNT],
    ['listOperations', () => '/v1/operations', 2 * COUNT - 1],
    ['listGuestOperations', () => `${guest}/operations`, COUNT],
    ['listHosts', () => '/v1/hosts', 1],
    ['listNetworks', () => '/v1/networks', COUNT],
    ['listZones', () => '/v1/zones', COUNT],
    ['listPlacementGroups', () => '/v1/placement-groups', COUNT],
    ['listInstanceTypes', () => '/v1/instance-types', COUNT],
    ['listProjects', () => '/v1/projects', COUNT],
    ['listUsers', () => '/v1/users', COUNT],
    ['listGroups', () => '/v1/groups', COUNT],
    ['listTokens', () => '/v1/tokens', COUNT],
    ['listGuestPermissions', () => `${guest}/permissions`, 3],
    ['listProjectPermissions', () => '/v1/projects/default/permissions', 4],
  ];
  for (const [operationId, pathOf, count] of collections) {
    describe(`of ${operationId}`, () => {
      for (const limit of [1, 2, 3, 7, count, 1000]) {
        it(`can be read forwards and backwards in pages of ${limit} @conforming`, async () => {
          const path = pathOf();
          const all = (await page(path, { limit: 1000 })).ids;
          expect(all).to.have.length(count);
          const pages = await walk(path, limit);
          expect(pages.flatMap(({ ids }) => ids)).to.deep.equal(all);
          expect(pages.every(({ ids }, index) => ids.length === limit || index === pages.length - 1)).to.equal(true);
          expect(pages.at(-1)?.links).to.not.have.property('next');
          expect(pages[0]?.markers.prev).to.equal(null);
          expect(pages[0]?.links).to.not.have.property('prev');
          for (let index = pages.length - 1; index > 0; index--) {
            const now = pages[index] as Page;
            const before = pages[index - 1] as Page;
            // The first page has no marker, so only the link leads back to it.
            expect(now.markers.prev === null).to.equal(index === 1);
            const byLink = await follow(now.links['prev'] ?? '');
            expect(byLink).to.deep.equal(before);
            if (now.markers.prev !== null)
              expect(await page(path, { limit, marker: now.markers.prev })).to.deep.equal(before);
          }
        });
      }

      it('has an empty page after its end, with a link to the previous page', async () => {
        const path = pathOf();
        const all = (await page(path, { limit: 1000 })).ids;
        const behind = await page(path, { limit: 2, marker: all.at(-1) ?? '' });
        expect(behind.ids).to.deep.equal([]);
        expect(behind.markers.next).to.equal(null);
        const back = await follow(behind.links['prev'] ?? '');
        expect(back.ids).to.deep.equal(all.slice(-2));
      });

      it('rejects (400) a marker that names none of its elements', async () => {
        const path = pathOf();
        for (const marker of [ABSENT_ID, 'x', '..', '%27', 'x'.repeat(255), 'web-1']) {
          const response = await api.send('GET', `${path}?marker=${marker}`);
          expect([response.status, response.fault().error_name], marker).to.deep.equal([400, 'MARKER_UNKNOWN']);
        }
      });

      it('rejects (400) invalid limits and markers', async () => {
        const refused = [
          'limit=0',
          'limit=-1',
          'limit=1001',
          'limit=x',
          'limit=1.5',
          'limit=',
          'limit=1&limit=2',
          'limit=1e2',
          'marker=',
        ];
        for (const query of [...refused, `marker=${'x'.repeat(256)}`]) {
          await api.refused(400, 'VALIDATION_FAILED', 'GET', `${pathOf()}?${query}`);
        }
      });
    });
  }

  // Must come last, because it changes the lists.
  describe('that changes', () => {
    it('shows 100 elements if no limit is given', async () => {
      await sql.query(
        `insert into operations (id, kind, state, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params)
         select gen_random_uuid(), 'guest.start', 'succeeded', host_id, 'guest', gen_random_uuid(), 'x', 'x', project_id, 'x', '{}'
         from operations, generate_series(1, 100) where id = (select id from operations limit 1)`,
      );
      expect((await page('/v1/operations')).ids).to.have.length(100);
    });

    it('accepts the id of a deleted element as a marker', async () => {
      for (const [path, remove] of [
        ['/v1/images', (id: string) => api.expect(204, 'DELETE', `/v1/images/${id}`)],
        ['/v1/guests', (id: string) => api.done('delete', id)],
      ] as const) {
        const { ids } = await page(path);
        const marker = ids[4] ?? '';
        await remove(marker);
        expect((await page(path, { marker })).ids).to.deep.equal(ids.slice(5));
        const next = await page(path, { marker, limit: 3 });
        expect((await follow(next.links['prev'] ?? '')).ids).to.deep.equal(ids.slice(1, 4));
      }
    });

    it('rejects (400) the id of an element of another collection as a marker', async () => {
      const [image = ''] = (await page('/v1/images')).ids;
      const [own = ''] = (await page('/v1/guests')).ids;
      await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/guests?marker=${image}`);
      await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/images?marker=${own}`);
    });

    it('shows each remaining element exactly once while others are added and deleted', async () => {
      const staying = (await page('/v1/images', { limit: 1000 })).ids;
      let isOver = false;
      const comeAndGo = (async () => {
        for (let round = 0; !isOver; round++) {
          const json = { name: uniqueName('passing'), kind: 'iso' };
          const made = (await api.expect(201, 'POST', '/v1/images', { json })).json<{ id: string }>();
          if (round % 2 === 0) await api.expect(204, 'DELETE', `/v1/images/${made.id}`);
        }
      })();
      for (const limit of [1, 2, 5]) {
        const seen: string[] = [];
        let marker: string | null = null;
        do {
          const now: Page = await page('/v1/images', { limit, ...(marker === null ? {} : { marker }) });
          seen.push(...now.ids);
          marker = now.markers.next;
          // The walk ends early, because new elements could otherwise prolong it without end.
        } while (marker !== null && !staying.every((id) => seen.includes(id)));
        expect(seen.filter((id) => staying.includes(id))).to.deep.equal(staying);
        expect(new Set(seen).size).to.equal(seen.length);
      }
      isOver = true;
      await comeAndGo;
    });
  });

  it('is rejected (503) if its search takes longer than 3 seconds', async function () {
    this.timeout(40_000);
    const other = new pg.Client(service.databaseUrl);
    await other.connect();
    try {
      await other.query('begin');
      await other.query('lock table images in access exclusive mode');
      const fault = await api.refused(503, 'QUERY_TIMED_OUT', 'GET', '/v1/images?search=name%3Dweb*');
      expect(fault.detail).to.match(/longer than 3 s/);
    } finally {
      await other.end();
    }
    await api.expect(200, 'GET', '/v1/images?search=name%3Dweb*');
  });
});
