import { describe, expect, test } from 'vitest';
import { billingReads } from '#adapters/costs/billing-account/reads.ts';
import { UpstreamError } from '#errors.ts';
import { sourceFiles } from '../../support/source-files.ts';

const info = {
  projectId: 'northwind-ml',
  billingAccountName: 'billingAccounts/0A1B2C-3D4E5F-6A7B8C',
  billingEnabled: true,
};
const answers: Readonly<Record<string, object>> = {
  '/v1/projects/northwind-ml/billingInfo': info,
  '/v1/projects/unlinked/billingInfo': { projectId: 'unlinked', billingAccountName: '', billingEnabled: false },
  '/v1/billingAccounts/0A1B2C-3D4E5F-6A7B8C/projects': { projectBillingInfo: [info] },
  '/v1/billingAccounts/0A1B2C-3D4E5F-6A7B8C': { displayName: 'Northwind', currencyCode: 'EUR', open: true },
};

function reads(sent: string[] = []) {
  return billingReads({
    token: async () => 'secret-token',
    quotaProject: 'northwind-ml',
    timeoutMs: 1000,
    fetch: async (url, init) => {
      const { pathname } = new URL(url instanceof Request ? url.url : url);
      sent.push(`${init?.method ?? 'GET'} ${pathname}`);
      const found = answers[pathname];
      if (found !== undefined) return Response.json(found);
      const denied = {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: "Permission 'billing.accounts.get' denied on resource",
      };
      return Response.json({ error: denied }, { status: pathname.includes('closed') ? 403 : 404 });
    },
  });
}

describe('what is read of billing accounts', () => {
  test('is the account, its currency, and whether a project is linked to it', async () => {
    const sent: string[] = [];
    const billing = reads(sent);
    expect(await billing.linkOf('northwind-ml')).toEqual({
      project: 'northwind-ml',
      account: '0A1B2C-3D4E5F-6A7B8C',
      enabled: true,
    });
    expect(await billing.linkOf('unlinked')).toEqual({ project: 'unlinked', account: null, enabled: false });
    expect(await billing.linksOf('0A1B2C-3D4E5F-6A7B8C')).toHaveLength(1);
    expect(await billing.account('0A1B2C-3D4E5F-6A7B8C')).toEqual({ name: 'Northwind', currency: 'EUR', open: true });
    expect(sent.every((one) => one.startsWith('GET '))).toBe(true);
  });

  test('fails in our words', async () => {
    await expect(reads().linkOf('gone')).rejects.toThrow(/knows no such project or account/);
    const failure = await reads()
      .account('closed')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(String(failure)).toMatch(/Give our account billing\.accounts\.get/);
    expect(String(failure)).not.toContain('secret-token');
  });

  test('is all that can be reached: nothing of ours names what changes billing', () => {
    expect(Object.keys(reads())).toEqual(['linkOf', 'linksOf', 'account']);
    const changing =
      /updateProjectBillingInfo|updateBillingAccount|createBillingAccount|moveBillingAccount|setIamPolicy/;
    const naming = sourceFiles().filter(({ text }) => changing.test(text));
    expect(naming.map(({ path }) => path)).toEqual([]);
    const loading = sourceFiles().filter(({ code }) => /import\('@google-cloud\/billing'\)/.test(code));
    const using = loading.map(({ path }) => path);
    expect(using).toEqual(['src/adapters/costs/billing-account/reads.ts', 'src/adapters/costs/price-list/catalog.ts']);
  });
});
