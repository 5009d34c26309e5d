/** The pure parts of Mistify's API: words, the preparation of bodies, texts of faults, and paths. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CALLS } from '../../../backends/calls.js';
import { GuesthouseError } from '../../../src/domain/errors.js';
import { faultText } from '../../../src/http/dialects/fault-text.js';
import { MISTIFY } from '../../../src/http/dialects/mistify/dialect.js';
import { prepareBody } from '../../../src/http/dialects/mistify/prepare-body.js';
import { jobView } from '../../../src/http/dialects/mistify/views/jobs.js';
import { memberOf, STATE_OF, STATUS_OF_JOB } from '../../../src/http/dialects/mistify/words.js';
import { withoutTrailingSlash } from '../../../src/http/dialects/trailing-slash.js';

const PAGE = readFileSync(new URL('../../../docs/guide/mistify.md', import.meta.url), 'utf8');

describe('The translation of Mistify', () => {
  it('has a state for each state of a guest, and the handbook prints them', () => {
    const [, table = ''] = PAGE.split('| state in Mistify');
    const rows = [...(table.split('## ')[0] ?? '').matchAll(/^\| `(\w+)` +\| ((?:`\w+`(?:, )?)+)[^|]*\|$/gm)];
    const printed = rows.flatMap(([, word = '', states = '']) =>
      states.split(', ').map((state) => [state.trim().replaceAll('`', ''), word]),
    );
    expect(Object.fromEntries(printed)).to.deep.equal(STATE_OF);
  });

  it('M23 shows a job that has not begun with the zero time of Go, and a cancelled one as an error', () => {
    const operation = {
      ...{ id: 'job', kind: 'guest.start', state: 'queued', subject: { kind: 'guest', id: 'one', name: 'web' } },
      ...{ fault: null, createdAt: '2026-11-20T09:30:00.000Z', startedAt: null, finishedAt: null },
    } as unknown as Parameters<typeof jobView>[0];
    expect(jobView(operation)).to.deep.equal({
      ...{ ID: 'job', GuestID: 'one', Action: 'start', Status: 'Queued', Message: '' },
      ...{ QueuedAt: '2026-11-20T09:30:00.000Z', StartedAt: '0001-01-01T00:00:00Z' },
      UpdatedAt: '2026-11-20T09:30:00.000Z',
    });
    const ofImage = { ...operation, kind: 'image.copy', subject: { kind: 'image', id: 'two', name: 'base' } } as const;
    expect(jobView(ofImage)).to.include({
      GuestID: '',
      Action: 'copyImage',
    });
    expect(STATUS_OF_JOB.cancelled).to.equal('Error');
  });

  it('M7 drops members with zero values of Go, and no values of metadata', () => {
    const nic = { network: 'user', model: '', vlans: null, address: '' };
    const sent = { id: '', cpu: 0, memory: 128, nics: [nic], disks: [], metadata: { empty: '', name: 'web' } };
    const read = { memory: 128, nics: [{ network: 'user' }], metadata: { empty: '', name: 'web' } };
    expect(prepareBody('createMistifyGuest', sent)).to.deep.equal(read);
    expect(prepareBody('createMistifyImage', { id: 'a', source: '' })).to.deep.equal({ id: 'a' });
    for (const body of [null, [], 'text', 7]) expect(prepareBody('createMistifyGuest', body)).to.equal(body);
    expect(prepareBody('updateMistifyMetadata', { key: '', gone: null })).to.deep.equal({ key: '', gone: null });
    expect(prepareBody('createMistifyGuest', { nics: ['text', 0], disks: {} })).to.deep.equal({
      ...{ nics: ['text', 0], disks: {} },
    });
  });

  it('explains every mistake in one text, by the names of its own members', () => {
    const mistakes = [
      { pointer: '/disks/0/size_mib', detail: 'is required for a disk without an image' },
      { pointer: '/nics/0/network', detail: 'does not name a network' },
      { parameter: 'limit', detail: 'must be >= 0' },
      { pointer: '', detail: 'has too many pairs' },
    ];
    const error = new GuesthouseError('validation_failed', 'The guest cannot be created.', { mistakes });
    expect(faultText(error, memberOf)).to.equal(
      'The guest cannot be created. Mistakes: /disks/0/size is required for a disk without an image; ' +
        '/nics/0/network does not name a network; limit must be >= 0; has too many pairs.',
    );
    const [first] = mistakes;
    const single = new GuesthouseError(
      'validation_failed',
      'The request is not valid: /x is required for a disk without an image.',
      {
        mistakes: first === undefined ? [] : [first],
      },
    );
    expect(faultText(single)).to.equal(single.message);
  });

  it('owns its four collections and what lies below them, and ignores one slash at the end', () => {
    for (const path of ['/guests', '/guests/', '/metadata', '/jobs/x', '/images/a/b']) {
      expect(MISTIFY.owns(path), path).to.equal(true);
    }
    for (const path of ['/', '/guest', '/guestsx', '/v1/guests', '/metrics', '/GUESTS', '//guests']) {
      expect(MISTIFY.owns(path), path).to.equal(false);
    }
    for (const [sent, read] of [
      ['/guests/', '/guests'],
      ['/guests/?a=/', '/guests?a=/'],
      ['/guests//', '/guests//'],
      ['/', '/'],
      ['/guests', '/guests'],
    ] as const) {
      expect(withoutTrailingSlash(sent)).to.equal(read);
    }
  });

  it('M24 gives the actions of the agent to methods of the backend', () => {
    const [, table = ''] = PAGE.split('## Sub-agents');
    const rows = [...table.matchAll(/^\| (`[^|]*`) +\| ([^|]*`)[^|]*\|$/gm)];
    const wordsOf = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
    const actions = rows.flatMap(([, left = '']) => wordsOf(left));
    expect(actions).to.have.members([
      ...['create', 'start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend', 'delete'],
      ...['cpuMetrics', 'nicMetrics', 'diskMetrics'],
    ]);
    for (const method of rows.flatMap(([, , right = '']) => wordsOf(right))) expect(CALLS).to.have.property(method);
  });
});
