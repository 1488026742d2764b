const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * Follows the workspace's events for as long as the page is open. After a lost connection it comes back with rising
 * waits and calls `resume`, because events may have been missed.
 * @param {{ event: (event: any) => void, state: (connected: boolean) => void, resume: () => void }} watcher
 */
export function follow(watcher) {
  let wait = FIRST_WAIT_MS;
  let wasLost = false;
  const open = () => {
    const source = new EventSource('/control/events');
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      watcher.state(true);
      if (wasLost) watcher.resume();
      wasLost = false;
    });
    source.addEventListener('message', (message) => watcher.event(JSON.parse(message.data)));
    source.addEventListener('error', () => {
      source.close();
      wasLost = true;
      watcher.state(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  open();
}

/**
 * Runs `work` soon; calls that come in while it waits or runs are answered by one more run.
 * @param {() => Promise<void>} work
 */
export function coalesced(work) {
  let state = 'idle';
  const run = async () => {
    state = 'running';
    await work().catch((error) => console.error(error));
    const again = state === 'again';
    state = 'idle';
    if (again) start();
  };
  const start = () => {
    state = 'waiting';
    setTimeout(run, 30);
  };
  return () => {
    if (state === 'idle') start();
    else if (state === 'running') state = 'again';
  };
}
