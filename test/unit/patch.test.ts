/**
 * Hostile patches, and which members of a resource a patch can change. patch-examples.test.ts tests the RFCs' own
 * examples.
 */
import { expect } from 'chai';
import { applyJsonPatch, applyMergePatch, patchWritableView, type PatchKind } from '../../src/app/patch.js';
import { isGuesthouseError, type GuesthouseError } from '../../src/domain/errors.js';

function refusalOf(act: () => unknown): GuesthouseError {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    if (isGuesthouseError(error)) return error;
    throw error;
  }
  throw new Error(`was accepted: ${JSON.stringify(result).slice(0, 200)}`);
}

function placesOf(error: GuesthouseError): unknown[] {
  return error.mistakes.map((mistake) => ('pointer' in mistake ? mistake.pointer : mistake));
}

function refused(document: unknown, patch: unknown, pointer: string, kind = 'validation_failed'): void {
  const before = structuredClone(document);
  const error = refusalOf(() => applyJsonPatch(document, patch));
  expect([error.kind, placesOf(error)], error.message).to.deep.equal([kind, [pointer]]);
  expect(document).to.deep.equal(before);
}

function addDeep(tokens: readonly string[]): object {
  return { op: 'add', path: tokens.map((token) => `/${token}`).join(''), value: { polluted: 1 } };
}

describe('JSON Patch', () => {
  it('rejects a document that is not a patch, and points at the mistake', () => {
    const cases: [unknown, string][] = [
      [{}, ''],
      [null, ''],
      ['[]', ''],
      [[null], '/0'],
      [[[]], '/0'],
      [[{ path: '/a', value: 1 }], '/0/op'],
      [[{ op: 'ADD', path: '/a', value: 1 }], '/0/op'],
      [[{ op: 'constructor', path: '/a' }], '/0/op'],
      [[{ op: ['add'], path: '/a', value: 1 }], '/0/op'],
      [[{ op: 'add', value: 1 }], '/0/path'],
      [[{ op: 'add', path: '/a' }], '/0/value'],
      [[{ op: 'replace', path: '/a' }], '/0/value'],
      [[{ op: 'test', path: '/a' }], '/0/value'],
      [[{ op: 'copy', path: '/b' }], '/0/from'],
      [[{ op: 'move', path: '/b' }], '/0/from'],
      [[{ op: 'move', from: null, path: '/b' }], '/0/from'],
      [[{ op: 'remove', path: 5 }], '/0/path'],
      [[{ op: 'remove', path: 'a' }], '/0/path'],
      [[{ op: 'remove', path: '#/a' }], '/0/path'],
      [[{ op: 'remove', path: '/~2' }], '/0/path'],
      [[{ op: 'remove', path: '/a~' }], '/0/path'],
    ];
    for (const [patch, pointer] of cases) refused({ a: 1, '~2': 2 }, patch, pointer);
  });

  it('reads all operations before it applies the first', () => {
    refused({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }, { op: 'nonsense' }], '/1/op');
  });

  it('applies all operations or none', () => {
    const document = { a: [1] };
    refused(
      document,
      [
        { op: 'add', path: '/a/-', value: 2 },
        { op: 'remove', path: '/b' },
      ],
      '/1/path',
    );
  });

  it('accepts as an index only digits without a leading zero, up to the end of the array', () => {
    for (const index of ['01', '00', '-1', '+1', '1e0', ' 1', '1.0', 'length', '', '9', '99999999999999999999']) {
      const path = `/a/${index}`;
      const document = { a: [1, 2], b: 3 };
      refused(document, [{ op: 'add', path, value: 0 }], '/0/path');
      refused(document, [{ op: 'replace', path, value: 0 }], '/0/path');
      refused(document, [{ op: 'remove', path }], '/0/path');
      refused(document, [{ op: 'copy', from: '/b', path }], '/0/path');
      refused(document, [{ op: 'move', from: '/b', path }], '/0/path');
      refused(document, [{ op: 'copy', from: path, path: '/c' }], '/0/from');
      refused(document, [{ op: 'test', path, value: 0 }], '/0/path', 'patch_test_failed');
    }
  });

  it('accepts - only as the place after the last element', () => {
    expect(applyJsonPatch([1], [{ op: 'add', path: '/-', value: 2 }])).to.deep.equal([1, 2]);
    expect(applyJsonPatch([1, 2], [{ op: 'move', from: '/0', path: '/-' }])).to.deep.equal([2, 1]);
    expect(applyJsonPatch([1, 2], [{ op: 'copy', from: '/0', path: '/-' }])).to.deep.equal([1, 2, 1]);
    expect(applyJsonPatch([1], [{ op: 'add', path: '/1', value: 2 }])).to.deep.equal([1, 2]);
    refused([1], [{ op: 'remove', path: '/-' }], '/0/path');
    refused([1], [{ op: 'replace', path: '/-', value: 2 }], '/0/path');
    refused([[1]], [{ op: 'add', path: '/-/0', value: 2 }], '/0/path');
    expect(applyJsonPatch({ '-': 1 }, [{ op: 'remove', path: '/-' }]), 'a member').to.deep.equal({});
  });

  it('replaces an element in place', () => {
    expect(applyJsonPatch([1, 2, 3], [{ op: 'replace', path: '/1', value: [4] }])).to.deep.equal([1, [4], 3]);
  });

  it('can replace, test, copy and remove the whole document', () => {
    expect(applyJsonPatch({ a: 1 }, [{ op: 'replace', path: '', value: [1] }])).to.deep.equal([1]);
    expect(applyJsonPatch({ a: 1 }, [{ op: 'add', path: '', value: 'x' }])).to.equal('x');
    expect(applyJsonPatch({ a: 1 }, [{ op: 'test', path: '', value: { a: 1 } }])).to.deep.equal({ a: 1 });
    expect(applyJsonPatch({ a: 1 }, [{ op: 'copy', from: '', path: '/b' }])).to.deep.equal({ a: 1, b: { a: 1 } });
    expect(applyJsonPatch({ a: 1 }, [{ op: 'move', from: '/a', path: '' }])).to.equal(1);
    expect(applyJsonPatch({ a: 1 }, [{ op: 'remove', path: '' }])).to.equal(null);
  });

  it('resolves the target of a move after the removal, and never moves a value into itself', () => {
    const list = { a: [{ x: 1 }, { x: 2 }, { x: 3 }] };
    expect(applyJsonPatch(list, [{ op: 'move', from: '/a/0', path: '/a/1/y' }])).to.deep.equal({
      a: [{ x: 2 }, { x: 3, y: { x: 1 } }],
    });
    expect(applyJsonPatch(list, [{ op: 'move', from: '/a/1', path: '/a/1' }])).to.deep.equal(list);
    refused(list, [{ op: 'move', from: '/a/0', path: '/a/3' }], '/0/path');
    refused({ a: { b: {} } }, [{ op: 'move', from: '/a', path: '/a/b/c' }], '/0/path');
    refused({ a: {} }, [{ op: 'move', from: '', path: '/a' }], '/0/path');
    expect(applyJsonPatch({ a: 1, ab: {} }, [{ op: 'move', from: '/a', path: '/ab/c' }])).to.deep.equal({
      ab: { c: 1 },
    });
  });

  it('makes copies that are independent of their source', () => {
    const patch = [
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'add', path: '/b/-', value: 2 },
      { op: 'replace', path: '/a/0', value: 0 },
    ];
    expect(applyJsonPatch({ a: [1] }, patch)).to.deep.equal({ a: [0], b: [1, 2] });
  });

  it('shares no value of the patch with the result', () => {
    const value = { deep: [1] };
    const result = applyJsonPatch({}, [
      { op: 'add', path: '/a', value },
      { op: 'add', path: '/a/deep/-', value: 2 },
    ]);
    expect([result, value]).to.deep.equal([{ a: { deep: [1, 2] } }, { deep: [1] }]);
  });

  it('compares as the RFC defines: by value, with object members in any order, and with null different from absent', () => {
    const holds = (left: unknown, right: unknown): boolean => {
      try {
        applyJsonPatch({ a: left }, [{ op: 'test', path: '/a', value: right }]);
        return true;
      } catch (error) {
        expect(error).to.have.property('kind', 'patch_test_failed');
        return false;
      }
    };
    const equal: [string, string][] = [
      ['1', '1.0'],
      ['100', '1e2'],
      ['0', '-0'],
      ['"é"', '"\\u00e9"'],
      ['{"x":1,"y":[{}]}', '{"y":[{}],"x":1}'],
      ['null', 'null'],
      ['[[],{}]', '[[],{}]'],
    ];
    const unequal: [string, string][] = [
      ['1', '"1"'],
      ['0', 'false'],
      ['null', 'false'],
      ['"a"', '"A"'],
      ['"é"', '"e\\u0301"'],
      ['[1,2]', '[2,1]'],
      ['[1]', '[1,2]'],
      ['[]', '{}'],
      ['{}', 'null'],
      ['{"x":1}', '{"x":1,"y":2}'],
      ['{"x":1,"y":2}', '{"x":1}'],
      ['{"toString":1}', '{"x":1}'],
      ['{"x":1}', '{"toString":1}'],
    ];
    for (const [left, right] of equal) expect(holds(JSON.parse(left), JSON.parse(right)), left + right).to.be.true;
    for (const [left, right] of unequal) expect(holds(JSON.parse(left), JSON.parse(right)), left + right).to.be.false;
    refused({}, [{ op: 'test', path: '/a', value: null }], '/0/path', 'patch_test_failed');
  });

  it('finds only own members in a document, and neither inherited ones nor characters of a string', () => {
    for (const path of [
      '/toString',
      '/constructor',
      '/prototype',
      '/__proto__',
      '/a/length',
      '/a/0',
      '/constructor/x',
    ]) {
      const document = { a: 'text' };
      refused(document, [{ op: 'remove', path }], '/0/path');
      refused(document, [{ op: 'replace', path, value: 1 }], '/0/path');
      refused(document, [{ op: 'copy', from: path, path: '/b' }], '/0/from');
      refused(document, [{ op: 'test', path, value: {} }], '/0/path', 'patch_test_failed');
    }
    refused({ a: 'text' }, [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }], '/0/path');
    refused({}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }], '/0/path');
    expect({}).to.not.have.property('polluted');
  });

  it('treats __proto__, constructor and prototype like any other name', () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'a/b', '~', '~1']) {
      const path = `/m/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const added = applyJsonPatch({ m: {} }, [{ op: 'add', path, value: 'x' }]);
      expect(added, name).to.deep.equal({ m: { [name]: 'x' } });
      const patch = [
        { op: 'test', path, value: 'x' },
        { op: 'replace', path, value: 'y' },
        { op: 'copy', from: path, path: '/copy' },
        { op: 'move', from: path, path: '/moved' },
      ];
      expect(applyJsonPatch(added, patch), name).to.deep.equal({ m: {}, copy: 'y', moved: 'y' });
      expect(applyJsonPatch(added, [{ op: 'remove', path }]), name).to.deep.equal({ m: {} });
    }
  });

  it('changes no prototype, at any depth', () => {
    const text = '{"x":[{"__proto__":{"polluted":1}}]}';
    const value: unknown = JSON.parse(text);
    const results = [
      applyJsonPatch({ a: 1 }, [{ op: 'add', path: '/b', value }]),
      applyJsonPatch({ b: 1 }, [{ op: 'replace', path: '/b', value }]),
      applyJsonPatch({ a: value }, [{ op: 'copy', from: '/a', path: '/b' }]),
      applyJsonPatch({}, [{ op: 'add', path: '/b', value: { x: [{}] } }, addDeep(['b', 'x', '0', '__proto__'])]),
      applyMergePatch({}, { b: value }),
      applyMergePatch({ b: { x: 1 } }, { b: value }),
    ];
    for (const result of results) {
      expect(JSON.stringify((result as { b: unknown }).b)).to.equal(text);
      expect({}).to.not.have.property('polluted');
      expect((result as { b: { x: object[] } }).b.x[0]).to.not.have.property('polluted');
    }
    const nested: unknown = JSON.parse('{"__proto__":{"polluted":1}}');
    expect(JSON.stringify(applyMergePatch(nested, JSON.parse('{"__proto__":{"polluted":null}}')))).to.equal(
      '{"__proto__":{}}',
    );
    expect(JSON.stringify(applyMergePatch(nested, JSON.parse('{"__proto__":null}')))).to.equal('{}');
  });

  it('keeps existing members, whatever their names', () => {
    const document: unknown = JSON.parse('{"__proto__":"own","a":1}');
    const result = applyJsonPatch(document, [{ op: 'remove', path: '/a' }]);
    expect(JSON.stringify(result)).to.equal('{"__proto__":"own"}');
    expect(JSON.stringify(applyMergePatch(document, { a: 2 }))).to.equal('{"__proto__":"own","a":2}');
  });

  it('rejects more than 1,000 operations', () => {
    const operations = Array.from({ length: 1000 }, () => ({ op: 'add', path: '/-', value: 0 }));
    expect(applyJsonPatch([], operations)).to.have.length(1000);
    refused([], [...operations, ...operations.slice(0, 1)], '');
  });

  it('rejects operations that would grow the document without bound', () => {
    const double = Array.from({ length: 100 }, (_, index) => ({ op: 'copy', from: '/a', path: `/a/${index}` }));
    const error = refusalOf(() => applyJsonPatch({ a: {} }, double));
    expect([error.kind, placesOf(error)[0]]).to.satisfy(
      ([kind, place]: string[]) => kind === 'validation_failed' && /^\/\d+\/from$/.test(place ?? ''),
    );
    const large = 'x'.repeat(600_000);
    const copies = [1, 2].map((index) => ({ op: 'copy', from: '/a', path: `/${index}` }));
    refused({ a: large }, copies, '/1/from');
    expect(applyJsonPatch({ a: large }, copies.slice(1))).to.deep.equal({ a: large, 2: large });
  });

  it('rejects nesting deeper than 100 levels, whether by one value or by many operations', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(applyJsonPatch({}, [{ op: 'add', path: '/a', value: nested(100) }])).to.have.property('a');
    refused({}, [{ op: 'add', path: '/a', value: nested(101) }], '/0/value');
    refused({}, [{ op: 'add', path: '/a', value: nested(5_000) }], '/0/value');
    refused({ a: nested(50) }, [{ op: 'test', path: '/a', value: nested(5_000) }], '/0/value', 'patch_test_failed');
    const wrap = Array.from({ length: 101 }, (_, index) => ({ op: 'add', path: '/a'.repeat(index + 1), value: {} }));
    refused({}, wrap, '/100/value');
    const error = refusalOf(() => applyMergePatch({}, nested(5_000)));
    expect(error.kind).to.equal('validation_failed');
  });

  it('tests lists of 100,000 elements without comparing each element with every other', () => {
    const list = Array.from({ length: 100_000 }, (_, index) => index);
    const other = list.map((value) => value + 1);
    refused({ list }, [{ op: 'test', path: '/list', value: other }], '/0/value', 'patch_test_failed');
    expect(applyJsonPatch({ list }, [{ op: 'test', path: '/list', value: [...list] }])).to.deep.equal({ list });
  });
});

describe('A merge patch', () => {
  it('treats the names of inherited members like any other name', () => {
    const patch = { constructor: { a: 1 }, toString: { b: 2 }, hasOwnProperty: null };
    expect(applyMergePatch({}, patch)).to.deep.equal({ constructor: { a: 1 }, toString: { b: 2 } });
    expect({}.constructor).to.equal(Object);
  });

  it('makes plain objects, and shares nothing with the patch', () => {
    const patch = { a: { b: [1] } };
    const result = applyMergePatch({}, patch) as typeof patch;
    expect(Object.getPrototypeOf(result.a)).to.equal(Object.prototype);
    result.a.b.push(2);
    expect(patch.a.b).to.deep.equal([1]);
  });
});

describe('The writable part of a resource', () => {
  const view = {
    id: 'g-1',
    name: 'web',
    description: 'old',
    metadata: { tier: 'gold' },
    host: { id: 'h-1' },
    fault: null,
  };
  const writable = ['name', 'description', 'metadata'];
  const patched = (kind: PatchKind, patch: unknown): Record<string, unknown> =>
    patchWritableView(kind, view, patch, { writable });
  const refuses = (kind: PatchKind, patch: unknown, error: string, pointers: readonly string[]): void => {
    const refusal = refusalOf(() => patched(kind, patch));
    expect([refusal.kind, placesOf(refusal)], JSON.stringify(patch)).to.deep.equal([error, pointers]);
  };

  it('can be changed by both kinds of patch, which leave the original view unchanged', () => {
    const before = structuredClone(view);
    const merged = patched('merge_patch', { name: 'db', metadata: { tier: null, owner: 'x' } });
    expect(merged).to.deep.equal({ ...view, name: 'db', metadata: { owner: 'x' } });
    const operations = [
      { op: 'test', path: '/id', value: 'g-1' },
      { op: 'test', path: '/fault', value: null },
      { op: 'copy', from: '/host/id', path: '/metadata/host' },
      { op: 'move', from: '/metadata/tier', path: '/description' },
      { op: 'replace', path: '/name', value: 'db' },
    ];
    expect(patched('json_patch', operations)).to.deep.equal({
      ...view,
      name: 'db',
      description: 'gold',
      metadata: { host: 'h-1' },
    });
    expect(view).to.deep.equal(before);
  });

  it('can lose a member, which the caller must then check', () => {
    expect(patched('merge_patch', { description: null })).to.not.have.property('description');
    expect(patched('json_patch', [{ op: 'remove', path: '/description' }])).to.not.have.property('description');
  });

  it('includes no read-only member', () => {
    refuses('merge_patch', { id: 'x' }, 'read_only_field', ['/id']);
    refuses('merge_patch', { fault: null }, 'read_only_field', ['/fault']);
    refuses('merge_patch', { name: 'x', host: {}, id: 'x' }, 'read_only_field', ['/host', '/id']);
    for (const path of ['/id', '/host/id', '/host/new', '/fault']) {
      for (const operation of [
        { op: 'add', value: 1 },
        { op: 'replace', value: 1 },
        { op: 'remove' },
        { op: 'copy', from: '/name' },
        { op: 'move', from: '/name' },
      ]) {
        refuses('json_patch', [{ ...operation, path }], 'read_only_field', ['/0/path']);
      }
    }
  });

  it('cannot receive a read-only member by a move', () => {
    refuses('json_patch', [{ op: 'move', from: '/host/id', path: '/name' }], 'read_only_field', ['/0/from']);
    refuses('json_patch', [{ op: 'move', from: '', path: '/name' }], 'read_only_field', ['/0/from']);
  });

  it('cannot be replaced as a whole document', () => {
    refuses('json_patch', [{ op: 'replace', path: '', value: {} }], 'read_only_field', ['/0/path']);
    refuses('json_patch', [{ op: 'remove', path: '' }], 'read_only_field', ['/0/path']);
    expect(patched('json_patch', [{ op: 'test', path: '', value: view }])).to.deep.equal(view);
    for (const patch of [null, [], 'x', 5]) refuses('merge_patch', patch, 'validation_failed', ['']);
  });

  it('has no unknown members', () => {
    refuses('merge_patch', { colour: 'red', 'a/b': 1 }, 'validation_failed', ['/colour', '/a~1b']);
    refuses('merge_patch', { toString: 1, constructor: 1 }, 'validation_failed', ['/toString', '/constructor']);
    refuses('json_patch', [{ op: 'add', path: '/colour', value: 1 }], 'validation_failed', ['/0/path']);
    refuses('json_patch', [{ op: 'test', path: '/colour', value: 1 }], 'validation_failed', ['/0/path']);
    refuses('json_patch', [{ op: 'copy', from: '/colour', path: '/name' }], 'validation_failed', ['/0/from']);
  });

  it('reports all mistakes of a patch at once, up to twenty', () => {
    const operations = [
      { op: 'remove', path: '/id' },
      { op: 'test', path: '/name', value: 'no' },
      { op: 'move', from: '/host', path: '/colour' },
    ];
    refuses('json_patch', operations, 'validation_failed', ['/2/path', '/0/path', '/2/from']);
    const many = Array.from({ length: 50 }, () => ({ op: 'remove', path: '/id' }));
    expect(refusalOf(() => patched('json_patch', many)).mistakes).to.have.length(20);
  });
});
