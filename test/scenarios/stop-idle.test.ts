import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { actorOf } from '#operations/actor.ts';
import { draftStop } from '#operations/stops/draft-stop.ts';
import { northwindUsage } from '#sandbox/cloud-usage/northwind-usage.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import type { PretendMachine, PretendNotebook, PretendTpu, PretendUsage } from '#sandbox/cloud-usage/state.ts';
import { northwindVertex } from '#sandbox/vertex/seed.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { ledger } from '#store/schema/ledger.ts';
import { openScene, type Scene, start } from '../support/scene.ts';
import { machine as gpuMachine, tpu } from '../support/usage-world.ts';

const digest = '#ml-digest';
const hour = 3_600_000;

describe('stopping what is left on', { timeout: 90_000 }, () => {
  let scene: Scene;
  let server: PretendCloudUsage;
  let projects: readonly PretendUsage[];
  let lab: PretendNotebook;
  let search: PretendTpu;
  let slice: PretendTpu;
  let trainer: PretendMachine;
  let member: PretendMachine;
  let usedNow: boolean;
  beforeEach(async () => {
    let nowMs = () => start;
    usedNow = false;
    // What serves is what the scene's own Vertex AI has deployed, once that is there.
    const seeded = await seededSnapshot();
    let serving = { snapshot: () => seeded };
    projects = northwindUsage(start, { snapshot: () => serving.snapshot() });
    lab = notebookNamed(projects, 'gpu-lab-3');
    const { machine } = lab;
    const processor = (at: number) => (usedNow && at >= start - 2 * hour ? 0.6 : machine.processor(at));
    const changed = { ...lab, machine: { ...machine, processor } };
    lab = changed;
    search = tpu({ labels: { team: 'search', env: 'dev' } });
    slice = tpu({ name: 'slice-16', number: '8800002', zone: 'europe-west4-c', workers: ['4400002', '4400003'] });
    trainer = gpuMachine({ name: 'gpu-train-2', number: '5550007', gpu: () => (usedNow ? 0.6 : 0) });
    const createdBy = 'projects/1/zones/europe-west4-a/instanceGroupManagers/trainers';
    member = gpuMachine({ name: 'trainers-x1', number: '5550008', gpu: () => 0, createdBy });
    projects = projects.map((one) => ({
      ...one,
      tpus: one.project === 'northwind-ml-dev' ? [search, slice] : [],
      machines: one.project === 'northwind-ml-dev' ? [trainer, member] : [],
      notebooks: one.notebooks.map((book) => (book.machine.name === 'gpu-lab-3' ? changed : book)),
    }));
    server = await startPretendCloudUsage({ projects, clock: () => nowMs() });
    const connect = (id: string, project: string) =>
      connectCloudUsage({
        id,
        project,
        address: server.url,
        token: async () => 'pretend-token',
        timeoutMs: 5000,
        mostPoints: 100_000,
      });
    scene = await openScene({
      usage: new Map([
        ['usage', connect('usage', 'northwind-ml')],
        ['usage-dev', connect('usage-dev', 'northwind-ml-dev')],
      ]),
    });
    serving = scene.vertex;
    nowMs = () => scene.slack.clock.now();
    await scene.advance(24 * hour);
  });
  afterEach(async () => {
    await scene.close();
    await server.close();
  });

  const left = (name: string) => scene.channel(digest).findLast((text) => text.includes(`${name}\n`)) ?? '';
  const asks = async (who: string, name: string) => {
    const message = scene.slack.see.messages(digest).findLast(({ text }) => text.includes(name));
    if (message === undefined) throw new Error(`nothing is said of ${name}`);
    await scene.as(who).presses('Stop…', { channel: digest, message });
  };
  const approves = async () => {
    await scene.as('ops').presses('Approve…');
    await scene.as('ops').submits({ reason: 'Nobody misses it' });
  };
  const card = () => scene.cards().findLast((text) => /stop/i.test(text)) ?? '';

  it('takes a second person, looks at its use once more, and reads back that it is off', async () => {
    expect(left('gpu-lab-3')).toContain('# Left on: notebook gpu-lab-3');
    await asks('rosa', 'gpu-lab-3');
    expect(scene.as('rosa').modal()).toContain('playbook “Stopping what is left on”');
    await scene.as('rosa').submits();
    await scene.settled();
    expect(card()).toContain('# Stop notebook gpu-lab-3?');
    expect(left('gpu-lab-3')).toMatch(/Rosa .* asks to stop it with R-\d+/);
    expect(lab.stoppedMs).toBeNull();

    await scene.as('ops').presses('Approve…');
    expect(scene.as('ops').modal()).toContain('The notebook `gpu-lab-3` of project northwind-ml-dev is stopped');
    await scene.as('ops').submits({ reason: 'Nobody misses it' });
    await scene.advance(60_000);
    expect(lab.stoppedMs).not.toBeNull();
    expect(server.requests.filter(({ path }) => path.endsWith(':stop'))).toHaveLength(1);
    expect(card()).toContain('# Stopped: notebook gpu-lab-3');
    expect(left('gpu-lab-3')).toMatch(/✓ Stopped on 27 Nov with R-\d+/);
    expect(scene.as('rosa').notes().at(-1)).toContain('gpu-lab-3 is stopped, as you asked');
    const events = (await scene.database.db.select().from(ledger)).map(({ event }) => event);
    for (const event of ['request_opened', 'vote_recorded', 'execution_verified', 'idle_decided'] as const) {
      expect(events).toContain(event);
    }

    // The day on which it was stopped still has hours; the one after it has none.
    await scene.advance(25 * hour);
    await scene.advance(24 * hour);
    expect(left('gpu-lab-3')).toContain('# Not left on any more');
  });

  it('is not done if somebody used it since', async () => {
    await asks('rosa', 'gpu-lab-3');
    await scene.as('rosa').submits();
    usedNow = true;
    await approves();
    await scene.settled();
    expect(lab.stoppedMs).toBeNull();
    expect(card()).toContain('Somebody used gpu-lab-3 within the last day, so it is not stopped.');
    expect(left('gpu-lab-3')).toMatch(/R-\d+ asked to stop it and did not come to that/);
    expect(left('gpu-lab-3')).toContain('[Stop…]');
  });

  it('says what is missing where our account may not, and can be asked again', async () => {
    server.denied.add('notebooks.instances.stop');
    await asks('rosa', 'gpu-lab-3');
    await scene.as('rosa').submits();
    await approves();
    await scene.settled();
    expect(card()).toContain('# Not stopped: notebook gpu-lab-3');
    expect(card()).toContain('Give our account notebooks.instances.stop in northwind-ml-dev');
    expect(left('gpu-lab-3')).toContain('[Stop…]');
  });

  it('takes away what an endpoint has loaded, whatever answers are lost', async () => {
    expect(left('query-intent-trial')).toContain('# Left on: endpoint query-intent-trial');
    await asks('kim', 'query-intent-trial');
    await scene.as('kim').submits();
    expect(card()).toContain('# Stop endpoint query-intent-trial?');
    scene.vertex.faults.set('lost-answer', { times: 1 });
    await approves();
    await scene.advance(120_000);
    await scene.advance(120_000);
    const endpoint = scene.vertex.snapshot().endpoints.find(({ id }) => id === '7310977');
    expect(endpoint?.deployed).toEqual([]);
    expect(card()).toContain('# Stopped: endpoint query-intent-trial');
    const others = scene.vertex.snapshot().endpoints.find(({ id }) => id === '7310451');
    expect(others?.deployed).toHaveLength(1);
  });

  it('is judged by what the catalogue says of the model that an endpoint serves', async () => {
    const { setting } = scene.app;
    const [kim] = setting.playbooks().set.people.people['kim']?.slack ?? [];
    const requester = await actorOf(setting, { teamId: setting.workspaceId, slackUser: kim ?? '' });
    const order = {
      idleId: 'x',
      source: 'usage',
      kind: 'endpoint',
      resource: '//aiplatform.googleapis.com/projects/northwind-ml/locations/europe-west4/endpoints/7310977',
      name: 'query-intent-trial',
      project: 'northwind-ml',
      registry: 'vertex',
      deployed: [],
    } as const;
    const drafted = await draftStop(setting, setting.db, {
      what: { order, model: 'recs/query-intent' },
      requester,
      reason: 'Nobody asks it',
    });
    expect(drafted?.facts.catalogue).toMatchObject({ criticality: 'low', team: 'recs' });
  });

  it('stops a machine with GPUs and a TPU the same way, asked once and read back until they are off', async () => {
    expect(left('embed-v5e')).toContain('# Left on: accelerator embed-v5e');
    expect(left('embed-v5e')).toMatch(
      /embed-v5e was not used for at least \d+ days.*Project northwind-ml-dev\. Team search\./,
    );
    for (const [name, one] of [
      ['gpu-train-2', trainer],
      ['embed-v5e', search],
    ] as const) {
      await asks('kim', name);
      expect(scene.as('kim').modal()).toContain('its disks stay, and it can be started again');
      await scene.as('kim').submits();
      await scene.settled();
      expect(card()).toContain(`# Stop accelerator ${name}?`);
      await approves();
      await scene.settled();
      expect(one.stoppedMs).toBeDefined();
      expect(one.looks).toBe(2);
      expect(card()).toContain(`# Stopped: accelerator ${name}`);
      expect(left(name)).toMatch(/✓ Stopped on 27 Nov with R-\d+/);
    }
    expect(server.requests.filter(({ path }) => /[:/]stop(\?|$)/.test(path))).toHaveLength(2);
  });

  it('does not stop a machine that was used since, or another that bears its name', async () => {
    await asks('kim', 'gpu-train-2');
    await scene.as('kim').submits();
    usedNow = true;
    await approves();
    await scene.settled();
    expect(card()).toContain('Somebody used gpu-train-2 within the last day, so it is not stopped.');
    usedNow = false;
    await asks('kim', 'embed-v5e');
    await scene.as('kim').submits();
    Object.assign(search, { number: '8800099' });
    await approves();
    await scene.settled();
    expect(card()).toContain('Another machine bears its name since, so it is not stopped.');
    expect([trainer.stoppedMs, search.stoppedMs]).toEqual([undefined, undefined]);
  });

  it.each([
    ['trainers-x1', 'The managed instance group trainers would start it again. Ask whoever owns the group'],
    ['slice-16', 'It has 2 hosts, and a TPU with more than one can only be deleted'],
  ])('leaves %s to its owners, and says why from the first', async (name, because) => {
    expect(left(name)).toContain(`Countersign does not stop it. ${because}`);
    expect(left(name)).toContain('[Stop…]');
    await asks('kim', name);
    expect(scene.as('kim').modal()).toContain(`Countersign does not stop it. ${because}`);
    await scene.as('kim').submits();
    await scene.settled();
    const told = scene.slack.see.messages(digest).findLast(({ text }) => text.includes(name));
    const [asked] = scene.slack.see.messages(digest, undefined, told?.ts ?? '').slice(-1);
    expect(JSON.stringify(asked?.blocks)).toContain(because);
    expect(left(name)).toContain('wants it stopped. Its owners were asked to do it');
    expect(left(name)).toContain(because);
    expect(scene.cards().some((text) => text.includes(`Stop accelerator ${name}`))).toBe(false);
  });

  it('asks the owners where our account may not even look at a machine', async () => {
    server.denied.add('compute.instances.get');
    await asks('kim', 'gpu-train-2');
    expect(scene.as('kim').modal()).toContain('Give our account compute.instances.get in northwind-ml-dev');
    expect(trainer.stoppedMs).toBeUndefined();
  });

  it('says on the card what changed about that by the next night, and what is found out by a press', async () => {
    expect(left('gpu-train-2')).not.toContain('Countersign does not stop it.');
    Object.assign(trainer, { labels: { 'goog-gke-node': '', 'goog-k8s-cluster-name': 'ml' } });
    await asks('kim', 'gpu-train-2');
    await scene.as('kim').submits();
    await scene.settled();
    expect(left('gpu-train-2')).toContain('It is a node of the GKE cluster ml');
    expect(left('trainers-x1')).toContain('The managed instance group trainers');
    Object.assign(member, { createdBy: 'ana' });
    await scene.advance(24 * hour);
    expect(left('trainers-x1')).not.toContain('Countersign does not stop it.');
  });

  it('is among what a model needs, with the rules behind it', async () => {
    await scene.as('ana').types('/mlops policy query-intent');
    expect(scene.as('ana').told()).toMatch(/Stop what is left on\nNeeds ML platform \(.*\)\./);
    await scene.as('ana').types('/mlops policy query-intent stop');
    expect(scene.as('ana').modal()).toMatch(
      /Stop what is left on `query-intent`, by the playbook “Stopping what is left on”\n.*The platform team agrees: 1 person/s,
    );
    await scene.as('ana').types('/mlops policy fraud-scorer');
    expect(scene.as('ana').told()).not.toContain('left on');
  });

  it('is refused to whoever nobody lists, and asked for once', async () => {
    await asks('rosa', 'gpu-lab-3');
    await scene.as('rosa').submits();
    await scene.settled();
    expect(left('gpu-lab-3')).not.toContain('[Stop…]');
    expect(scene.cards().filter((text) => text.includes('Stop notebook'))).toHaveLength(1);
  });
});

function notebookNamed(projects: readonly PretendUsage[], name: string): PretendNotebook {
  const found = projects.flatMap(({ notebooks }) => notebooks).find(({ machine }) => machine.name === name);
  if (found === undefined) throw new Error(`there is no notebook ${name}`);
  return found;
}

async function seededSnapshot() {
  const vertex = await startPretendVertex({ seed: northwindVertex(start) });
  const snapshot = vertex.snapshot();
  await vertex.close();
  return snapshot;
}
