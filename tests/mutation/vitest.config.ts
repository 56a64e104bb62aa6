/** The unit tests with one thing broken on its way into the runner. Which one, run-mutants.ts says by environment. */

import { defineConfig, mergeConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';
import { BROKEN_NAME, mutants } from './mutants.ts';

const broken = mutants.find(({ name }) => name === process.env[BROKEN_NAME]);

export default mergeConfig(
  usual,
  defineConfig({
    // The cache is kept by a file's own text, and would hand out what another mutant was given.
    test: { fsModuleCache: false },
    plugins: [
      {
        name: 'doorlight-mutant',
        enforce: 'pre',
        transform: (code, id) =>
          broken !== undefined && id.endsWith(`/${broken.file}`) ? code.replace(broken.from, broken.to) : null,
      },
    ],
  }),
);
