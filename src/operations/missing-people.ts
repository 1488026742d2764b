import type { Need } from '#views/request-facts.ts';
import { listed } from '#views/wording.ts';

/** Who still has to agree, as `1 person of Risk and 2 people of Fraud ML`. */
export function missingPeople(needs: readonly Need[]): string {
  const open = needs.filter(({ count, filledBy }) => count > filledBy.length);
  return listed(
    open.map(({ role, count, filledBy }) => {
      const missing = count - filledBy.length;
      return `${missing} ${missing === 1 ? 'person' : 'people'} of ${role}`;
    }),
  );
}
