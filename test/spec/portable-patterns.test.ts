/**
 * Every pattern of the contracts compiles, and means the same, in the engines that generated clients use: ECMAScript
 * without a flag, with `u` and with `v`, Python's `re`, and RE2 (Go, and Python's `re2`). A test with an engine that
 * this machine does not have is skipped with that reason. For the engines that are missing, the grammar below
 * (`CONSTRUCTS`) allows only constructs that all of them have.
 *
 * A pattern cannot say everything that the service checks: that a name has no blank at its ends, is not `.` or `..`,
 * and does not have the form of an id (src/domain/name.ts), and that text is well-formed Unicode
 * (src/http/contract/validate.ts). Descriptions say these rules in words.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { CONTRACTS } from '../support/contracts.js';
import { skip } from '../support/skip.js';

const ZEROS = '0'.repeat(64);

/** For each pattern of the contract, texts that match it and texts that do not. */
const TEXTS: Readonly<Record<string, { readonly matching: readonly string[]; readonly others: readonly string[] }>> = {
  '^[^\\x00-\\x1f\\x7f-\\x9f#%\\/;?\\\\]*$': {
    matching: ['w', 'web 1', 'über', '😀', 'a😀b', '𝒳'.repeat(255), 'a.b:c_d-e', '[&~]', 'a\u00a0b', "it's"],
    others: ['a/b', 'web#2', 'a?b', '100%', 'a;b', 'a\\b', 'tab\there', 'nul\u0000', 'c1\u0085x', 'a\u007f'],
  },
  '^[^\\x00-\\x1f\\x7f-\\x9f\\/]*$': {
    matching: ['w', 'web#2', '100% a;b\\c?', '😀'],
    others: ['a/b', 'tab\there', 'nul\u0000', 'c1\u0085x'],
  },
  '^[^\\x00]*$': { matching: ['', 'a\tb', 'a\nb', '😀', '\u{10ffff}'], others: ['\u0000', 'a\u0000b', '😀\u0000'] },
  '^[0-9]{1,15}(-[0-9]{1,16})?$': {
    matching: ['0', '123456789012345', '7-4503599627370496'],
    others: ['', '-1', '1-', '1234567890123456', '1-12345678901234567', '1a', '٣'],
  },
  '^[!-~]+$': { matching: ['!', 'aZ~"\\'], others: ['', 'a b', 'ü', '\u007f', '😀'] },
  '^"[0-9]+"$': { matching: ['"42"'], others: ['', '42', '""', 'W/"42"', '"٣"'] },
  '^"[0-9a-f]{64}"$': { matching: [`"${ZEROS}"`], others: [ZEROS, `"${ZEROS}0"`, `"${ZEROS.slice(1)}G"`] },
  '^wait=[0-9]+$': { matching: ['wait=30'], others: ['wait=', 'wait=3 ', 'wait=٣'] },
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$': {
    matching: ['2026-11-20T09:30:00.000Z'],
    others: ['2026-11-20T09:30:00Z', '2026-11-20T09:30:00x000Z', '٢٠٢٦-11-20T09:30:00.000Z'],
  },
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+\\-][0-9]{2}:[0-9]{2})$': {
    matching: ['2026-11-20T09:30:00Z', '2026-11-20T09:30:00.5-01:00', '2026-11-20T09:30:00.123+01:00'],
    others: ['2026-11-20T09:30:00', '2026-11-20T09:30:00.1234Z', '2026-11-20T09:30:00,5Z'],
  },
  '^[A-Za-z0-9._:\\-]+( [A-Za-z0-9._:\\-]+)*$': {
    matching: ['role', 'billing:cost-centre', '_.-:', '__proto__', 'My Server Name', 'a'.repeat(255)],
    others: ['', ' ', 'a  b', ' a', 'a ', 'a\tb', 'a\u00a0b', 'ü', 'a/b', '😀', '\u017f', '\u212a'],
  },
  '^[^\\x00-\\x20\\x7f]*$': {
    matching: ['', 'qemu+ssh://rack-4/system', 'ü', '😀', '\u0080'],
    others: [' ', 'a b', 'a\tb', '\u0000', '\u007f'],
  },
  '^[A-Za-z]+$': { matching: ['kvm', 'acceptDrift'], others: ['', 'a1', 'a b', 'ü', '\u017f', '\u212a'] },
  '^req-[A-Za-z0-9._\\-]{1,128}$': {
    matching: ['req-7', `req-${ZEROS}`, 'req-a_b.c-d'],
    others: ['', 'req-', '7', 'req-a b', 'req-ü', `req-${'a'.repeat(129)}`],
  },
  '^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$': {
    matching: ['', 't', 'True', 'YES', '1', 'f', 'faLse', 'no', '0'],
    others: ['tr', 'yes ', '2', 'truefalse', 'ye\u017f'],
  },
  '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$': {
    matching: ['52:54:00:12:34:56'],
    others: ['52:54:00:12:34:5G', '52:54:00:12:34', '52-54-00-12-34-56', '52:54:00:12:34:FF'],
  },
  '^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$': {
    matching: ['52:54:00:12:34:FF'],
    others: ['53:54:00:12:34:56', '52:54:00:12:34', '52:54:00:12:34:56:78'],
  },
  '^[0-9a-f]{64}$': { matching: [ZEROS], others: ['', ZEROS.slice(1), `${ZEROS}0`, `${ZEROS.slice(1)}A`] },
  '^gh_[A-Za-z0-9_\\-]{43}$': {
    matching: [`gh_${'aZ9_-'.repeat(9).slice(0, 43)}`],
    others: ['gh_', `gh_${'a'.repeat(42)}`, `gh_${'a'.repeat(42)}ü`, `GH_${'a'.repeat(43)}`],
  },
};

/** All texts of the table, for all patterns. */
const ALL_TEXTS = [...new Set(Object.values(TEXTS).flatMap(({ matching, others }) => [...matching, ...others]))];
const PATTERNS = [...new Set(CONTRACTS.flatMap(({ document }) => patternsIn(document)))];

function patternsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'pattern' in node && typeof node.pattern === 'string' ? [node.pattern] : [];
  return [...own, ...Object.values(node).flatMap(patternsIn)];
}

/** For each pattern, the texts that match it. */
type Matches = Readonly<Record<string, readonly string[]>>;

function matchesInNode(flags: string): Matches {
  return Object.fromEntries(
    PATTERNS.map((pattern) => [pattern, ALL_TEXTS.filter((text) => new RegExp(pattern, flags).test(text))]),
  );
}

/**
 * `patterns.json` has the patterns and the texts. The texts do not end in a newline: before one, the `$` of Python's
 * `re` matches too, and no construct that all engines have can exclude that.
 */
const PYTHON = `
import importlib, json, sys
engine = importlib.import_module(sys.argv[1])
read = json.load(open(sys.argv[2]))
print(json.dumps({p: [t for t in read['texts'] if engine.search(p, t)] for p in read['patterns']}))
`;

const GO = `
package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var read struct{ Patterns, Texts []string }
	file, _ := os.ReadFile(os.Args[1])
	if err := json.Unmarshal(file, &read); err != nil {
		panic(err)
	}
	matches := map[string][]string{}
	for _, pattern := range read.Patterns {
		compiled := regexp.MustCompile(pattern)
		matches[pattern] = []string{}
		for _, text := range read.Texts {
			if compiled.MatchString(text) {
				matches[pattern] = append(matches[pattern], text)
			}
		}
	}
	json.NewEncoder(os.Stdout).Encode(matches)
}
`;

/** The constructs that have the same meaning in all engines. */
const CONSTRUCTS = [
  /\\(?:x[0-9a-f]{2}|[./\\-])/, // an escape
  // A class of ASCII characters. With `v`, some must be escaped, and no punctuation mark can occur twice in a row.
  /\[\^?(?:(?:\\x[0-9a-f]{2}|\\[./\\-]|(?!([!#$%&*+,.:;<=>?@^`~])\1)[ -'*-,.0-Z^-z~])(?:-(?:\\x[0-9a-f]{2}|[0-9A-Za-z~]))?)+\]/,
  /\((?!\?)|\)|\|/, // a group without a modifier, an alternative
  /(?:[*+?]|\{[0-9]{1,3}(?:,[0-9]{1,3})?\})(?![*+?])/, // a greedy quantifier; RE2 repeats at most 1,000 times
  /[A-Za-z0-9 _"=:,-]/, // a character
];
const PORTABLE = new RegExp(`^\\^(?:${CONSTRUCTS.map(({ source }) => source).join('|')})*\\$$`);

describe('The patterns of the contract', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'guesthouse-patterns-'));
    file = path.join(folder, 'patterns.json');
    writeFileSync(file, JSON.stringify({ patterns: PATTERNS, texts: ALL_TEXTS }));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string, ...parameters: string[]): string =>
    execFileSync(program, parameters, { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } });
  const isThere = (...command: [string, ...string[]]): boolean => {
    try {
      execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };

  it('consist only of constructs that mean the same in ECMAScript, Python and RE2', () => {
    expect(PATTERNS.filter((pattern) => !PORTABLE.test(pattern))).to.deep.equal([]);
    for (const odd of [
      '^(?!a)b$',
      '^\\d+$',
      '^[^\\ud800-\\udfff]$',
      '^\\p{L}$',
      '^[a-z',
      '^[._-]$',
      '^[a/]$',
      '^a{1001}$',
      'a',
    ])
      expect(odd).to.not.match(PORTABLE);
  });

  it('accept and reject what the table says', () => {
    expect(Object.keys(TEXTS)).to.have.members(PATTERNS);
    for (const [pattern, { matching, others }] of Object.entries(TEXTS)) {
      for (const text of matching) expect(text, pattern).to.match(new RegExp(pattern, 'u'));
      for (const text of others) expect(text, pattern).to.not.match(new RegExp(pattern, 'u'));
    }
  });

  const expectTheSame = (matches: Matches): void => {
    expect(matches).to.deep.equal(matchesInNode('u'));
  };

  it('mean the same without a flag and with the flag v', () => {
    expectTheSame(matchesInNode(''));
    expectTheSame(matchesInNode('v'));
  });

  for (const [engine, name] of [
    ['re', "Python's re"],
    ['re2', 're2 for Python'],
  ] as const) {
    it(`mean the same in ${name}`, function () {
      if (!isThere('python3', '-c', `import ${engine}`)) skip(this, engine, `no ${name} on this machine`);
      expectTheSame(JSON.parse(run('python3', '-c', PYTHON, engine, file)) as Matches);
    });
  }

  it('mean the same in Go', function () {
    this.timeout(120_000);
    if (!isThere('go', 'version')) skip(this, 'go', 'no Go on this machine');
    const program = path.join(folder, 'patterns.go');
    writeFileSync(program, GO);
    expectTheSame(JSON.parse(run('go', 'run', program, file)) as Matches);
  });
});
