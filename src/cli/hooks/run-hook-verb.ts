import { parseArgs } from 'node:util';
import type { HookCall } from './hook-verb.ts';
import { verbs } from './index.ts';

/** The verbs' part of the help, one line each. */
export function hookVerbsHelp(): string {
  const width = Math.max(...verbs.map(({ name, usage }) => `${name} ${usage}`.length));
  return verbs.map(({ name, usage, summary }) => `    ${`${name} ${usage}`.padEnd(width)}  ${summary}\n`).join('');
}

/**
 * Runs the verb that was typed, `argv` being what follows `hooks`. Throws what the verb throws, and a TypeError of
 * `parseArgs` for an option that it does not take. Null: there is no such verb.
 */
export async function runHookVerb(
  argv: readonly string[],
  call: Omit<HookCall, 'words' | 'json' | 'options'>,
): Promise<number | null> {
  const verb = verbs.find(({ name }) => name === argv[0]);
  if (verb === undefined) return null;
  const { values, positionals } = parseArgs({
    args: argv.slice(1),
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      ...Object.fromEntries(
        Object.entries(verb.options).map(([name, takes]) => [
          name,
          { type: takes === 'value' ? ('string' as const) : ('boolean' as const) },
        ]),
      ),
    },
  });
  const { json, ...options } = values;
  return await verb.run({ ...call, words: positionals, json: json === true, options: given(options) });
}

function given(values: Readonly<Record<string, unknown>>): Record<string, string | true> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === true || String(value)]));
}
