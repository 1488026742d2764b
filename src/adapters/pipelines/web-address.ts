import { ConfigError } from '#errors.ts';

/** The address without a slash at its end, and its host. Throws a ConfigError for one that no request could reach. */
export function webAddress(id: string, url: string): { readonly root: string; readonly host: string } {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw new ConfigError([`The address of ${id} is not an http or https address. Write it as https://host/path.`]);
  }
  if (address.username !== '' || address.password !== '') {
    throw new ConfigError([`The address of ${id} carries credentials. Take them out and give a token instead.`]);
  }
  if (address.search !== '' || address.hash !== '') {
    throw new ConfigError([`The address of ${id} has a query or a fragment. Write it up to its path.`]);
  }
  return { root: `${address.origin}${address.pathname.replace(/\/+$/, '')}`, host: address.host };
}
