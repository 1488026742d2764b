import { afterEach, describe, expect, it } from 'vitest';
import { type Clinic, openClinic, spoil } from './doctor-support.ts';

describe('countersign doctor, where a role is a Slack user group', { timeout: 60_000 }, () => {
  let clinic: Clinic | undefined;
  afterEach(async () => {
    await clinic?.close();
    clinic = undefined;
  });
  const opened = async (scopes?: readonly string[]) => {
    clinic = await openClinic(scopes);
    spoil(clinic, 'people.yaml', 'risk: {people: [mei, jon]', 'risk: {slack_usergroup: S0RISK0001');
    return clinic;
  };
  const aboutRisk = async ({ examine }: Clinic) => {
    const { lines } = await examine();
    return lines.filter((line) => /S0RISK0001|usergroups:read, so|seat of risk/.test(line));
  };

  it('says how many people it is', async () => {
    expect(await aboutRisk(await opened())).toEqual(['✓ Role risk is the 2 people of user group S0RISK0001']);
  });

  it('names the scope that it takes', async () => {
    expect(await aboutRisk(await opened(['chat:write', 'commands', 'users:read']))).toEqual([
      '✗ The app lacks usergroups:read, so nobody can fill a seat of risk — grant usergroups:read under OAuth & Permissions and install the app again',
    ]);
  });

  it('tells of members whom people.yaml does not list, of a group without any who are, and of one that is gone', async () => {
    const clinic = await opened();
    spoil(clinic, 'people.yaml', '  jon: {slack: U0JON0004', '  jon: {slack: U0NOBODY4');
    expect(await aboutRisk(clinic)).toEqual([
      '… Role risk is user group S0RISK0001: 1 of its 2 accounts belong to people of people.yaml, the others fill no seat — add them to people.yaml if they should',
    ]);
    clinic.slack.act.regroup('model-risk', ['jon']);
    expect(await aboutRisk(clinic)).toEqual([
      '✗ Nobody of people.yaml is in user group S0RISK0001, so nobody can fill a seat of risk — add its people to people.yaml, or people to the group',
    ]);
    clinic.slack.act.regroup('model-risk', null);
    expect(await aboutRisk(clinic)).toEqual([
      "✗ Slack knows no user group S0RISK0001 (risk), or it is switched off — switch it on, or write the group's id under risk in people.yaml",
    ]);
  });
});
