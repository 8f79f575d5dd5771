import type { Contract } from '../../src/protocol/rpc';

/** A contract that has nothing to do with the engine's. */
export interface EchoApi {
  hello(params: null): string;
  /** `die` ends the process in place of an answer. */
  echo(params: string): string;
}

const isString = (value: unknown): value is string => typeof value === 'string';

export const echoContract: Contract<EchoApi, number> = {
  methods: {
    hello: { params: (value): value is null => value === null, result: isString },
    echo: { params: isString, result: isString, answers: (asked, answer) => answer === asked },
  },
  progress: (value): value is number => typeof value === 'number',
};
