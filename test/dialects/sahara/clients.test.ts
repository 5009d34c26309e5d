/**
 * The clients of OpenStack Sahara, unmodified, as Debian packages them: python-saharaclient, and the command
 * `openstack dataprocessing`.
 */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { AccessWorld, type Named } from '../../support/access/access-world.js';
import { Api, uniqueName } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { Service } from '../../support/service.js';
import { skip } from '../../support/skip.js';

const PYTHON = '/usr/bin/python3';
const run = promisify(execFile);

/**
 * A program in Python: `client` is saharaclient's, `arguments` the given ones, and `show` prints a value as JSON.
 * `fault_of` calls a function, and returns the fault that it raises.
 */
const PREAMBLE = `
import json, sys
from keystoneauth1 import session
from keystoneauth1.token_endpoint import Token
from saharaclient.api.base import APIException
from saharaclient.api.client import Client
url, token, *arguments = sys.argv[1:]
client = Client(session=session.Session(auth=Token(url, token)), sahara_url=url)
def show(value):
    print(json.dumps(value))
def fault_of(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except APIException as fault:
        return [fault.error_code, fault.error_name, str(fault)]
`;

describe('A client of Sahara', function () {
  this.timeout(120_000);

  let service: Service | null = null;
  let api: Api;
  let world: AccessWorld | null = null;
  let project: Named;
  let flavor: Named;
  let image: string;
  before(async function () {
    const isThere = await access('/usr/lib/python3/dist-packages/saharaclient/__init__.py').then(
      () => true,
      () => false,
    );
    if (!isThere) return skip(this, 'ancestors', 'saharaclient is not installed (make ancestors)');
    service = await Service.start();
    api = new Api(service);
    world = await AccessWorld.open(service);
    [project, flavor] = [await world.project('shop'), await world.instanceType(null, 'medium')];
    image = (await api.makeImage(undefined, { shared: true })).id;
  });
  after(async () => {
    await world?.close();
    await service?.leave();
  });

  function urlOf(named = project.name): string {
    return `${service?.url}/v1.1/${named}`;
  }

  /** Returns what the program shows. */
  async function python(program: string, { url = urlOf(), token = service?.token ?? '', args = [] as string[] } = {}) {
    const { stdout } = await run(PYTHON, ['-c', PREAMBLE + program, url, token, ...args]);
    return JSON.parse(stdout) as unknown;
  }

  async function openstack(...args: readonly string[]): Promise<string> {
    const credential = ['--os-auth-type', 'admin_token', '--os-endpoint', urlOf(), '--os-token', service?.token ?? ''];
    const options = [...credential, '--os-data-processing-url', urlOf()];
    const { stdout } = await run('/usr/bin/openstack', [...options, 'dataprocessing', ...args]);
    return stdout;
  }

  it('(saharaclient) creates, shows, changes, lists and deletes clusters: S1, S3, S4, S14, S15', async () => {
    const name = uniqueName('cluster');
    const shown = await python(
      `
name, flavor, image = arguments
made = client.clusters.create(name, 'guesthouse', '1', description='One', default_image_id=image, net_id='user',
    node_groups=[{'name': 'node', 'count': 1, 'flavor_id': flavor, 'node_processes': []}])
taken = fault_of(client.clusters.create, name, 'guesthouse', '1', node_groups=[{'flavor_id': flavor}])
found = client.clusters.find_unique(name=name)
changed = client.clusters.update(found.id, description='Another')
again = client.clusters.get(found.id, show_progress=True)
names = [each.name for each in client.clusters.list()]
client.clusters.delete(found.id)
absent = fault_of(client.clusters.get, '00000000-0000-4000-8000-000000000000')
show([made.status, taken[:2], found.id == made.id, changed.cluster['description'], again.plugin_name, again.default_image_id == image,
    names == [name], absent[:2]])
`,
      { args: [name, flavor.name, image] },
    );
    expect(shown).to.deep.equal([
      ...['Spawning', [400, 'CLUSTER_NAME_ALREADY_EXISTS'], true, 'Another', 'guesthouse', true],
      ...[true, [404, 'CLUSTER_NOT_FOUND']],
    ]);
    await eventually(async () => {
      const { clusters } = (await api.expect(200, 'GET', `/v1.1/${project.id}/clusters`)).json<{ clusters: [] }>();
      return clusters.length === 0;
    });
  });

  it('(saharaclient) walks through a list in both directions: S8 to S12, S16', async () => {
    const names = ['c', 'a', 'e', 'b', 'd'].map((letter) => uniqueName(`page-${letter}`));
    for (const name of names) {
      const json = { name, vcpus: 1, memory_mib: 64 };
      await api.expect(202, 'POST', `/v1.1/${project.id}/guests`, { json });
    }
    const shown = (await python(`
first = client.clusters.list(limit=2)
second = client.clusters.list(limit=2, marker=first.next)
third = client.clusters.list(limit=2, marker=second.next)
back = client.clusters.list(limit=2, marker=third.prev)
pages = [[each.name for each in page] for page in (first, second, third, back)]
wrong = [fault_of(client.clusters.list, limit=limit)[:2] for limit in (0, -1, 'abc')]
unknown = [fault_of(client.clusters.list, marker='nobody')[:2], fault_of(client.clusters.list, sort_by='colour')[:2]]
def sort(*args): return [each.name for each in client.clusters.list(sort_by='name', reverse=args[0])]
show([pages, [first.prev, second.prev, third.next], sort(False), sort(True), wrong, unknown])
`)) as unknown[];
    const [a, b, c, d, e] = [...names].sort();
    expect(shown).to.deep.equal([
      [names.slice(0, 2), names.slice(2, 4), names.slice(4), names.slice(2, 4)],
      [null, null, null],
      [a, b, c, d, e],
      [e, d, c, b, a],
      Array(3).fill([400, 'VALIDATION_FAILED']),
      [
        [400, 'MARKER_UNKNOWN'],
        [400, 'VALIDATION_FAILED'],
      ],
    ]);
  });

  it('(saharaclient) gets faults for a wrong token and a foreign project: S1, S4', async () => {
    const person = await world?.person([[project, 'owner']]);
    const program = `show(fault_of(client.clusters.list)[:2])`;
    const foreign = { url: urlOf('default'), token: person?.api.token ?? '' };
    expect(await python(program, foreign)).to.deep.equal([403, 'PROJECT_REQUIRED']);
    const unauthorized = `
from keystoneauth1.exceptions.http import Unauthorized
try:
    client.clusters.list()
except Unauthorized as fault:
    show(fault.http_status)
except APIException as fault:
    show(fault.error_code)
`;
    expect(await python(unauthorized, { token: 'gh_wrong' })).to.equal(401);
  });

  it('(openstack dataprocessing) lists, shows, changes and deletes clusters', async () => {
    const name = uniqueName('cli');
    const json = { name, plugin_name: 'guesthouse', node_groups: [{ flavor_id: flavor.name }] };
    const { cluster } = (await api.expect(202, 'POST', `/v1.1/${project.id}/clusters`, { json })).json<{
      cluster: Named;
    }>();
    await api.noneUnderWay();
    const list = JSON.parse(await openstack('cluster', 'list', '--long', '-f', 'json')) as Record<string, string>[];
    const [row] = list.filter((each) => each['Name'] === name);
    expect(row).to.include({ Id: cluster.id, 'Plugin name': 'guesthouse', Status: 'Active' });
    const filtered = await openstack('cluster', 'list', '--plugin', 'guesthouse', '--name', name, '-f', 'value');
    expect(filtered).to.match(new RegExp(`^${name} ${cluster.id} guesthouse \\S+ Active\\n$`));
    await openstack('cluster', 'update', name, '--description', 'Changed');
    const shown = JSON.parse(await openstack('cluster', 'show', name, '-f', 'json')) as Record<string, string>;
    expect(shown).to.include({ Id: cluster.id, Description: 'Changed', 'Node groups': 'node:1', Status: 'Active' });
    expect(await openstack('cluster', 'delete', name, '--wait')).to.contain('has been removed successfully');
    const path = `/v1.1/${project.id}/clusters/${cluster.id}`;
    await eventually(async () => (await api.send('GET', path)).status === 404);
  });
});
