import { expect, test } from 'vitest';
import { type FoundLine, foundModels } from '#views/found-models.ts';
import { expectGolden } from './golden.ts';
import { now } from './scene.ts';
import { busy, quiet } from './status-states.ts';

const fraud: FoundLine = {
  ...busy,
  description: 'Scores every card payment before it is captured. A score over 0.92 goes to manual review.',
  owner: 'Ana Kovač',
  criticality: 'high',
  because: ['its name', '“Scores every card payment before it is captured…”'],
};
const churn: FoundLine = {
  ...quiet,
  team: null,
  owner: null,
  description: '',
  criticality: null,
  because: ['tag topic=cards'],
};
const found = { text: 'card fraud', models: [fraud, churn], all: true, offset: 0, total: 2, now };

const shown = {
  'found-models': foundModels(found),
  'found-models-some': foundModels({ ...found, all: false, total: 12 }),
  'found-models-none': foundModels({ ...found, models: [], total: 0 }),
};

test.each(Object.entries(shown))('%s', (name, message) => {
  expectGolden(name, message);
  expect(JSON.stringify(message)).not.toMatch(/<[@!](?!date)/);
});
