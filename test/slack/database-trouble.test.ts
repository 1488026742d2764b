import { expect, it } from 'vitest';
import { answeredIn, databaseTrouble } from '#slack/database-trouble.ts';

const coded = (code: string, message = 'no') => Object.assign(new Error(message), { code });

it.each([
  ['a statement that was cut off', coded('57014')],
  ['a server that shuts down', coded('57P01')],
  ['a server that takes no more connections', coded('53300')],
  ['a refused connection', coded('ECONNREFUSED')],
  ['a socket that is not there', coded('ENOENT')],
  ['a connection that broke', new Error('Connection terminated unexpectedly')],
])('%s is trouble with the database, however deep it lies', (_what, cause) => {
  const wrapped = new Error('Failed query', { cause: new Error('inner', { cause }) });
  for (const error of [cause, wrapped]) {
    expect(databaseTrouble(error)).toMatchObject({
      system: 'PostgreSQL',
      message: 'Countersign’s database did not answer.',
      ambiguous: true,
    });
  }
});

it.each([
  ['a broken rule of the schema', coded('23505')],
  ['a table that is not there', coded('42P01')],
  ['an error of our own', new TypeError('x is not a function')],
  ['something that is no error', 'text'],
])('%s is not', (_what, error) => {
  expect(databaseTrouble(error)).toBeNull();
});

it('work that ends in time is passed on, its errors too; work that does not end is given up', async () => {
  await expect(answeredIn(1_000, Promise.resolve(7))).resolves.toBe(7);
  const own = new Error('own');
  await expect(answeredIn(1_000, Promise.reject(own))).rejects.toBe(own);
  await expect(answeredIn(5, new Promise(() => {}))).rejects.toMatchObject({ system: 'PostgreSQL', ambiguous: false });
});
