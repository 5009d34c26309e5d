/**
 * The search language, cell by cell: precedence; words, fields and keywords; the values of each type; the position of
 * every kind of mistake; and the limits. test/store/search.test.ts tests what a search finds.
 */
import { expect } from 'chai';
import { EVENTS, fieldNames, GUESTS, IMAGES, NETWORKS } from '../../src/domain/collections.js';
import type { Collection } from '../../src/domain/collections.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import { CRITERIA_MAX, NESTING_MAX, parseSearch, SEARCH_LENGTH_MAX } from '../../src/domain/search/parse.js';
import type { Node, Search, Value } from '../../src/domain/search/tree.js';
import { GUEST_STATES } from '../../src/domain/words.js';
import { Dice } from '../support/fuzz/random.js';
import { someGarbage } from '../support/fuzz/random-search.js';
import { SEED } from '../support/fuzz/seed.js';

const GARBAGE = process.env['GUESTHOUSE_SOAK'] === '1' ? 500_000 : 5_000;
/** A Thursday. */
const NOW = new Date('2026-03-12T10:20:30.456Z');

function parse(text: string, collection: Collection = GUESTS): Search {
  return parseSearch(text, collection, { now: NOW });
}

/** The tree as one line, such as `(and a b)`. A `*` joins the parts of a pattern. */
function line(node: Node | null): string {
  if (node === null) return 'everything';
  if (node.kind === 'word') return `word:${node.pattern.parts.join('*')}`;
  if (node.kind !== 'criterion') return `(${node.kind} ${node.nodes.map(line).join(' ')})`;
  const key = node.field.key === null ? '' : `[${node.field.key}]`;
  return `${node.field.name}${key}${node.relation}${valueLine(node.value)}`;
}

function valueLine(value: Value): string {
  switch (value.kind) {
    case 'anything':
      return 'anything';
    case 'pattern':
      return value.parts.join('*');
    case 'number':
      return String(value.number);
    case 'interval':
      return `${new Date(value.startMs).toISOString()}..${new Date(value.endMs).toISOString()}`;
    default:
      return value satisfies never;
  }
}

function mistakeOf(text: string, collection: Collection = GUESTS): string {
  try {
    parse(text, collection);
  } catch (error) {
    if (!(error instanceof GuesthouseError)) throw error;
    expect(error.kind).to.equal('search_syntax');
    const [mistake, ...others] = error.mistakes;
    expect(others).to.deep.equal([]);
    expect(mistake).to.include({ parameter: 'search' });
    return mistake?.detail ?? '';
  }
  throw new Error(`${text} was accepted as a search`);
}

function cells(table: Readonly<Record<string, string>>, read: (text: string) => string): void {
  for (const [text, meant] of Object.entries(table)) expect(read(text), text).to.equal(meant);
}

describe('The search language', () => {
  it('binds and tighter than or, and criteria side by side as and', () => {
    cells(
      {
        'vcpus=1': 'vcpus=1',
        'a b': '(and word:a word:b)',
        'a and b c': '(and word:a word:b word:c)',
        'a or b c or d': '(or word:a (and word:b word:c) word:d)',
        'a AND b Or c': '(or (and word:a word:b) word:c)',
        '(a or b) c': '(and (or word:a word:b) word:c)',
        'a (b or (c))': '(and word:a (or word:b word:c))',
        '((a))': 'word:a',
        'a(b)c': '(and word:a word:b word:c)',
        'vcpus=1 vcpus=2 or vcpus=3': '(or (and vcpus=1 vcpus=2) vcpus=3)',
      },
      (text) => line(parse(text).criteria),
    );
  });

  it('decides by position whether a word is a keyword, a field or a plain word', () => {
    cells(
      {
        'name=and': 'name=and',
        'name=or or name=page': '(or name=or name=page)',
        'name = sortby': 'name=sortby',
        '"and" "or" "sortby" "page"': '(and word:and word:or word:sortby word:page)',
        '"name" vcpus': '(and word:name word:vcpus)',
        android: 'word:android',
        'metadata.and=x': 'metadata[and]=x',
        'metadata.a.b=x': 'metadata[a.b]=x',
        'metadata.Role=X': 'metadata[Role]=X',
        'metadata.__proto__=x': 'metadata[__proto__]=x',
      },
      (text) => line(parse(text).criteria),
    );
    expect(mistakeOf('and=1')).to.match(/^at character 1: guests have no such field/);
    expect(mistakeOf('a page=1')).to.match(/^at character 3: guests have no such field/);
  });

  it('reads everything in double quotes literally, except that two double quotes mean one and a star is still a wildcard', () => {
    cells(
      {
        'name="a b"': 'name=a b',
        'name=""': 'name=',
        'name="say ""hi"""': 'name=say "hi"',
        'name="(a)=<b>"': 'name=(a)=<b>',
        'name="a*b"': 'name=a*b',
        '"two words"': 'word:two words',
        '"a""b"(c)': '(and word:a"b word:c)',
        'name=a\\b%_': 'name=a\\b%_',
        'name=\\*': 'name=\\*',
        'name=a!b': 'name=a!b',
      },
      (text) => line(parse(text).criteria),
    );
  });

  it('reads a star as any string, adjacent stars as one star, and a single star as any value', () => {
    const partsOf = (text: string): unknown => {
      const { criteria } = parse(text);
      return criteria?.kind === 'criterion' && criteria.value.kind === 'pattern' ? criteria.value.parts : null;
    };
    expect(partsOf('name=web*')).to.deep.equal(['web', '']);
    expect(partsOf('name=*web')).to.deep.equal(['', 'web']);
    expect(partsOf('name=a*b**c')).to.deep.equal(['a', 'b', 'c']);
    expect(partsOf('name=**')).to.deep.equal(['', '']);
    expect(partsOf('name=web')).to.deep.equal(['web']);
    for (const field of ['name', 'state', 'vcpus', 'created_at', 'id', 'image', 'metadata.x']) {
      expect(line(parse(`${field}=*`).criteria)).to.match(/=anything$/);
      expect(line(parse(`${field}!=*`).criteria)).to.match(/!=anything$/);
    }
  });

  it('has every relation, with or without spaces', () => {
    cells(
      {
        'vcpus=2': 'vcpus=2',
        'vcpus==2': 'vcpus=2',
        'vcpus!=2': 'vcpus!=2',
        'vcpus<2': 'vcpus<2',
        'vcpus<=2': 'vcpus<=2',
        'vcpus>2': 'vcpus>2',
        'vcpus >=\n2': 'vcpus>=2',
        'name!=x': 'name!=x',
      },
      (text) => line(parse(text).criteria),
    );
    expect(line(parse('severity>=Warning', EVENTS).criteria)).to.equal('severity>=Warning');
    for (const field of ['name', 'description', 'state', 'id', 'image', 'metadata.x', 'host.name']) {
      for (const relation of ['<', '<=', '>', '>=']) {
        expect(mistakeOf(`${field}${relation}x`)).to.match(
          new RegExp(`^at character ${field.length + 1}: \`${relation}\` needs an order, and `),
        );
      }
    }
  });

  it('accepts only whole numbers, of any size, as numbers', () => {
    cells(
      {
        'vcpus=007': 'vcpus=7',
        'vcpus=+1': 'vcpus=1',
        'vcpus=-1': 'vcpus=-1',
        [`vcpus<${'9'.repeat(400)}`]: `vcpus<${'9'.repeat(400)}`,
      },
      (text) => line(parse(text).criteria),
    );
    for (const bad of ['1.5', '1e3', '0x10', '""', '1_000', 'two', '1*', '+', '１', '" 1"']) {
      expect(mistakeOf(`vcpus=${bad}`)).to.equal('at character 7: expected a whole number');
    }
    expect(mistakeOf('vcpus>*')).to.equal('at character 7: expected a whole number');
  });

  it('accepts the words of a closed list in any case, and lists them when a word is unknown', () => {
    expect(line(parse('state=RUNNING').criteria)).to.equal('state=RUNNING');
    expect(line(parse('state=s*').criteria)).to.equal('state=s*');
    expect(line(parse('shared=TRUE', IMAGES).criteria)).to.equal('shared=TRUE');
    expect(mistakeOf('state=runing')).to.equal(`at character 7: expected one of ${GUEST_STATES.join(', ')}`);
    expect(mistakeOf('state=""')).to.match(/^at character 7: expected one of /);
    expect(mistakeOf('severity>=*', EVENTS)).to.match(/^at character 11: .*normal, warning, error/);
    expect(mistakeOf('severity>=err*', EVENTS)).to.match(/^at character 11: `\*` cannot be compared by order/);
  });

  it('reads a time as the interval of its precision', () => {
    const cell = (start: string, end: string): string => `created_at=${start}..${end}`;
    cells(
      {
        'created_at=2026-01-31': cell('2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
        'created_at=2024-02-29': cell('2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'),
        'created_at=2026-01-31T12:34Z': cell('2026-01-31T12:34:00.000Z', '2026-01-31T12:35:00.000Z'),
        'created_at=2026-01-31t12:34:56z': cell('2026-01-31T12:34:56.000Z', '2026-01-31T12:34:57.000Z'),
        'created_at=2026-01-31T12:34:56.7Z': cell('2026-01-31T12:34:56.700Z', '2026-01-31T12:34:56.701Z'),
        'created_at=2026-01-31T12:34:56.789Z': cell('2026-01-31T12:34:56.789Z', '2026-01-31T12:34:56.790Z'),
        'created_at=2026-01-31T00:30:00+01:00': cell('2026-01-30T23:30:00.000Z', '2026-01-30T23:30:01.000Z'),
        'created_at=2026-01-31T23:30-01:15': cell('2026-02-01T00:45:00.000Z', '2026-02-01T00:46:00.000Z'),
      },
      (text) => line(parse(text).criteria),
    );
    for (const bad of [
      ...['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-32', '2026-1-1', '2026', '2026-01-31T12Z'],
      ...['2026-01-31T12:00', '2026-01-31T12:00:00', '2026-01-31T24:00Z', '2026-01-31T12:60Z', '2026-01-31T12:00:60Z'],
      ...['2026-01-31T12:00:00.1234Z', '2026-01-31T12:00+24:00', '2026-01-31T12:00+00:60', '"2026-01-31 12:00Z"'],
      ...['tomorrow', 'mon', '1700000000', '""', '2026-01-3*'],
    ]) {
      expect(mistakeOf(`created_at=${bad}`)).to.match(/^at character 12: expected a time: /);
    }
  });

  it('reads today, yesterday and weekdays as the last such day in UTC, in upper or lower case', () => {
    const days: Readonly<Record<string, string>> = {
      today: '2026-03-12',
      Yesterday: '2026-03-11',
      THURSDAY: '2026-03-12',
      wednesday: '2026-03-11',
      tuesday: '2026-03-10',
      monday: '2026-03-09',
      sunday: '2026-03-08',
      saturday: '2026-03-07',
      friday: '2026-03-06',
    };
    for (const [word, day] of Object.entries(days)) {
      expect(parse(`updated_at<${word}`).criteria, word).to.deep.include({
        value: { kind: 'interval', startMs: Date.parse(day), endMs: Date.parse(day) + 86_400_000 },
      });
    }
    for (const [now, day] of [
      ['2026-03-12T00:00:00.000Z', '2026-03-12'],
      ['2026-03-12T23:59:59.999Z', '2026-03-12'],
      ['2026-03-13T00:00:00.000Z', '2026-03-13'],
    ] as const) {
      const { criteria } = parseSearch('created_at=today', GUESTS, { now: new Date(now) });
      expect(line(criteria)).to.match(new RegExp(`^created_at=${day}T00:00:00.000Z`));
    }
  });

  it('reads sortby and page after the criteria, alone or together', () => {
    const cell = (text: string): unknown[] => {
      const { criteria, sortBy, page, textWithoutPage } = parse(text);
      return [
        line(criteria),
        sortBy === null ? null : `${sortBy.isDescending ? '-' : ''}${sortBy.key}`,
        page,
        textWithoutPage,
      ];
    };
    expect(cell('')).to.deep.equal(['everything', null, null, '']);
    expect(cell(' \n')).to.deep.equal(['everything', null, null, ' \n']);
    expect(cell('sortby name')).to.deep.equal(['everything', 'name', null, 'sortby name']);
    expect(cell('SORTBY name ASC')).to.deep.equal(['everything', 'name', null, 'SORTBY name ASC']);
    expect(cell('a sortby name Desc page 2')).to.deep.equal(['word:a', '-name', 2, 'a sortby name Desc']);
    expect(cell('name="page 3"  Page 12 ')).to.deep.equal(['name=page 3', null, 12, 'name="page 3"']);
    // The language treats this character as a letter, although JavaScript trims it.
    expect(cell('a \ufeff page 2')).to.deep.equal(['(and word:a word:\ufeff)', null, 2, 'a \ufeff']);
    expect(cell('page 1')).to.deep.equal(['everything', null, 1, '']);
    expect(parse('a page 2').text).to.equal('a page 2');
  });

  it('reports the character position of each mistake', () => {
    const sortKeys = GUESTS.sortKeys.join(', ');
    cells(
      {
        'name=':
          'at character 6: expected a value; put a value with spaces, parentheses or relations in double quotes; found the end',
        'name=(a)':
          'at character 6: expected a value; put a value with spaces, parentheses or relations in double quotes; found `(`',
        'a and': 'at character 6: expected a criterion such as name=web*, a word, or "("; found the end',
        'a or or b': 'at character 6: expected a criterion such as name=web*, a word, or "("; found `or`',
        'or a': 'at character 1: expected a criterion such as name=web*, a word, "(", sortby or page; found `or`',
        '=a': 'at character 1: expected a criterion such as name=web*, a word, "(", sortby or page; found `=`',
        '(a': 'at character 3: expected and, or, another criterion, or ")" for the "(" at character 1; found the end',
        '()': 'at character 2: expected a criterion such as name=web*, a word, or "("; found `)`',
        'a)': 'at character 2: expected and, or, another criterion, sortby or page; found `)`',
        '"a': 'at character 1: this double quote is never closed',
        'name="a': 'at character 6: this double quote is never closed',
        'a"b"':
          'at character 2: a double quote inside a word: put the whole value in double quotes, and write "" for one inside',
        '"a"b': 'at character 4: expected a space after the closing double quote',
        '"name"=a': 'at character 1: a field must not be in double quotes',
        'a sortby': `at character 9: expected a sort key of guests: ${sortKeys}; found the end`,
        'a sortby Name': `at character 10: expected a sort key of guests: ${sortKeys}; found \`Name\``,
        'sortby name up': 'at character 13: expected asc, desc, page or nothing more after the sort key; found `up`',
        'page 2 a': 'at character 8: expected nothing more after the page; found `a`',
        'page 2 sortby name': 'at character 8: expected nothing more after the page; found `sortby`',
        page: 'at character 5: expected a page number from 1; to search for the word, write "page"; found the end',
        'page 0': 'at character 6: expected a page number from 1; to search for the word, write "page"; found `0`',
        'a\u0000': 'at character 2: a NUL character is not allowed',
        'a\ud800': 'at character 2: half of a surrogate pair is not a character',
        'a \udc00b': 'at character 3: half of a surrogate pair is not a character',
      },
      mistakeOf,
    );
  });

  it('counts a code point beyond the first plane as one character, as people do', () => {
    expect(mistakeOf('"😀" 😀 vcpus=x')).to.equal('at character 13: expected a whole number');
    expect(mistakeOf('(😀')).to.match(/^at character 3: .* at character 1; found the end$/);
  });

  it('names the known fields when a field is unknown', () => {
    for (const collection of [GUESTS, IMAGES, EVENTS, NETWORKS]) {
      for (const name of [
        'nothing',
        'Name',
        'metadata',
        'metadata.',
        '.x',
        'constructor',
        '__proto__',
        'toString',
        'name.x',
      ]) {
        expect(mistakeOf(`x ${name}=1`, collection)).to.equal(
          `at character 3: ${collection.name} have no such field; known fields are ${fieldNames(collection).join(', ')}`,
        );
      }
    }
    expect(fieldNames(GUESTS)).to.include('metadata.KEY').and.not.include('metadata');
  });

  it('reports a mistake beyond its limits, and accepts everything within them', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(line(parse(nested(NESTING_MAX)).criteria)).to.equal('word:a');
    expect(mistakeOf(nested(NESTING_MAX + 1))).to.equal(
      `at character ${NESTING_MAX + 1}: parentheses nest at most ${NESTING_MAX} deep`,
    );
    // Parentheses in sequence do not nest.
    expect(line(parse('(a)'.repeat(CRITERIA_MAX)).criteria)).to.match(/^\(and /);

    expect(line(parse('a '.repeat(CRITERIA_MAX)).criteria)).to.match(/^\(and /);
    expect(mistakeOf('a '.repeat(CRITERIA_MAX + 1))).to.equal(
      `at character ${2 * CRITERIA_MAX + 1}: a search has at most ${CRITERIA_MAX} criteria`,
    );

    expect(line(parse('😀'.repeat(SEARCH_LENGTH_MAX)).criteria)).to.match(/^word:/);
    expect(mistakeOf('x'.repeat(SEARCH_LENGTH_MAX + 1))).to.equal(
      `at character ${SEARCH_LENGTH_MAX + 1}: a search has at most ${SEARCH_LENGTH_MAX} characters`,
    );
    expect(mistakeOf('('.repeat(SEARCH_LENGTH_MAX))).to.match(/^at character 101: /);
  });

  it(`parses any text into a tree or reports a mistake (seed ${SEED})`, () => {
    const dice = new Dice(SEED);
    let trees = 0;
    for (let count = 0; count < GARBAGE; count++) {
      const text = someGarbage(dice, GUESTS, ['5f3c9a52-1d5e-4c1a-9c43-0a6f0f0b5a11']);
      try {
        const search = parse(text);
        // Removing the page does not change the search.
        expect(line(parse(search.textWithoutPage).criteria)).to.equal(line(search.criteria));
        trees++;
      } catch (error) {
        const isMistake = error instanceof GuesthouseError && error.kind === 'search_syntax';
        if (!isMistake) throw new Error(`text ${count}: ${JSON.stringify(text)}`, { cause: error });
        const at = Number(/^at character (\d+): /.exec(error.mistakes[0]?.detail ?? '')?.[1]);
        expect(at, JSON.stringify(text)).to.be.within(1, [...text].length + 1);
      }
    }
    expect(trees).to.be.within(GARBAGE / 20, GARBAGE - GARBAGE / 20);
  });
});
