import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { openDemoWorkspace } from '../support/demo-workspace.ts';

let database: FreshDatabase;
let demo: Awaited<ReturnType<typeof openDemoWorkspace>>;
beforeAll(async () => {
  database = await freshDatabase();
  demo = await openDemoWorkspace(database.url);
});
afterAll(async () => {
  await demo.close();
  await database.close();
});

const told = () =>
  demo.workspace.slack.see
    .messages('#ml-digest')
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Team churn, '));

it('the local workspace has a team that spends fast', {
  timeout: 90_000,
}, async () => {
  for (let n = 0; n < 10 && told().length === 0; n += 1) {
    await demo.app.tick();
    await demo.app.settled();
  }
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatch(
    /^Team churn, spending fast: €\d\d more than usual in 6 hours\nThe 6 hours from .* cost €\d\d; at that time of day they usually cost €\d.*\. Lines of these hours still come.*\nMoved most\n\+€\d\d service Vertex AI\n\[Acknowledge\] \[Explain…\] \[Mute…\] \[By resource\]/,
  );
});
