// The declarations are those of the modules, and every module is sound by itself.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('what is declared is what there is', (context, done) => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  execFile(process.execPath, ['node_modules/typescript/bin/tsc', '--project', '.'], { cwd: folder }, (fault, out) => {
    assert.equal(out, '');
    done(fault);
  });
});
