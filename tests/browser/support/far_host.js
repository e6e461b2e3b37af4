// SPDX-License-Identifier: MIT

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** This side's address, whichever network is used; it belongs to no link. */
export const NEAR = '10.78.0.1';

const networks = { wifi: 1, mobile: 2 };

/** @param {string[]} command */
const run = (...command) => execFileSync(command[0], command.slice(1), { stdio: 'pipe' });

/**
 * Another host, with two networks to this one, and all of its traffic on one of them. Needs root.
 * Both hosts are namespaces, and end with the test.
 */
export async function startFarHost() {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up; echo up; exec cat'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const inside = ['nsenter', '--target', String(holder.pid), '--net'];
  run('ip', 'address', 'add', `${NEAR}/32`, 'dev', 'lo');
  for (const [name, number] of Object.entries(networks)) {
    run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', `${holder.pid}`);
    run('ip', 'address', 'add', `10.78.${number}.1/24`, 'dev', name);
    run(...inside, 'ip', 'address', 'add', `10.78.${number}.2/24`, 'dev', name);
    run('ip', 'link', 'set', name, 'up');
  }
  const folder = await mkdtemp(join(tmpdir(), 'far-'));
  const executablePath = join(folder, 'chromium');
  await writeFile(executablePath, `#!/bin/sh\nexec ${inside.join(' ')} /usr/bin/chromium "$@"\n`,
    { mode: 0o700 });
  return {
    /** A browser there: Chromium as people have it. */
    executablePath,
    /** @param {'wifi' | 'mobile'} name goes up, and everything takes that way */
    use(name) {
      run(...inside, 'ip', 'link', 'set', name, 'up');
      run(...inside, 'ip', 'route', 'replace', 'default', 'via', `10.78.${networks[name]}.1`);
    },
    /** @param {'wifi' | 'mobile'} name is gone, without a word to anybody's TCP */
    lose(name) { run(...inside, 'ip', 'link', 'set', name, 'down'); },
    async stop() {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      for (const name of Object.keys(networks)) {
        try { run('ip', 'link', 'delete', name); } catch { /* Gone with its other end. */ }
      }
      run('ip', 'address', 'delete', `${NEAR}/32`, 'dev', 'lo');
      await rm(folder, { recursive: true });
    },
  };
}
