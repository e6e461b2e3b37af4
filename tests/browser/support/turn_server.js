// SPDX-License-Identifier: MIT

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = 3478;

/**
 * Starts coturn, which makes whatever it is asked for a relayed address on this machine, for those
 * who know the secret.
 *
 * @param {string} secret
 */
export async function startTurnServer(secret) {
  const folder = await mkdtemp(join(tmpdir(), 'turn-'));
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, `${secret}\n`, { mode: 0o600 });
  const child = spawn('turnserver', ['-n', '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1',
    `--listening-port=${PORT}`, '--min-port=50000', '--max-port=50999', '--use-auth-secret',
    `--static-auth-secret=${secret}`, '--realm=test.local', '--fingerprint', '--no-cli', '--no-tls',
    '--no-dtls', '--allow-loopback-peers', '--log-file=stdout', '--simple-log',
    `--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`],
  { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let log = '';
  child.stderr.on('data', (data) => { log += data; });
  /** @param {string} text */
  const says = (text) => new Promise((resolve, reject) => {
    const read = () => { if (log.includes(text)) resolve(undefined); };
    child.stdout.on('data', read);
    exited.then(() => reject(new Error(`turnserver has ended:\n${log}`)));
    read();
  });
  child.stdout.on('data', (data) => { log += data; });
  await says('admin thread');
  return {
    url: `turn:127.0.0.1:${PORT}?transport=udp`,
    secretFile,
    /** Resolves when it has written `text` to its log. */
    says,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}
