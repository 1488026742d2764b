import type { LocalWorkspace } from './local-workspace.ts';
import { watchFlights } from './monitor/watch-flights.ts';

/** The connection that the pretend monitor reports to, and what it signs with. */
export const monitorHook = { connection: 'monitor', secret: 'local-monitor-secret' } as const;

/** What the demo needs of the program around it; the sandbox itself imports none of it. */
export interface DemoApp {
  readonly port: number;
  readonly tick: () => Promise<void>;
}

/** Makes the app look for what is due each time the workspace's clock is moved, and tells its page when a registry changes. */
export function joinWorkspace(
  { slack, mlflow, vertex, kubeflow, monitor }: LocalWorkspace,
  app: DemoApp,
  onError: (error: unknown) => void,
): () => void {
  const unseen = [unseenOf(mlflow.requests), unseenOf(vertex.requests), unseenOf(kubeflow.requests)];
  const timer = setInterval(() => {
    const fresh = unseen.flatMap((read) => read());
    for (const { method, path, status, ms } of fresh) {
      slack.record({
        at: new Date().toISOString(),
        direction: 'to-registry',
        title: `${method} ${path}`,
        status,
        ms,
        request: null,
        response: null,
      });
    }
    if (fresh.some(({ method }) => method !== 'GET')) slack.tell({ type: 'registry' });
  }, 200);
  const hook = { url: `http://127.0.0.1:${app.port}/hooks/${monitorHook.connection}`, secret: monitorHook.secret };
  const flights = watchFlights(monitor, hook, { clock: () => slack.clock.now(), everyMs: 2_000, onError });
  const unwatch = slack.watch((event) => {
    if (event.type === 'clock') flights.look().catch(onError).then(app.tick).catch(onError);
  });
  return () => {
    clearInterval(timer);
    flights.stop();
    unwatch();
  };
}

/** What was added to a list since it was last read. */
function unseenOf<T>(list: readonly T[]): () => readonly T[] {
  let seen = list.length;
  return () => {
    const fresh = list.slice(seen);
    seen = list.length;
    return fresh;
  };
}
