import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server that knows nobody, and keeps whom it was asked for. */
export class NameServer {
  /** In the order of the questions. */
  readonly asked: string[] = [];
  readonly #socket = createSocket('udp4');

  static async start(): Promise<NameServer> {
    const server = new NameServer();
    server.#socket.on('message', (question, { port, address }) => {
      server.asked.push(nameIn(question));
      const answer = Buffer.from(question);
      answer.writeUInt16BE(0x8183, 2); // an answer: no such name
      server.#socket.send(answer, port, address);
    });
    server.#socket.bind(53, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  stop(): void {
    this.#socket.close();
  }
}

/** The name that a question of one name is about (RFC 1035, 4.1.2). */
function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; question[at] !== 0 && at < question.length; at += question[at]! + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!));
  return labels.join('.');
}
