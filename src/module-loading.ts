import { statSync } from 'node:fs';
import { constants, enableCompileCache, type ResolveHookSync, registerHooks } from 'node:module';

/** As the owner of files counts users; undefined on Windows. */
const user = process.geteuid?.();

/**
 * Lets Node keep what it compiled in `node_modules/.cache`, for the next start; true if it does. Never throws: where
 * the folder cannot be written, or belongs to somebody else, every start compiles anew. `modules` is the path of
 * `node_modules`.
 */
export function keepCompiledCode(modules: string): boolean {
  try {
    // Whoever may write there could change the code itself. Files of another user would be in the way of their next
    // installation; a folder that all may write, as the temporary one, could hold somebody else's code.
    if (user !== undefined && statSync(modules).uid !== user) return false;
    const { ENABLED, ALREADY_ENABLED } = constants.compileCacheStatus;
    const { status } = enableCompileCache(`${modules}/.cache/countersign`);
    return status === ENABLED || status === ALREADY_ENABLED;
  } catch {
    return false;
  }
}

/** The folder of this program's own modules. */
const source = new URL('.', import.meta.url).href;

/**
 * Spares Node from reading what a package.json says for each import anew: that of drizzle-orm (179 kB) for each of its
 * files and whenever one of ours imports it, and ours for each of our own modules. Inside drizzle-orm a relative import of
 * a `.js` file from one is that file. Inside the program `#…` is the file of that path in `src`, a relative import is what
 * it says, and a package is found once for all modules, since they lie in one package.
 */
export function resolveDirectly(): void {
  const packages = new Map<string, ReturnType<ResolveHookSync>>();
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL = '' } = context;
      if (parentURL.startsWith(source)) {
        if (/^[#.].*\.ts$/.test(specifier)) {
          const url = specifier.startsWith('#') ? `${source}${specifier.slice(1)}` : new URL(specifier, parentURL).href;
          return { url, format: 'module-typescript', shortCircuit: true };
        }
        if (specifier.startsWith('.')) return next(specifier, context);
        const key = `${specifier} ${context.conditions.join(' ')}`;
        const found = packages.get(key) ?? next(specifier, context);
        packages.set(key, found);
        return { ...found, shortCircuit: true };
      }
      const inside = parentURL.includes('/node_modules/drizzle-orm/') && parentURL.endsWith('.js');
      if (!inside || !/^\.\.?\/.*\.js$/.test(specifier)) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
