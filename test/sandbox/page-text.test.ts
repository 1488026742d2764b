import { describe, expect, it } from 'vitest';

interface Suggested {
  readonly from: number;
  readonly items: readonly { readonly insert: string }[];
  readonly exact: boolean;
}

// The page is plain JavaScript for browsers; its pure parts run here as they are.
async function page<Exports>(file: string): Promise<Exports> {
  return (await import(new URL(`../../src/sandbox/page/${file}`, import.meta.url).href)) as Exports;
}
const mrkdwn = await page<{ parseMrkdwn: (text: string) => unknown[]; parseInline: (text: string) => unknown[] }>(
  'text/mrkdwn.js',
);
const completions = await page<{
  suggest: (text: string, commands: unknown[], models: unknown[]) => Suggested;
  subcommandsIn: (hint: string) => unknown;
}>('composer/completions.js');
const scale = await page<{ ticks: (values: number[], wanted?: number) => number[] }>('charts/scale.js');
const { parseMrkdwn, parseInline } = mrkdwn;
const { suggest, subcommandsIn } = completions;

describe('mrkdwn', () => {
  it('reads bold, italic, struck and code', () => {
    expect(parseInline('*b* _i_ ~s~ `c`')).toEqual([
      { bold: [{ text: 'b' }] },
      { text: ' ' },
      { italic: [{ text: 'i' }] },
      { text: ' ' },
      { strike: [{ text: 's' }] },
      { text: ' ' },
      { code: 'c' },
    ]);
  });

  it('nests styles', () => {
    expect(parseInline('*all _very_ bold*')).toEqual([
      { bold: [{ text: 'all ' }, { italic: [{ text: 'very' }] }, { text: ' bold' }] },
    ]);
  });

  it.each(['snake_case_name', '2 * 3 * 4', 'a*b*c', '~ not ~', '**', '`', '*open'])('leaves %j as it is', (text) => {
    expect(parseInline(text)).toEqual([{ text }]);
  });

  it('decodes entities once, and never turns them into markup', () => {
    expect(parseInline('&lt;@U1&gt; &amp;lt;')).toEqual([{ text: '<@U1> &lt;' }]);
    expect(parseInline('<script>')).toEqual([{ text: '<script>' }]);
  });

  it('keeps what stands in code apart from styles', () => {
    expect(parseInline('`*x* <@U1>`')).toEqual([{ code: '*x* <@U1>' }]);
  });

  it('reads links, mentions, channels and dates as references', () => {
    const references = ['https://a.example/?x=1&y=2|a', '@U1', '#C1', '!date^1^{time}|1'];
    for (const reference of references) expect(parseInline(`<${reference}>`)).toEqual([{ reference }]);
  });

  it('splits quotes, lists and code blocks', () => {
    expect(parseMrkdwn('a\n&gt; q1\n&gt; q2\n• one\n• two\n```x\n  y```\nz')).toEqual([
      { paragraph: [{ text: 'a' }] },
      { quote: [{ text: 'q1' }, { lineBreak: true }, { text: 'q2' }] },
      { list: [[{ text: 'one' }], [{ text: 'two' }]] },
      { preformatted: 'x\n  y' },
      { paragraph: [{ text: 'z' }] },
    ]);
  });
});

describe('completion', () => {
  const commands = [
    {
      command: '/mlops',
      description: 'd',
      usageHint: 'help | promote <model> <version> <alias> | status | cost [label]',
    },
  ];
  const versions = [{ version: '5' }, { version: '7' }, { version: '12' }];
  const models = [
    { name: 'fraud-scorer', aliases: { production: '5' }, versions },
    { name: 'churn', aliases: {}, versions: [] },
  ];
  const offered = (text: string) => suggest(text, commands, models).items.map((item) => item.insert);

  it('offers commands, then subcommands', () => {
    expect(offered('/')).toEqual(['/mlops']);
    expect(offered('/mlops ')).toEqual(['help', 'promote', 'status', 'cost']);
    expect(offered('/mlops pr')).toEqual(['promote']);
  });

  it('offers models, their versions newest first, and their aliases', () => {
    expect(offered('/mlops promote fr')).toEqual(['fraud-scorer']);
    expect(offered('/mlops promote fraud-scorer ')).toEqual(['12', '7', '5']);
    expect(offered('/mlops promote fraud-scorer 7 p')).toEqual(['production']);
  });

  it('offers nothing for plain text, other commands, or what is already whole', () => {
    expect(offered('hello /mlops')).toEqual([]);
    expect(offered('/else x')).toEqual([]);
    expect(suggest('/mlops promote', commands, models)).toMatchObject({ items: [], exact: true });
  });

  it('reads subcommands out of a usage hint and skips what is no word', () => {
    expect(subcommandsIn('help | [anything] | approve <id>')).toEqual([
      { word: 'help', args: [] },
      { word: 'approve', args: ['<id>'] },
    ]);
  });
});

describe('ticks', () => {
  it.each([[[590, 41]], [[0.41, 0.33]], [[-20, 35]], [[0]], [[1e7]], [[0.0001]]])(
    'cover %j and zero, evenly and rising',
    (values) => {
      const marks = scale.ticks(values);
      expect(marks[0]).toBeLessThanOrEqual(Math.min(0, ...values));
      expect(marks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...values));
      expect(marks).toContain(0);
      expect(marks.length).toBeLessThanOrEqual(8);
      const steps = marks.slice(1).map((mark, i) => mark - (marks[i] ?? 0));
      for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 9);
    },
  );
});
