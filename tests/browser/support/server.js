// SPDX-License-Identifier: MIT

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const DEADLINE_MS = 10_000;

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Starts the server under test, `SIGNALBOX` or the release build, with this repository's web/.
 *
 * @param {{ port?: number, options?: string[], environment?: NodeJS.ProcessEnv,
 *   files?: number }} [settings]
 *   port 0: any free one; files: how many it may have open at once
 */
export async function startServer({ port = 0, options = [], environment = {}, files } = {}) {
  const binary = process.env.SIGNALBOX ?? `${repository}build/release/signalbox`;
  const [command, ...before] = files === undefined ? [binary]
    : ['prlimit', `--nofile=${files}`, binary];
  const child = spawn(command,
    [...before, '--listen', `127.0.0.1:${port}`, '--admin-listen', '127.0.0.1:0',
      '--web-root', `${repository}web`, ...options],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const [url, admin] = await startUpLines(child, binary);
  return {
    origin: url.origin,
    /** Of the operator's port. */
    adminOrigin: admin.origin,
    port: Number(url.port),
    webSocketUrl: `ws://${url.host}/ws`,
    /** As a crash or a power cut ends it: nobody hears a word. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    /** Asks it to let its clients go and to end; resolves with its exit code. */
    async drain() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
      const [code] = await exited;
      clearTimeout(deadline);
      if (code === null) throw new Error(`${binary} didn't end when it was asked to.`);
    },
  };
}

/**
 * The page's address and the operator's, as the server prints them when it listens.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} binary
 * @returns {Promise<URL[]>}
 */
function startUpLines(child, binary) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (/** @type {Buffer} */ data) => {
      output += data;
      const found = /(http:\S+)[^]* for the operator: (http:\S+)\n/.exec(output);
      if (!found) return;
      clearTimeout(deadline);
      resolve([new URL(found[1]), new URL(found[2])]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    const deadline = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${binary} didn't print its address, but:\n${output}`));
    }, DEADLINE_MS);
    child.on('error', (cause) => reject(new Error(`Can't start ${binary}. Build it, or set ` +
      'SIGNALBOX to the path of the server.', { cause })));
    child.on('exit', (code) => {
      clearTimeout(deadline);
      reject(new Error(`${binary} ended with ${code}:\n${output}`));
    });
  });
}
