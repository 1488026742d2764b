import { joinWorkspace } from '#sandbox/run-demo.ts';
import { openWorkspace, startDemoApp } from '../../src/demo.ts';
import { Secret } from '../../src/secret.ts';

/** The local workspace as `npm run demo` starts it, over a given database and on any free port. */
export async function openDemoWorkspace(databaseUrl: string) {
  const workspace = await openWorkspace({ port: 0, file: null });
  const app = await startDemoApp(workspace, { databaseUrl, secret: new Secret('a secret of the tests, long enough') });
  workspace.slack.setRequestUrl(`http://127.0.0.1:${app.port}/slack/events`);
  const leave = joinWorkspace(workspace, app, () => {});
  return {
    url: workspace.slack.origin,
    workspace,
    app,
    close: async () => {
      leave();
      await app.stop();
      await workspace.stop();
    },
  };
}
