import { ConfigError, UpstreamError } from '#errors.ts';
import { type Check, type Finding, problem, problemOf } from './finding.ts';

const marks = { ok: '✓', problem: '✗', note: '…' } as const;

/**
 * Looks at everything at once and prints one line a finding in the order of `checks`, or all of them as JSON. True if
 * no problem was found. A check that throws, or is not done within its limit, is itself a problem.
 */
export async function report(
  checks: readonly Check[],
  { json, print }: { readonly json: boolean; readonly print: (line: string) => void },
): Promise<boolean> {
  const looking = checks.map((check) => ({ name: check.name, findings: within(check) }));
  const all: ({ check: string } & Finding)[] = [];
  for (const { name, findings } of looking) {
    for (const finding of await findings) {
      all.push({ check: name, ...finding });
      if (!json) print(lineOf(finding));
    }
  }
  const problems = all.filter(({ state }) => state === 'problem').length;
  if (json) print(JSON.stringify({ ok: problems === 0, findings: all }, null, 2));
  else print(problems === 0 ? '\nNothing to mend.' : `\n${problems} to mend.`);
  return problems === 0;
}

/** One line whatever a system said: line breaks become spaces. */
function lineOf({ state, what, fix }: Finding): string {
  return `${marks[state]} ${what}${fix === null ? '' : ` — ${fix}`}`.replaceAll(/\s*\n\s*/g, ' ');
}

async function within({ name, limitMs, look }: Check): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    const finding = problem(
      `${name}: not done within ${Math.round(limitMs / 1000)} s`,
      'see whether that system is slow or a firewall swallows its packets, then run countersign doctor again',
    );
    timer = setTimeout(resolve, limitMs, [finding]);
  });
  try {
    return await Promise.race([look().catch((error: unknown) => findingsOf(name, error)), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What an error means here. The text of errors that are not ours may hold addresses with passwords, so it stays out. */
function findingsOf(name: string, error: unknown): readonly Finding[] {
  if (error instanceof ConfigError) return error.problems.map(problemOf);
  if (error instanceof UpstreamError) return [problem(error.message, 'run countersign doctor again in a minute')];
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  const kind = error instanceof Error ? error.name : 'something that is no error';
  return [problem(`${name}: the check itself failed with ${kind}${code}`, 'that is a bug of Countersign: report it')];
}
