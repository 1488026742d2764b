import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestPage } from '#cli/reference-docs/digest-page.ts';
import { envExample } from '#cli/reference-docs/env-example.ts';
import {
  commandsPage,
  configurationPage,
  evidencePage,
  playbookKeysPage,
  predicatesPage,
} from '#cli/reference-docs/pages.ts';
import { sections } from '#digest/sections/index.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import { plainSchemas } from '#playbook/load/json-schemas.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { commands } from '#slack/commands/index.ts';
import { connectionVariables, variables } from './config-variables.ts';

/** Every file that is generated from the code: its path from the root of the project, and its text. */
export function referenceDocs(): ReadonlyMap<string, string> {
  const described = Object.fromEntries(
    Object.entries(variables).map(([name, { about, schema }]) => [
      name,
      { about, needed: !schema.safeParse(undefined).success },
    ]),
  );
  return new Map([
    ['docs/reference/commands.md', commandsPage(commands)],
    ['docs/reference/configuration.md', configurationPage(described, connectionVariables)],
    ['docs/reference/predicates.md', predicatesPage(predicates)],
    ['docs/reference/evidence.md', evidencePage(evidenceChecks)],
    ['docs/reference/digest.md', digestPage(sections)],
    ['docs/reference/playbook-keys.md', playbookKeysPage(plainSchemas())],
    ['.env.example', envExample(described, connectionVariables)],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of referenceDocs()) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${path}\n`);
  }
}
