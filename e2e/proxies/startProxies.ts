import { adapt } from './blocks.ts'
import { findProxy, type RunningProxy, startProxy } from './proxy.ts'

const LETSENCRYPT = '/etc/letsencrypt/live/www.example.com'

/** A whole configuration around a printed `server` block. It keeps nginx's files in `folder`, not in the system's. */
function nginxConfig(folder: string, block: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const paths = temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events {}
http {
  access_log off;
${paths}
${block}
}
`
}

/** Starts nginx with a printed `server` block on a port of this machine. */
export function startNginx(port: number, block: string): Promise<RunningProxy> {
  return startNginxAsItIs(port, adapt(block, { 'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;` }))
}

/** nginx with a `server` block that listens on that port. */
export function startNginxAsItIs(port: number, block: string): Promise<RunningProxy> {
  const command = (file: string, folder: string) => [findProxy('nginx') ?? '', '-p', folder, '-c', file]
  const config = (folder: string) => nginxConfig(folder, block.replaceAll(LETSENCRYPT, folder))
  return startProxy({ command, config, port })
}

/** Starts HAProxy with a printed configuration on a port of this machine. */
export function startHaproxy(port: number, block: string): Promise<RunningProxy> {
  const printed = 'bind :443 ssl crt /etc/haproxy/www.example.com.pem'
  const config = (folder: string) =>
    adapt(block, { [printed]: `bind 127.0.0.1:${port} ssl crt ${folder}/both.pem` })
  return startProxy({ command: (file) => [findProxy('haproxy') ?? '', '-db', '-f', file], config, port })
}

/** Starts Caddy with a printed site block on a port of this machine. */
export function startCaddy(port: number, block: string): Promise<RunningProxy> {
  const config = (folder: string) => {
    const tls = `tls ${folder}/fullchain.pem ${folder}/privkey.pem`
    const here = adapt(block, { 'www.example.com {': `https://www.example.com:${port} {\n  ${tls}` })
    return `{\n  admin off\n  auto_https disable_redirects\n}\n${here}`
  }
  const command = (file: string) => [
    findProxy('caddy') ?? '',
    'run',
    '--adapter',
    'caddyfile',
    '--config',
    file,
  ]
  return startProxy({ command, config, port })
}
