// SPDX-License-Identifier: MIT

import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

const documented = new URL('../../../docs/reverse-proxy/', import.meta.url);

/** How long a proxy may take to start and to reload, in milliseconds. */
const PATIENCE_MS = 20_000;

/**
 * @typedef {object} Place where a test's proxy lives
 * @property {string} folder
 * @property {number} port
 *
 * @typedef {object} Kind
 * @property {string} file in docs/reverse-proxy
 * @property {string} group that may connect to the server
 * @property {(place: Place) => Promise<Record<string, string>> | Record<string, string>} replacements
 *   of what the file says, by what stands there
 * @property {(file: string, folder: string) => string[]} command
 * @property {(child: import('node:child_process').ChildProcess, file: string) => void} reload
 */

/** @type {Record<string, Kind>} */
const kinds = {
  nginx: {
    file: 'nginx.conf',
    group: 'www-data',
    replacements: ({ folder, port }) => ({
      '/run/nginx.pid': join(folder, 'nginx.pid'),
      'worker_rlimit_nofile 65536': 'worker_rlimit_nofile 1024',
      'worker_connections 32768': 'worker_connections 512',
      'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
      'listen [::]:443 ssl;': '',
      '/etc/letsencrypt/live/signal.example.org/fullchain.pem': join(folder, 'cert.pem'),
      '/etc/letsencrypt/live/signal.example.org/privkey.pem': join(folder, 'key.pem'),
    }),
    command: (file, folder) => [
      'nginx', '-c', file, '-p', folder, '-e', 'stderr', '-g', 'daemon off;'],
    reload: (child) => { child.kill('SIGHUP'); },
  },
  caddy: {
    file: 'Caddyfile',
    group: 'caddy',
    replacements: async ({ folder, port }) => ({
      'admin unix//run/caddy/admin.sock':
        `admin unix/${folder}/admin.sock\n\thttp_port ${await freePort()}`,
      '/etc/ssl/signal.example.org': folder,
      '\nsignal.example.org {': `\nhttps://localhost:${port} {`,
    }),
    command: (file) => ['caddy', 'run', '--config', file, '--adapter', 'caddyfile'],
    // As systemd does it in Debian's unit.
    reload: (_, file) => {
      execFileSync('caddy', ['reload', '--force', '--config', file, '--adapter', 'caddyfile'],
        { stdio: 'pipe' });
    },
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A documented file with a test's paths and ports, each of which must stand there.
 *
 * @param {string} name
 * @param {Record<string, string>} replacements
 */
async function configuration(name, replacements) {
  let text = await readFile(new URL(name, documented), 'utf8');
  for (const [old, replacement] of Object.entries(replacements)) {
    if (!text.includes(old)) throw new Error(`${name} has no '${old}'`);
    text = text.replaceAll(old, replacement);
  }
  return text;
}

/** A certificate for localhost, and another one for the same key whenever it is renewed. */
class Certificate {
  #folder;

  /** @param {string} folder for cert.pem and key.pem */
  constructor(folder) {
    this.#folder = folder;
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout',
      '-out', join(folder, 'key.pem')]);
    this.renew();
  }

  renew() {
    execFileSync('openssl', ['req', '-x509', '-key', join(this.#folder, 'key.pem'), '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
      '-out', join(this.#folder, 'cert.pem')]);
  }

  get fingerprint() { return this.#parsed.fingerprint256; }

  /** What Chromium's flag takes to trust this key and no other. */
  get keyHash() {
    const key = this.#parsed.publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('base64');
  }

  get #parsed() { return new X509Certificate(readFileSync(join(this.#folder, 'cert.pem'))); }
}

/**
 * The fingerprint of what a new client is shown; undefined: nobody answers.
 *
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
function fingerprintAt(port) {
  return new Promise((resolve) => {
    const socket = connect(
      { host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false });
    socket.on('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', () => resolve(undefined));
  });
}

/**
 * A reverse proxy with TLS, as docs/reverse-proxy sets it up: only addresses, certificate and how
 * much it may take are the test's. Needs root, because the proxy becomes another user.
 *
 * @param {keyof typeof kinds} name
 */
export async function startReverseProxy(name) {
  const kind = kinds[name];
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o755);
  const certificate = new Certificate(folder);
  const port = await freePort();
  const upstream = join(folder, 'signalbox.sock');
  const file = join(folder, kind.file);
  await writeFile(file, await configuration(kind.file, {
    '/run/signalbox/signalbox.sock': upstream,
    ...await kind.replacements({ folder, port }),
  }));
  const [program, ...options] = kind.command(file, folder);
  const child = spawn(program, options, {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let log = '';
  child.stderr.on('data', (data) => { log += data; });

  async function serves() {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
      if (child.exitCode !== null) break;
      if (await fingerprintAt(port) === certificate.fingerprint) return;
    }
    throw new Error(`${name} does not show its certificate:\n${log}`);
  }
  async function stop() {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true });
  }
  try {
    await serves();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin: `https://localhost:${port}`,
    keyHash: certificate.keyHash,
    /** Of the server behind it. */
    serverOptions: ['--listen', `unix:${upstream}`, '--socket-group', kind.group,
      '--trusted-proxy', 'unix'],
    /** Resolves when new clients are shown a renewed certificate. */
    async reload() {
      certificate.renew();
      kind.reload(child, file);
      await serves();
    },
    stop,
  };
}
