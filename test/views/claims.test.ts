import { describe, expect, it, test } from 'vitest';
import type { LabelFinding } from '#domain/cost-finding.ts';
import { sections } from '#views/blocks.ts';
import { type ClaimCard, claimCard, claimForm } from '#views/claim-card.ts';
import { message } from '#views/frames.ts';
import { type IdleCard, idleCard, idleLine, idleStop } from '#views/idle-card.ts';
import { labelFindings } from '#views/label-findings.ts';
import { outline } from '#views/outline.ts';
import { stopCommand } from '#views/stop-command.ts';
import { confirmStop } from '#views/stop-form.ts';
import { validateMessage, validateView } from '#views/validate.ts';
import { expectGolden } from './golden.ts';
import { person, press } from './scene.ts';

const billed = {
  kind: 'resource',
  provider: 'Google Cloud',
  name: '//compute.googleapis.com/projects/ml-lab/zones/europe-west4-a/instances/gpu-lab-3',
  project: 'ml-lab',
  service: 'Compute Engine',
  cost: { amount: '240.1837', currency: 'EUR' },
  firstDay: '2026-10-27',
  lastDay: '2026-11-25',
} as const;
const open: ClaimCard = { ...billed, teamKey: 'team', notTheirs: [], answer: null, press };
const labels = { team: 'fraud', owner: 'ana' };

const claims = {
  'claim-open': open,
  'claim-not-theirs': { ...open, notTheirs: ['ana', 'ben'] },
  'claim-claimed': { ...open, answer: { team: 'fraud', by: 'ana', labels, fromDay: '2026-11-27' } },
  'claim-shared': { ...open, answer: { team: null, by: 'ops', labels: { team: 'shared' }, fromDay: '2026-11-27' } },
  'claim-project': { ...open, kind: 'project', name: 'ml-lab' },
} satisfies Record<string, ClaimCard>;

const idle: IdleCard = {
  provider: 'Google Cloud',
  resource: '//notebooks.googleapis.com/projects/ml-lab/locations/europe-west4-a/instances/gpu-lab-3',
  name: 'gpu-lab-3',
  kind: 'notebook',
  project: 'ml-lab',
  evidence: 'gpu-lab-3 was not used for 6 days.',
  since: '2026-11-20',
  perDay: { amount: '31.2', currency: 'EUR' },
  team: 'fraud',
  state: 'open',
  day: null,
  by: null,
  ended: false,
  request: null,
  barred: null,
  notTheirs: [],
  owners: [person('ana'), person('ben')],
  press,
};
const group =
  'The managed instance group trainers would start it again. Ask whoever owns the group to make it smaller.';
const idles = {
  'idle-open': idle,
  'idle-nobodys': { ...idle, team: null, owners: [], project: null, perDay: null, notTheirs: ['ana'] },
  'idle-kept': { ...idle, state: 'kept', day: '2026-12-03', by: 'ana' },
  'idle-stopping': { ...idle, state: 'stopping', by: 'tom' },
  'idle-stopped': { ...idle, state: 'stopped', day: '2026-11-26', by: 'ana' },
  'idle-ended': { ...idle, state: 'stopped', day: '2026-11-26', by: 'ana', ended: true },
  'idle-barred': { ...idle, kind: 'accelerator', name: 'trainers-x1', barred: group },
  'idle-asked': { ...idle, by: 'ana', request: { name: 'R-12', is: 'asked' } },
  'idle-being-stopped': { ...idle, by: 'ana', request: { name: 'R-12', is: 'stopping' } },
  'idle-not-stopped': { ...idle, by: 'ana', request: { name: 'R-12', is: 'not_stopped' } },
  'idle-stopped-by-us': {
    ...idle,
    state: 'stopped',
    day: '2026-11-26',
    by: 'ana',
    request: { name: 'R-12', is: 'stopped' },
  },
} satisfies Record<string, IdleCard>;

const plan = { playbook: 'Stopping what is left on', needs: '1 person of Recs ML' };

describe('the card that asks whose something is', () => {
  test.each(Object.entries(claims))('%s', (name, state) => expectGolden(name, claimCard(state)));

  it('opens a form that says from when it counts', () => {
    const form = { ...billed, teams: ['credit', 'fraud'], likely: 'fraud', fromDay: '2026-11-27', press };
    expectGolden('claim-form', claimForm(form));
  });
});

describe('what is left on', () => {
  test.each(Object.entries(idles))('%s', (name, state) => expectGolden(name, idleCard(state)));

  it('is stopped by whoever owns it, with the command that does it', () => {
    expectGolden('idle-stop', idleStop(idles['idle-stopping'], null));
    expectGolden('idle-stop-done', idleStop(idles['idle-stopped'], null));
    expectGolden('idle-confirm-stop', confirmStop(idle, { because: null }));
    expectGolden('idle-confirm-stop-governed', confirmStop(idle, plan));
  });

  it('is left to its owners, with whom to ask, where it would come back by itself', () => {
    const because = group;
    const asked = outline(idleStop(idles['idle-stopping'], because).blocks);
    expect(asked).toContain(`asks you to stop it. Countersign does not.`);
    expect(asked).toContain(because);
    expect(asked).not.toContain('gcloud');
    const form = JSON.stringify(confirmStop(idle, { because }).blocks);
    expect(form).toContain(`Countersign does not stop it. ${because} It asks`);
    expect(form).not.toContain('Who has to agree');
  });

  it('says on its card who keeps it from being stopped only as long as that has to be decided', () => {
    const words = `Countersign does not stop it. ${group}`;
    const card = (given: Partial<IdleCard>) => outline(idleCard({ ...idle, barred: group, ...given }).blocks);
    const asked = { name: 'R-12', is: 'asked' } as const;
    const shown: Partial<IdleCard>[] = [{}, { state: 'kept', day: '2026-12-03' }, { state: 'stopping', by: 'tom' }];
    for (const given of shown) expect(card(given)).toContain(words);
    const over: Partial<IdleCard>[] = [{ state: 'stopped', day: '2026-11-26' }, { ended: true }, { request: asked }];
    for (const given of over) expect(card(given)).not.toContain(words);
  });

  it('is one line of a report', () => {
    const lines = outline(message(sections(Object.values(idles).map(idleLine))).blocks).split('\n');
    expect(lines[0]).toBe('notebook `gpu-lab-3`, €31 a day, unused since 20 Nov · … Nobody has decided yet.');
    expect(lines).toHaveLength(Object.keys(idles).length);
  });
});

describe('the command that stops a resource', () => {
  it.each([
    ['//aiplatform.googleapis.com/projects/p/locations/r/endpoints/77', /undeploy-model 77 --region=r --project=p/],
    ['projects/p/zones/z/instances/vm-1', /^gcloud compute instances stop vm-1 --zone=z --project=p$/],
    ['//compute.googleapis.com/projects/p/zones/z/disks/d', /snapshot d[^]*disks delete d --zone=z/],
    ['//tpu.googleapis.com/projects/p/locations/z/nodes/t', /^gcloud compute tpus tpu-vm stop t --zone=z --project=p$/],
    ['projects/p/locations/z/instances/nb', /^gcloud workbench instances stop nb --location=z --project=p$/],
  ])('of %s', (name, command) => expect(stopCommand(name).command).toMatch(command));

  it.each([
    'arn:aws:ec2:eu-1:1:instance/i-1',
    'projects/p/zones/z/instances/x;rm -rf',
    'projects/p/zones/z/instances/$(x)',
    '',
  ])('is not made up for %s', (name) => expect(stopCommand(name).command).toBeNull());
});

describe('labels to mend', () => {
  const finding = (resource: string, kind: LabelFinding['kind'], sentence: string): LabelFinding => ({
    resource,
    kind,
    key: 'team',
    value: null,
    suggestion: null,
    sentence,
  });
  const some = [
    finding('projects/p/zones/z/disks/d1', 'missing', 'Neither it nor its project has the label `team`.'),
    finding(
      'projects/p/zones/z/disks/d1',
      'inactive_owner',
      '`owner=lea` is nobody who is active: name another owner.',
    ),
    {
      ...finding('ml-lab', 'invalid_value', '`team=CC 2044` is no value that Google Cloud takes.'),
      suggestion: 'cc-2044',
    },
  ];

  it('are listed by resource, with what they should be', () => {
    expectGolden('label-findings', labelFindings({ findings: some, looked: 41, through: '25 Nov' }));
    expectGolden('label-findings-none', labelFindings({ findings: [], looked: 41, through: '25 Nov' }));
  });

  it('fit a message however many there are', () => {
    const many = Array.from({ length: 500 }, (_, at) => finding(`r${at % 90}`, 'missing', 'x`'.repeat(300)));
    const shown = labelFindings({ findings: many, looked: 90, through: null });
    expect(validateMessage(shown)).toEqual([]);
    expect(outline(shown.blocks)).toContain('80 more are not shown');
  });
});

describe('names of things', () => {
  const bad = `<!channel> *${'x'.repeat(5000)}* \`&\` <@U0ANA>/<script>`;
  const thing = { ...open, name: bad, project: bad, service: bad, provider: bad, notTheirs: [bad, bad] };
  const left = {
    ...idle,
    resource: bad,
    name: bad,
    evidence: bad,
    project: bad,
    team: bad,
    by: bad,
    barred: bad,
    notTheirs: [bad],
  };

  it.each([
    claimCard(thing),
    claimCard({ ...thing, answer: { team: bad, by: bad, labels: { team: bad }, fromDay: bad } }),
    idleCard(left),
    idleCard({ ...left, state: 'kept', day: bad }),
    idleStop({ ...left, state: 'stopping' }, null),
    idleStop({ ...left, state: 'stopping' }, bad),
  ])('are never markup, whatever they hold', (shown) => {
    expect(validateMessage(shown)).toEqual([]);
    const markup = JSON.stringify(shown).match(/"type":"mrkdwn","text":".*?","verbatim"/g) ?? [];
    expect(markup.length).toBeGreaterThan(0);
    expect(markup.join('\n')).not.toMatch(/<!channel>|<@U0ANA>\//);
  });

  it('fit their forms', () => {
    expect(validateView(confirmStop(left, { playbook: bad, needs: bad }))).toEqual([]);
    expect(validateView(claimForm({ ...thing, teams: ['fraud'], likely: bad, fromDay: bad, press }))).toEqual([]);
  });
});
