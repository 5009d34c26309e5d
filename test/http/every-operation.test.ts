/**
 * What a contract promises for every operation. The tests loop over the contract itself, so a new operation gets its
 * test cases from it. Each loop is about one status, and skips operations that do not document that status.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { accessPresent, fillPath } from '../support/access/access-present.js';
import { Api, type CheckedResponse, type SendOptions } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { describeEachContract } from '../support/contracts.js';
import { PROBLEM } from '../support/problem.js';
import { peoplePresent } from '../support/access/people.js';
import { makeIso, OVIRT_PARTS } from '../support/dialects/ovirt-world.js';
import { Service } from '../support/service.js';

const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const MIB = 1024 * 1024;

describeEachContract('Every operation', (contract) => {
  const { operations, documentedPairs, faultForm, challenge, otherTypeStatus, projectParameter } = contract;
  const isNative = faultForm === PROBLEM;
  const nameOf = (response: CheckedResponse): string | undefined => faultForm.nameOf(response.json());
  /** The faults of some older APIs have no names. */
  const expectFault = (response: CheckedResponse, name: string): void => {
    const found = nameOf(response);
    if (isNative || found !== undefined) expect(found).to.equal(name);
  };
  let service: Service;
  let api: Api;
  let guest: Guest;
  let present: Readonly<Record<string, string>>;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const disks = [{ size_mib: 1 }, { media: 'cdrom' as const, image: (await makeIso(api)).id }];
    guest = await api.makeGuest({ nics: [{}], disks });
    const image = await api.announceImage();
    const { items } = { items: (await api.client.GET('/v1/operations')).data?.operations ?? [] };
    present = contract.withAliases({
      guest: guest.id,
      image: image.id,
      host: guest.host.id,
      operation: items[0]?.id ?? '',
      ...(await peoplePresent(api)),
      collection: 'guests',
      page: 'getting-started',
      dialect: 'sahara',
      id: guest.id,
      ...OVIRT_PARTS,
      event: '1',
      ...(await accessPresent(api, guest)),
    });
  });
  after(() => service.leave());

  /** The path with ids that exist, or with one id that does not exist. */
  function pathOf({ path }: Operation, absent?: { name: string; value: string }): string {
    if (absent === undefined) return fillPath(path, present);
    return fillPath(path.replace(`{${absent.name}}`, absent.value), present);
  }

  /** A valid request, so that only the part that the loop tests is wrong. */
  function goodRequest({ bodyTypes, bodyExample, isBodyRequired }: Operation): SendOptions {
    const [type] = bodyTypes;
    if (type === undefined || !isBodyRequired) return {};
    const body = type.endsWith('json') ? JSON.stringify(bodyExample) : 'content';
    return { body, headers: { 'content-type': type } };
  }

  async function expectNothingChanged(work: () => Promise<void>): Promise<void> {
    const permissions = [`${guest.href}/permissions`, `/v1/projects/${guest.project_id}/permissions`];
    const lists = [
      ...[
        'guests',
        'images',
        'operations',
        'zones',
        'instance-types',
        'placement-groups',
        'projects',
        'users',
        'groups',
        'networks',
      ].map((name) => `/v1/${name}`),
      '/v1/tokens?fields=name',
      `/v1/hosts/${guest.host.id}/metadata`,
      ...permissions,
    ];
    const read = async () => Promise.all(lists.map(async (path) => (await api.expect(200, 'GET', path)).json()));
    const [before, files] = [await read(), await service.imageFiles()];
    await work();
    expect(await read()).to.deep.equal(before);
    expect(await service.imageFiles()).to.deep.equal(files);
  }

  function eachThatDocuments(status: number): readonly Operation[] {
    return operations.filter(({ responses }) => responses.has(status));
  }

  describe('(401)', () => {
    const credentials: Record<string, string | null> = {
      'no credential': null,
      'an unknown token': 'Bearer gh_00000000000000000000000000000000000000000000',
      'another scheme': 'Basic YWRtaW46YWRtaW4=',
      'an empty token': 'Bearer ',
    };
    for (const operation of eachThatDocuments(401)) {
      it(`requires a credential: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          for (const [what, authorization] of Object.entries(credentials)) {
            const { headers, ...rest } = goodRequest(operation);
            const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
              ...rest,
              headers: { ...headers, ...(authorization === null ? {} : { authorization }) },
              token: null,
            });
            expect(response.status, what).to.equal(401);
            expectFault(response, 'UNAUTHENTICATED');
            expect(response.headers.get('www-authenticate')).to.equal(challenge);
          }
        });
      });
    }

    for (const operation of operations.filter(({ isOpen }) => isOpen)) {
      it(`requires no credential if it is open: ${operation.operationId}`, async () => {
        const options = { ...goodRequest(operation), token: null };
        const response = await api.send(operation.method.toUpperCase(), pathOf(operation), options);
        expect(response.status).to.be.below(400);
        expect(operation.responses.has(401)).to.equal(false);
      });
    }
  });

  describe('(406)', () => {
    for (const operation of eachThatDocuments(406)) {
      it(`rejects a client that accepts neither its media types nor any JSON: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          const others = ['image/png', 'application/xml;q=0.9, image/*;q=0.1', 'application/*;q=0, text/*;q=0'];
          const produces = [...operation.responses.values()].flatMap(({ content }) => Object.keys(content));
          for (const accept of others.filter((each) => !produces.some((type) => each.startsWith(type)))) {
            const { headers, ...rest } = goodRequest(operation);
            const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
              ...rest,
              headers: { ...headers, accept },
            });
            expect(response.status, accept).to.equal(406);
            const isEmpty = Object.keys(operation.responses.get(406)?.content ?? {}).length === 0;
            if (isEmpty) expect(response.text).to.equal('');
            else expect(nameOf(response)).to.equal('NOT_ACCEPTABLE');
          }
        });
      });
    }
  });

  describe('(400)', () => {
    for (const operation of eachThatDocuments(400)) {
      it(`rejects an unknown query parameter: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          for (const query of ['colour=red', '__proto__=1', 'LIMIT=1']) {
            const response = await api.send(
              operation.method.toUpperCase(),
              `${pathOf(operation)}?${query}`,
              goodRequest(operation),
            );
            expect(response.status, query).to.equal(400);
            expectFault(response, 'VALIDATION_FAILED');
            if (!isNative) continue;
            const [mistake] = response.fault().errors ?? [];
            expect(mistake?.parameter).to.equal(query.split('=')[0]);
          }
        });
      });
    }

    for (const operation of operations.filter(({ bodyTypes }) => bodyTypes[0]?.endsWith('json'))) {
      const isList = Array.isArray(operation.bodyExample);
      it(`rejects bodies that are not a JSON ${isList ? 'array' : 'object'}: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          const bodies = [
            '{',
            '{"a":}',
            'null',
            isList ? '{}' : '[]',
            '"text"',
            '3',
            '{"a":1}{',
            Buffer.from([0x7b, 0xff, 0x7d]),
            '\u0000',
          ];
          for (const body of bodies) {
            const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
              body,
              headers: { 'content-type': operation.bodyTypes[0] ?? '' },
            });
            expect(response.status, String(body)).to.equal(400);
            expectFault(response, 'VALIDATION_FAILED');
          }
        });
      });
    }

    for (const operation of operations.filter((each) => each.isBodyRequired && each.bodyTypes[0]?.endsWith('json'))) {
      it(`rejects a missing body: ${operation.operationId}`, async () => {
        const response = await api.send(operation.method.toUpperCase(), pathOf(operation));
        expect(response.status).to.equal(400);
      });
    }
  });

  const absentValues = [
    ...[ABSENT_ID, 'nobody', 'a%2Fb', '..%2F..%2Fetc', '%E4%BD%A0', 'x'.repeat(255), 'x'.repeat(256), '%00'],
    ...["'%20or%201=1", '__proto__'],
  ];

  describe('(403)', () => {
    for (const operation of operations.filter(({ parameters }) => parameters.some(isProject))) {
      it(`rejects a project that does not exist: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          for (const value of absentValues) {
            const path = pathOf(operation, { name: projectParameter ?? '', value });
            const response = await api.send(operation.method.toUpperCase(), path, goodRequest(operation));
            expect(response.status, value).to.equal(403);
            expect(nameOf(response), value).to.equal('PROJECT_REQUIRED');
          }
        });
      });
    }
  });

  function isProject(parameter: { readonly in: string; readonly name: string }): boolean {
    return parameter.in === 'path' && parameter.name === projectParameter;
  }

  describe('(404)', () => {
    for (const operation of eachThatDocuments(404)) {
      for (const { name } of operation.parameters.filter(
        (parameter) => parameter.in === 'path' && parameter.name !== 'id' && !isProject(parameter),
      )) {
        it(`rejects a ${name} that does not exist: ${operation.operationId}`, async () => {
          const upperCase = present[name]?.toUpperCase() ?? '';
          await expectNothingChanged(async () => {
            for (const value of [...absentValues, ...(upperCase === present[name] ? [] : [`${upperCase}x`])]) {
              const response = await api.send(
                operation.method.toUpperCase(),
                pathOf(operation, { name, value }),
                goodRequest(operation),
              );
              expect(response.status, value).to.equal(404);
            }
          });
        });
      }
    }
  });

  describe('(413)', () => {
    for (const operation of eachThatDocuments(413).filter(({ bodyTypes }) => bodyTypes[0]?.endsWith('json'))) {
      it(`rejects JSON of more than 1 MiB: ${operation.operationId}`, async () => {
        await expectNothingChanged(async () => {
          const options = { headers: { 'content-type': operation.bodyTypes[0] ?? '' } };
          const padded = JSON.stringify(operation.bodyExample) + ' '.repeat(MIB);
          const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
            ...options,
            body: padded,
          });
          expect(response.status).to.equal(413);
          expectFault(response, 'BODY_TOO_LARGE');
          const streamed = new Blob([padded]).stream();
          const chunked = await api.send(operation.method.toUpperCase(), pathOf(operation), {
            ...options,
            body: streamed,
          });
          expect(chunked.status).to.equal(413);
        });
      });
    }
  });

  describe(`(${otherTypeStatus})`, () => {
    for (const operation of operations.filter(({ bodyTypes }) => bodyTypes.length > 0)) {
      it(`rejects other media types, charsets and encodings: ${operation.operationId}`, async () => {
        const [type = ''] = operation.bodyTypes;
        const refused: Record<string, string>[] = [
          { 'content-type': 'text/plain' },
          { 'content-type': 'application/xml' },
          { 'content-type': 'application/x-www-form-urlencoded' },
          { 'content-type': `${type}x` },
          { 'content-type': type, 'content-encoding': 'compress' },
        ];
        if (type.endsWith('json')) refused.push({ 'content-type': `${type}; charset=utf-99` });
        await expectNothingChanged(async () => {
          const isTaken = (headers: Record<string, string>): boolean =>
            headers['content-encoding'] === undefined && operation.bodyTypes.includes(headers['content-type'] ?? '');
          for (const headers of refused.filter((each) => !isTaken(each))) {
            const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
              ...goodRequest(operation),
              body: '{"a":"b"}',
              headers,
            });
            expect(response.status, JSON.stringify(headers)).to.equal(otherTypeStatus);
            expectFault(response, 'UNSUPPORTED_MEDIA_TYPE');
          }
        });
      });
    }
  });

  it('documents at least the statuses that its shape implies', () => {
    for (const { operationId, isOpen, parameters, bodyTypes } of operations) {
      expect(documentedPairs).to.include(`${operationId} 400`);
      if (!isOpen) expect(documentedPairs).to.include(`${operationId} 401`);
      const hasPath = parameters.some((each) => each.in === 'path' && !isProject(each));
      if (hasPath) expect(documentedPairs).to.include(`${operationId} 404`);
      if (bodyTypes.length > 0) expect(documentedPairs).to.include(`${operationId} ${otherTypeStatus}`);
    }
  });
});
