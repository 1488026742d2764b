import { z } from 'zod';
import type { Json } from '#domain/canonical-json.ts';
import { noteOf } from '#playbook/key-notes/note-of.ts';
import { keyRows } from './key-rows.ts';
import { code, page, table } from './markdown.ts';
import { isMap, shapeWords } from './shape-words.ts';

const ofPlaybook = '`may_be_relaxed` and the keys of a playbook from `candidate` to `alerts`, for every playbook';
const noNames = () => 'a map of predicates';

export interface CommandReference {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly string[];
}

export function commandsPage(commands: readonly CommandReference[]): string {
  const sections = commands.map(({ name, usage, summary, examples }) =>
    [`## ${code(`/mlops ${name} ${usage}`.trim())}`, `${capital(summary)}.`, fenced('text', examples)].join('\n\n'),
  );
  const about =
    'What can be typed in Slack. Answers to questions and refusals are shown only to whoever asked; requests and decisions are posted for all. A word that is none of these is answered with help and the nearest one.';
  return page('Commands', about, ...sections);
}

export interface VariableReference {
  readonly about: string;
  readonly needed: boolean;
}

export function configurationPage(
  variables: Readonly<Record<string, VariableReference>>,
  connection: Readonly<Record<string, string>>,
): string {
  return page(
    'Configuration',
    'Environment variables hold addresses and secrets. What a team decides (registries, channels, roles, rules) is YAML in the folder of the playbooks. An empty variable counts as absent. All problems are reported at once.',
    table(
      ['variable', 'needed', 'about'],
      Object.entries(variables).map(([name, { about, needed }]) => [code(name), needed ? 'yes' : '', about]),
    ),
    'One of `SLACK_APP_TOKEN` and `SLACK_SIGNING_SECRET` is needed too.',
    '## Connections',
    'Each connection of `org.yaml` has variables of its own: `COUNTERSIGN_<ID>_<NAME>`, with the id in capitals and `-` as `_`. The token of `{id: mlflow-eu, kind: mlflow}` is `COUNTERSIGN_MLFLOW_EU_TOKEN`.',
    table(
      ['name', 'about'],
      Object.entries(connection).map(([name, about]) => [code(name), about]),
    ),
  );
}

export interface PredicateReference {
  readonly name: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  readonly examples: readonly { readonly value: Json; readonly facts: object; readonly truth: boolean | null }[];
}

export function predicatesPage(predicates: readonly PredicateReference[]): string {
  const sections = predicates.map(({ name, summary, schema, examples }) =>
    [
      `## ${code(name)}`,
      summary,
      `Written as ${shapeWords(jsonSchemaOf(schema), noNames)}.`,
      fenced(
        'yaml',
        examples.map(
          ({ value, facts, truth }) => `${name}: ${flow(value)}  # ${truth ?? 'unknown'} where ${flow(facts)}`,
        ),
      ),
    ].join('\n\n'),
  );
  const about =
    'Predicates stand under `if`, `when` and `needs.facts`. All of a map must hold; `any_of` and `none_of` take lists of maps. What is not known makes a predicate unknown, never true, and the verdict says which fact was missing.';
  return page('Predicates', about, ...sections);
}

export interface EvidenceReference {
  readonly kind: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  readonly examples: readonly { readonly check: Json; readonly facts: object; readonly verdict: string }[];
}

export function evidencePage(checks: readonly EvidenceReference[]): string {
  const sections = checks.map(({ kind, summary, schema, examples }) =>
    [
      `## ${kind.replaceAll('_', ' ')}`,
      summary,
      `Written under ${code('check')} as ${shapeWords(jsonSchemaOf(schema), noNames)}.`,
      fenced(
        'yaml',
        examples.map(({ check, verdict }) => `check: ${flow(check)}  # ${verdict}, in the case that is tested`),
      ),
    ].join('\n\n'),
  );
  const about =
    'A check is passed, failed or missing; what cannot be judged is missing, never passed. Older than `max_age` it is stale. A check is told by the keys under it.';
  return page('Evidence', about, ...sections);
}

export function playbookKeysPage(
  schemas: Readonly<Record<'org' | 'people' | 'models' | 'capabilities' | 'playbook', Json>>,
): string {
  const titles = {
    org: '`org.yaml`: who we are, where we talk, what we are connected to',
    people: '`people.yaml`: one human each, and roles',
    models: '`models.yaml`: the catalogue of models',
    capabilities: '`capabilities.yaml`: what models need otherwise than the shipped matrix says; may be left out',
    playbook: 'every other file: one governed process',
  } as const;
  const sections = (['org', 'people', 'models', 'capabilities', 'playbook'] as const).flatMap((kind) => {
    const elsewhere = (key: string) =>
      key === 'check' ? '[evidence](evidence.md)' : key === 'baseline' ? ofPlaybook : null;
    const rows = keyRows(schemas[kind], {
      named: (reference) => nameOf(schemas[kind], reference),
      elsewhere,
      note: (path) => noteOf(kind, path),
    });
    const cells = rows.map(({ path, needed, value, fallback, about }) => [
      code(path),
      needed ? 'yes' : '',
      about,
      value,
      fallback,
    ]);
    return [`## ${titles[kind]}`, table(['key', 'needed', 'for', 'value', 'default'], cells)];
  });
  const about =
    'A key that is not listed is refused, with a suggestion. In a path, `[]` is each item of a list and `<name>` a name of your own. Durations are written `30m`, `2h`, `7d` or `2w`.';
  return page('Playbook keys', about, ...sections);
}

/** The two shapes that contain themselves: maps of predicates and decision trees. */
function nameOf(schema: Json, reference: string): string {
  const key = reference.split('/').at(-1) ?? '';
  const definitions = isMap(schema) ? schema['$defs'] : undefined;
  const definition = isMap(definitions) ? definitions[key] : undefined;
  const keys = isMap(definition) && isMap(definition['properties']) ? Object.keys(definition['properties']) : [];
  return keys.includes('none_of')
    ? '[predicates](predicates.md)'
    : "a rule's name, or `all`, `any` or `at_least: {n, of}` of such trees";
}

function jsonSchemaOf(schema: z.ZodType): Json {
  const read: Json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
  return read;
}

function fenced(language: string, lines: readonly string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}

/** YAML on one line: JSON without quotes around plain keys. */
function flow(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/"([a-zA-Z_]\w*)":/g, '$1: ')
    .replaceAll(/,(?=["\w{[-])/g, ', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
