import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { parseFile } from '#playbook/load/parse-file.ts';
import { collectProblems } from '#playbook/load/problems.ts';

function problemsOf(text: string) {
  const problems = collectProblems();
  const file = parseFile('a.yaml', text, problems);
  return {
    file,
    problems: problems.sorted().map(({ line, column, code, sentence }) => `${line}:${column} ${code}: ${sentence}`),
  };
}

describe('a file', () => {
  it.each<[string, string, string]>([
    ['an anchor on a text', 'a: &x 1\n', '1:7 anchor: anchors are not allowed; write the value out'],
    ['an anchor on a map', 'a: &x {b: 1}\n', '1:7 anchor: anchors are not allowed; write the value out'],
    ['an anchor on a list', 'a: &x [1]\n', '1:7 anchor: anchors are not allowed; write the value out'],
    ['an anchor on a key', '&x a: 1\n', '1:4 anchor: anchors are not allowed; write the value out'],
    [
      'an alias',
      'a: &x 1\nb: *x\n',
      '2:4 alias: aliases are not allowed; write the value out, or put it in quotes if it is text',
    ],
    [
      'an alias for a key',
      'a: &x b\n*x : 1\n',
      '2:1 alias: aliases are not allowed; write the value out, or put it in quotes if it is text',
    ],
    [
      'a text that begins like an alias',
      'models: [**]\n',
      '1:10 alias: aliases are not allowed; write the value out, or put it in quotes if it is text',
    ],
    ['a merge key', 'a: 1\n<<: {b: 2}\n', '2:1 merge: merge keys are not allowed; write the keys out'],
    ['a tag on a text', 'a: !!str 1\n', '1:10 tag: tags such as tag:yaml.org,2002:str are not allowed; delete it'],
    ['a tag on a map', 'a: !t {b: 1}\n', '1:7 tag: tags such as !t are not allowed; delete it'],
    [
      'a directive',
      '%YAML 1.1\n---\na: 1\n',
      '1:1 directive: directives such as %YAML are not allowed; delete this line',
    ],
    [
      'another directive',
      '%TAG ! x\n---\na: 1\n',
      '1:1 directive: directives such as %YAML are not allowed; delete this line',
    ],
    [
      'two documents',
      'a: 1\n---\nb: 1\n',
      '2:1 yaml: a file holds one document; delete this --- or move what follows to a file of its own',
    ],
    ['a key twice', 'a: 1\nb: {c: 1, c: 2}\n', '2:11 duplicate_key: "c" is written twice here; keep one'],
    ['a key that is a number', 'a: {1: 2}\n', '1:5 key: a key is text; put it in quotes'],
    ['a key that is a list', '? [a]\n: b\n', '1:3 key: a key is text; put it in quotes'],
    ['a key that is nothing', ': b\n', '1:1 key: a key is text; put it in quotes'],
    ['a key of objects', 'a: {__proto__: 1}\n', '1:5 key: this key is not allowed; rename it'],
    ['a tab that indents', 'a:\n\t- 1\n', '2:1 yaml: a tab cannot indent; use spaces'],
    ['text that needs quotes', 'a: @x\n', '1:4 yaml: text that begins with this character needs quotes'],
    [
      'a colon in text',
      'a: b: c\n',
      '1:4 yaml: a key and its map cannot stand on one line like this; check the indentation, or quote the text',
    ],
    [
      'two quotes side by side',
      'a: "x" "y"\n',
      '1:8 yaml: two texts in quotes stand side by side; make them one, or divide them',
    ],
    ['an open quote', 'a: "x', '1:6 yaml: a closing " is missing here; add it, or indent what belongs inside'],
    ['an open bracket', '{a: 1', '1:6 yaml: a closing } is missing here; add it, or indent what belongs inside'],
    [
      'a wrong escape',
      'a: "\\q"\n',
      '1:5 yaml: this is no escape of YAML; write \\\\ for a backslash, or use single quotes',
    ],
    [
      'a wrong bracket',
      'a: 1\nb: }\n',
      '2:4 yaml: `}` does not belong here; check brackets, quotes and indentation on this line and the one before',
    ],
    ['a control character', 'a: x\u0007\n', '1:5 hidden_text: this text holds the control character U+0007; delete it'],
    [
      'a control character by an escape',
      'a: "x\\0"\n',
      '1:4 hidden_text: this text holds the control character U+0000; delete it',
    ],
    [
      'text turned around',
      'a: x\nb: \u202Ey\n',
      '2:4 hidden_text: this text holds the invisible character U+202E; delete it',
    ],
    [
      'text turned around by an escape',
      'a: "\\u202e"\n',
      '1:4 hidden_text: this text holds the invisible character U+202E; delete it',
    ],
    [
      'a space without width',
      'a: ri\u200Bsk\n',
      '1:6 hidden_text: this text holds the invisible character U+200B; delete it',
    ],
    ['half a character', 'a: "\\ud800"\n', '1:4 hidden_text: this text holds half a character; type it again'],
    ['half a character as it is', 'a: \ud800\n', '1:4 hidden_text: this text holds half a character; type it again'],
    [
      'what is not UTF-8',
      `a: 1\nb: caf${Buffer.from([0xe9]).toString('utf8')}\n`,
      '2:7 not_utf8: this character is not UTF-8; save the file as UTF-8',
    ],
    [
      'UTF-16',
      Buffer.from('a: 1\n', 'utf16le').toString('utf8'),
      '1:2 hidden_text: this text holds the control character U+0000; delete it',
    ],
    [
      'maps nested by indentation',
      Array.from({ length: 26 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      '25:25 too_deep: this is nested deeper than 24; nothing in a playbook is',
    ],
    ['more than 64 kB', `# ${'é'.repeat(33_000)}`, '1:1 too_large: this file is larger than 64 kB; split it'],
  ])('may not hold %s', (_, text, problem) => {
    const { file, problems } = problemsOf(text);
    expect(file).toBeNull();
    expect(problems).toContain(problem);
  });

  it.each([
    'xoxb-1234567890-abcdef',
    'xapp-1-A0000000-1-ff',
    '-----BEGIN RSA PRIVATE KEY-----',
    'AKIAABCDEFGHIJKLMNOP',
    `ghp_${'a'.repeat(36)}`,
    `github_pat_${'a'.repeat(36)}`,
    `glpat-${'a'.repeat(20)}`,
    `AIza${'a'.repeat(35)}`,
    `dapi${'0'.repeat(32)}`,
    `sk-${'a'.repeat(24)}`,
    `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.c`,
    'https://ana:hunter2@mlflow.example.com',
    'postgres://ana:hunter2@db/x',
    'https://hooks.slack.com/services/T0/B0/x',
  ])('may not hold a credential such as %s, in a value or a comment', (secret) => {
    const said = /^1:\d+ credential: this looks like a credential; take it out, replace it/;
    for (const text of [`a: "${secret}"\n`, `a: 1 # ${secret}\n`]) expect(problemsOf(text).problems[0]).toMatch(said);
  });

  it('may not hold a password under that name', () => {
    expect(problemsOf('parameters: {api_key: 0123456789abcdef}\n').problems[0]).toMatch(/^1:23 credential/);
    expect(problemsOf('parameters: {password: correct-horse}\n').problems[0]).toMatch(/^1:24 credential/);
    expect(problemsOf('labels: {token: "*"}\nmetric: {max_token: 8}\n').problems).toEqual([]);
  });

  it('names every such mistake at once, and of very many the first hundred', () => {
    const { problems } = problemsOf('a: &x 1\nb: !t 2\nc: 1\nc: 2\n"d": "\\0"\n');
    expect(problems.map((one) => one.slice(0, one.indexOf(': ')))).toEqual([
      '1:7 anchor',
      '2:7 tag',
      '4:1 duplicate_key',
      '5:6 hidden_text',
    ]);
    const many = problemsOf('a: 1\n'.repeat(4000)).problems;
    expect(many).toHaveLength(101);
    expect(many[100]).toMatch(/^101:1 more: and 3899 more problems in this file; mend these first$/);
  });

  it.each([
    ['a byte order mark', '\uFEFFa: 1\nb: c\n', [2, 4]],
    ['line ends of Windows', 'a: 1\r\nb: c\r\n', [2, 4]],
    ['a document that is begun and ended', '---\nb: c\n...\n', [2, 4]],
    ['characters of any language and emoji', 'a: 信用 💳 é\nb: c\n', [2, 4]],
    ['emoji that are joined', 'a: 👩‍🔬\nb: c # \u200D\n', [2, 4]],
  ])('may hold %s', (_, text, [line, column]) => {
    const { file, problems } = problemsOf(text);
    expect(problems).toEqual([]);
    expect(file?.value).toMatchObject({ b: 'c' });
    expect(file?.at(['b'])).toEqual({ line, column });
  });

  it('keeps line ends of Windows out of texts', () => {
    expect(problemsOf('a: |\r\n  x\r\n  y\r\n').file?.value).toEqual({ a: 'x\ny\n' });
  });
});

/** Texts that are small and would become large, or deep, if they were read. */
const bombs: Readonly<Record<string, string>> = {
  'a billion laughs': [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a, *a, *a, *a, *a]`),
  ].join('\n'),
  'tags without end': `a: ${'!t '.repeat(20_000)}`,
  'lists in lists': '['.repeat(64_000),
  'maps in maps': '{a: '.repeat(16_000),
  'lists on one line': '- '.repeat(32_000),
  'keys on one line': '? '.repeat(32_000),
  'a list of commas': `[${'a,'.repeat(30_000)}]`,
  'empty lists': '[]'.repeat(32_000),
  quotes: '"'.repeat(64_000),
  directives: '%A\n'.repeat(20_000),
  dashes: '-\n'.repeat(32_000),
};

describe('a bomb', () => {
  it.each(Object.entries(bombs))('of %s is refused before it is read as YAML', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(64 * 1024);
    const problems = collectProblems();
    let read = 0;
    const file = parseFile('a.yaml', text, problems, (one) => {
      read += 1;
      return parseDocument(one);
    });
    expect([file, read]).toEqual([null, 0]);
    const [{ code } = { code: '' }, ...others] = problems.sorted();
    expect(['alias', 'too_deep', 'too_large', 'yaml', 'directive']).toContain(code);
    expect(others).toEqual([]);
  });

  it('of few aliases is never written out', () => {
    const layers = Array.from({ length: 7 }, (_, i) => `b${i + 1}: &b${i + 1} [*b${i}]`);
    const { file, problems } = problemsOf(['b0: &b0 [x]', ...layers].join('\n'));
    expect(file).toBeNull();
    expect(problems).toHaveLength(15);
  });
});
