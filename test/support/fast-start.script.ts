import { fileURLToPath } from 'node:url';
import { keepCompiledCode, resolveDirectly } from '../../src/module-loading.ts';

/** Loaded ahead of a process that is started many times over: what `main.ts` does for the program itself. */
keepCompiledCode(fileURLToPath(new URL('../../node_modules', import.meta.url)));
resolveDirectly();
