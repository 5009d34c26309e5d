# A client of Mogan's API that consists of openstacksdk's generic resource. It creates, lists, reads, patches and deletes
# instances, and prints what it found as JSON. It reads the url of the service, a token and the body of an instance from
# its standard input.
import json
import sys
import time

from keystoneauth1 import session, token_endpoint
from openstack import connection, exceptions, proxy, resource


class Instance(resource.Resource):
    base_path = '/instances'
    resources_key = 'instances'
    allow_create = allow_fetch = allow_commit = allow_delete = allow_list = True
    commit_method = 'PATCH'
    commit_jsonpatch = True
    _query_mapping = resource.QueryParameters('fields', 'all_tenants')

    id = resource.Body('uuid', alternate_id=True)
    name = resource.Body('name')
    description = resource.Body('description')
    status = resource.Body('status')
    power_state = resource.Body('power_state')
    instance_type_uuid = resource.Body('instance_type_uuid')
    image_uuid = resource.Body('image_uuid')
    networks = resource.Body('networks')
    extra = resource.Body('extra', type=dict)


def adapter(url, token):
    authenticated = session.Session(auth=token_endpoint.Token(url + '/v1', token))
    client = proxy.Proxy(authenticated, endpoint_override=url + '/v1', service_type='instances')
    client._connection = connection.Connection(session=authenticated)
    return client


def refusal(act):
    try:
        act()
    except exceptions.HttpException as error:
        return [error.status_code, error.details]
    return None


given = json.load(sys.stdin)
url, token, body = given['url'], given['token'], given['body']
client = adapter(url, token)
made = [Instance.new(**{**body, 'name': f'sdk-{nth}'}).create(client) for nth in range(3)]
first = made[0]
found = {'status': first.status}
while Instance.existing(id=first.id).fetch(client).power_state != 'power on':
    time.sleep(0.05)
shown = Instance.existing(id=first.id).fetch(client)
found['shown'] = [shown.name, shown.status, shown.power_state, shown.extra]
found['all'] = [each.name for each in Instance.list(client)]
found['pages'] = [each.name for each in Instance.list(client, limit=2)]
found['one by one'] = [each.name for each in Instance.list(client, limit=1)]
shown.description = 'changed'
shown.extra = {'My Server Name': 'Apache2'}
changed = shown.commit(client)
found['changed'] = [changed.description, changed.extra]
found['taken'] = refusal(lambda: Instance.new(**{**body, 'name': 'sdk-0'}).create(client))
found['wrong'] = refusal(lambda: Instance.new(name='incomplete').create(client))
found['absent'] = refusal(lambda: Instance.existing(id='nobody').fetch(client))
found['unauthorized'] = refusal(lambda: Instance.existing(id=first.id).fetch(adapter(url, 'gh_' + '0' * 43)))
failing = [{'op': 'test', 'path': '/name', 'value': 'other'}, {'op': 'replace', 'path': '/description', 'value': 'unseen'}]
found['test'] = client.patch(f'/instances/{first.id}', json=failing).status_code
found['unchanged'] = Instance.existing(id=first.id).fetch(client).description
deleted = client.delete(f'/instances/{first.id}')
found['deleted'] = [deleted.status_code, deleted.text]
while refusal(lambda: Instance.existing(id=first.id).fetch(client)) is None:
    time.sleep(0.05)
found['left'] = [each.name for each in Instance.list(client)]
print(json.dumps(found))
