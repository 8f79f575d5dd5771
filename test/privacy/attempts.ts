import { readFileSync } from 'node:fs';

/**
 * What the kernel counted in this process's network: connections that were begun, datagrams that were sent, and both
 * where no way led to the address. A name that is asked for is a datagram.
 */
export interface Attempts {
  readonly connections: number;
  readonly datagrams: number;
  readonly unreachable: number;
}

export function attempts(): Attempts {
  const [v4, v6] = ['/proc/self/net/snmp', '/proc/self/net/snmp6'].map((file) => readFileSync(file, 'utf8'));
  const [ip, tcp, udp] = ['Ip', 'Tcp', 'Udp'].map((protocol) => table(v4!, protocol));
  const six = (name: string): number => Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(v6!)?.[1] ?? 0);
  return {
    connections: tcp!.ActiveOpens!,
    datagrams: udp!.OutDatagrams! + six('Udp6OutDatagrams'),
    unreachable: ip!.OutNoRoutes! + six('Ip6OutNoRoutes'),
  };
}

export function since(before: Attempts): Attempts {
  const now = attempts();
  return {
    connections: now.connections - before.connections,
    datagrams: now.datagrams - before.datagrams,
    unreachable: now.unreachable - before.unreachable,
  };
}

/** A line of names and a line of numbers. */
function table(text: string, protocol: string): Record<string, number> {
  const [names, numbers] = [...text.matchAll(new RegExp(`^${protocol}: (.*)$`, 'gm'))].map(([, line]) =>
    line!.split(' '),
  );
  return Object.fromEntries(names!.map((name, i) => [name, Number(numbers![i])]));
}
