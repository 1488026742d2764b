import { statSync } from 'node:fs';
import { constants, enableCompileCache, registerHooks } from 'node:module';

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

/**
 * Spares Node from reading the package.json of drizzle-orm, 179 kB, again for each of the package's files: inside it a
 * relative import of a `.js` file from one is that file, and an ECMAScript module.
 */
export function resolveDrizzleDirectly(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL = '' } = context;
      const inside = parentURL.includes('/node_modules/drizzle-orm/') && parentURL.endsWith('.js');
      if (!inside || !/^\.\.?\/.*\.js$/.test(specifier)) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
